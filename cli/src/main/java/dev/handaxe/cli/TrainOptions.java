package dev.handaxe.cli;

import static dev.handaxe.cli.ModelOptions.put;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what a run is. Confined to one thread. */
final class TrainOptions {

    @Option(names = "--data", paramLabel = "PATH", description = "The data set's file or folder.")
    private @Nullable Path data;

    @Option(
            names = "--subject",
            paramLabel = "S",
            description = "math, math500: only this subject.")
    private @Nullable String subject;

    @Option(
            names = "--train",
            paramLabel = "N",
            description = "Training tasks (20; generated: 30).")
    private @Nullable Integer train;

    @Option(
            names = "--validation",
            paramLabel = "N",
            description = "Validation tasks (20; generated: 15).")
    private @Nullable Integer validation;

    @Option(names = "--test", paramLabel = "N", description = "Test tasks (80; generated: 15).")
    private @Nullable Integer test;

    @Option(names = "--seed", paramLabel = "S", description = "Draws the tasks (0).")
    private @Nullable Long seed;

    @Option(
            names = "--functions",
            paramLabel = "STORE",
            description = "Begin with the functions of this store.")
    private @Nullable Path functions;

    @Option(names = "--no-python", description = "Without the general python function.")
    private boolean noPython;

    @Option(
            names = "--agent",
            paramLabel = "function-calling|react",
            description =
                    "How the agent calls: through tools, or in plain text (function-calling).")
    private @Nullable String agent;

    @Option(
            names = "--max-tools",
            paramLabel = "N",
            description = "Functions of a set that are offered for a task (20).")
    private @Nullable Integer maxTools;

    @Option(names = "--epochs", paramLabel = "E", description = "At most (10); 0 only scores.")
    private @Nullable Integer epochs;

    @Option(
            names = "--patience",
            paramLabel = "C",
            description = "Stop after so many epochs in a row without gain (10).")
    private @Nullable Integer patience;

    @Option(names = "--max-edits", paramLabel = "M", description = "Edits per epoch (3).")
    private @Nullable Integer maxEdits;

    @Option(
            names = "--repairs",
            paramLabel = "N",
            description = "Answers to a refusal, for each action of the optimizer (2).")
    private @Nullable Integer repairs;

    @Option(
            names = "--accept",
            paramLabel = "paper|validation|always",
            description = "What decides whether a set is kept (validation); always: nothing does.")
    private @Nullable String accept;

    @Option(
            names = "--step",
            paramLabel = "edits|whole-set",
            description = "A step edits the set, or writes it anew in one answer (edits).")
    private @Nullable String step;

    @Option(
            names = "--ties",
            paramLabel = "accepted|rejected",
            description = "--accept paper: what becomes of equal training scores (accepted).")
    private @Nullable String ties;

    @Option(
            names = "--significance",
            paramLabel = "P",
            description = "Chance up to which a gain on validation counts (0.25).")
    private @Nullable Double significance;

    @Option(
            names = "--max-regressions",
            paramLabel = "SHARE",
            description = "Of solved validation tasks that a kept set may fail (0.1).")
    private @Nullable Double maxRegressions;

    @Option(
            names = "--search",
            paramLabel = "hill-climb|pareto",
            description = "How better sets are looked for (hill-climb).")
    private @Nullable String search;

    @Option(
            names = "--crossover-every",
            paramLabel = "K",
            description = "--search pareto: cross two sets every so many proposals (3); 0 never.")
    private @Nullable Integer crossoverEvery;

    @Option(names = "--repeats", paramLabel = "R", description = "Rollouts of each task (1).")
    private @Nullable Integer repeats;

    @Option(
            names = "--max-repeats",
            paramLabel = "R",
            description = "Rollouts of a validation task while a gain is undecided (3).")
    private @Nullable Integer maxRepeats;

    @Option(
            names = "--evidence-tokens",
            paramLabel = "N",
            description = "Of rollouts and past edits, shown to the optimizer at most (8000).")
    private @Nullable Integer evidenceTokens;

    @Option(
            names = "--subsets",
            paramLabel = "N",
            description = "Parts of the training tasks optimized apart (by their number).")
    private @Nullable Integer subsets;

    @Option(
            names = "--controls",
            paramLabel = "on|off",
            description = "Try what training's tokens buy without it (on).")
    private @Nullable String controls;

    @Option(
            names = "--control-attempts",
            paramLabel = "N",
            description = "Attempts at a test task that a control may make (8).")
    private @Nullable Integer controlAttempts;

    @Option(
            names = "--credit",
            paramLabel = "full|free",
            description = "Leave each function out and prune, or count its use only (full).")
    private @Nullable String credit;

    @Option(
            names = "--folds",
            paramLabel = "K",
            description = "Estimate training by K more trainings, each tested on a part (0: none).")
    private @Nullable Integer folds;

    @Mixin private ModelOptions models = new ModelOptions();

    @Mixin private EngineOptions engine = new EngineOptions();

    /** Where guest code runs: said for each start of a run anew. */
    EngineOptions engine() {
        return engine;
    }

    /**
     * The settings that were given, by the name of their option.
     *
     * @throws UsageException for what is malformed or not available yet
     */
    Map<String, String> given(@Nullable String dataset) {
        engine.check();
        Map<String, String> given = new LinkedHashMap<>();
        put(given, TrainSettings.DATASET, dataset);
        put(given, "data", data == null ? null : data.toAbsolutePath().normalize());
        put(given, "subject", subject);
        put(given, "train", train);
        put(given, "validation", validation);
        put(given, "test", test);
        put(given, "seed", seed);
        put(given, "functions", functions == null ? null : functions.toAbsolutePath().normalize());
        put(given, "python", noPython ? "absent" : null);
        put(given, "agent", agent);
        put(given, "max-tools", maxTools);
        put(given, "epochs", epochs);
        put(given, "patience", patience);
        put(given, "max-edits", maxEdits);
        put(given, "repairs", repairs);
        put(given, "accept", accept);
        put(given, "step", step);
        put(given, "ties", ties);
        put(given, "significance", significance);
        put(given, "max-regressions", maxRegressions);
        put(given, "search", search);
        put(given, "crossover-every", crossoverEvery);
        put(given, "repeats", repeats);
        put(given, "max-repeats", maxRepeats);
        put(given, "evidence-tokens", evidenceTokens);
        put(given, "subsets", subsets);
        put(given, "controls", controls);
        put(given, "control-attempts", controlAttempts);
        put(given, "credit", credit);
        put(given, "folds", folds);
        models.putInto(given);
        return given;
    }
}
