package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.optimizer.TrainingResult.Epoch;
import dev.handaxe.optimizer.findings.Credit;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes down what a search does: into the ledger, into the store of the sets that were kept, and
 * to the listener. Confined to one thread.
 */
final class RunJournal {
    private final Ledger ledger;
    private final RunFolder run;
    private final TrainingListener listener;
    private final String scope;

    /**
     * A journal of one training.
     *
     * @param scope what its names begin with, see {@link TrainingOptions#scope}; a fold's sets are
     *     not saved, because the run's set is not among them
     */
    RunJournal(Ledger ledger, RunFolder run, TrainingListener listener, String scope) {
        this.ledger = ledger;
        this.run = run;
        this.listener = listener;
        this.scope = scope;
    }

    void evaluated(int epoch, Candidate next) {
        ledger.append(
                "epoch_evaluated",
                scope + "epoch " + epoch,
                Json.object()
                        .put("set", next.functions().hash())
                        .put("train", next.train().score().orElse(null))
                        .put("validation", next.validation().score().orElse(null)));
    }

    /** The parents of the epoch's set, and how they were chosen. */
    void parents(int epoch, List<String> hashes, String choice) {
        ObjectNode node = Json.object().put("choice", choice);
        hashes.forEach(node.putArray("parents")::add);
        ledger.append("parents", scope + "epoch " + epoch, node);
    }

    /** The set was looked at on some of the training tasks only. */
    void looked(int epoch, FirstLook look) {
        ledger.append(
                "first_look",
                scope + "epoch " + epoch,
                Json.object()
                        .put("set", look.after().functions().hash())
                        .put("tasks", look.after().tasks())
                        .put("parent_score", look.before().score().orElse(null))
                        .put("score", look.after().score().orElse(null)));
    }

    /** The set with the best score was set against the one the run began with. */
    void judged(int epoch, Candidate next, Decision decision) {
        ObjectNode node = Json.object().put("set", next.functions().hash());
        node.set("decision", decision.node());
        ledger.append("best_judged", scope + "epoch " + epoch, node);
    }

    void done(Epoch epoch) {
        ledger.append(
                epoch.accepted() ? "accepted" : "rolled_back",
                scope + "epoch " + epoch.epoch(),
                TrainingResult.node(epoch));
        listener.epochDone(epoch);
    }

    /** Saves a version; one once saved is not saved again by a resumed run. */
    void save(Epoch epoch, Candidate kept) {
        Map<String, String> provenance = new LinkedHashMap<>();
        String number = Integer.toString(epoch.epoch());
        provenance.put("epoch", number);
        provenance.put(
                "edits",
                epoch.proposed().stream().map(Edit::words).collect(Collectors.joining(", ")));
        provenance.put("hypothesis", reasons(epoch, Edit::hypothesis));
        provenance.put("expected_effect", reasons(epoch, Edit::expectedEffect));
        epoch.lineage()
                .ifPresent(
                        lineage -> {
                            provenance.put("parent", lineage.parent());
                            lineage.secondParent()
                                    .ifPresent(hash -> provenance.put("second_parent", hash));
                        });
        provenance.put("train", kept.train().rate());
        provenance.put("validation", kept.validation().rate());
        provenance.put("decision", epoch.decision().reason());
        save(kept, "epoch", provenance);
    }

    /** Writes down what pruning came to, and saves the set if it was kept. */
    void pruned(Credit.Pruning pruning, Candidate next) {
        ledger.append(
                "pruned",
                scope + "set",
                FindingsJson.node(pruning).put("set", next.functions().hash()));
        if (pruning.accepted()) {
            Map<String, String> provenance = new LinkedHashMap<>();
            provenance.put("pruned", String.join(", ", pruning.functions()));
            provenance.put("train", next.train().rate());
            provenance.put("validation", next.validation().rate());
            provenance.put("decision", pruning.reason());
            save(next, "pruned", provenance);
        }
    }

    /** Once for each value that the provenance has under that name. */
    private void save(Candidate kept, String name, Map<String, String> provenance) {
        List<Version> versions = run.functions().versions();
        if (scope.isEmpty()
                && versions.stream()
                        .noneMatch(
                                version ->
                                        Objects.equals(
                                                provenance.get(name),
                                                version.provenance().get(name)))) {
            run.functions().save(kept.functions(), provenance);
        }
    }

    private static String reasons(Epoch epoch, Function<Edit, String> reason) {
        return epoch.proposed().stream().map(reason).distinct().collect(Collectors.joining(" | "));
    }
}
