package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.TrainingOptions.SearchMethod;
import dev.handaxe.optimizer.TrainingOptions.StepMethod;
import java.util.Locale;
import java.util.TreeMap;

/** What makes a run the one that it is. */
final class RunIdentity {
    private RunIdentity() {}

    /** What a resumed run must have in common with the run it goes on with. */
    static ObjectNode of(TrainingOptions options) {
        ObjectNode node =
                Json.object()
                        .put("epochs", options.epochs())
                        .put("patience", options.patience())
                        .put("max_edits", options.maxEdits())
                        .put("repairs", options.repairs())
                        .put("repeats", options.repeats())
                        .put("max_rounds", options.maxRounds())
                        .put("evidence_tokens", options.evidenceTokens())
                        .put(
                                "subsets",
                                options.subsets().isPresent()
                                        ? options.subsets().getAsInt() + ""
                                        : "auto")
                        .put("accept", options.acceptance().name().toLowerCase(Locale.ROOT))
                        .put("ties", options.ties().word())
                        .put("significance", options.significance())
                        .put("max_repeats", options.maxRepeats())
                        .put("max_regressions", options.maxRegressions())
                        .put("search", options.search().word())
                        .put("agent", options.agentName())
                        .put("max_tools", options.maxTools())
                        .put("controls", options.controls().name().toLowerCase(Locale.ROOT))
                        .put("control_attempts", options.controlAttempts())
                        .put("credit", options.credit().name().toLowerCase(Locale.ROOT))
                        .put("folds", options.folds())
                        .put("python", options.python().name().toLowerCase(Locale.ROOT))
                        .put("policy", options.policy().name())
                        .put("limits", new TreeMap<>(options.policy().limits().values()).toString())
                        .put("seed", options.seed());
        if (options.search() == SearchMethod.PARETO) {
            node.put("crossover_every", options.crossoverEvery());
        }
        if (options.step() == StepMethod.WHOLE_SET) {
            node.put("step", "whole_set");
        }
        options.maxOutputTokens().ifPresent(most -> node.put("max_output_tokens", most));
        return node;
    }
}
