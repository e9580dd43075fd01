package dev.handaxe.optimizer;

import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.optimizer.TrainingResult.Epoch;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    RunJournal(Ledger ledger, RunFolder run, TrainingListener listener) {
        this.ledger = ledger;
        this.run = run;
        this.listener = listener;
    }

    void evaluated(int epoch, Candidate next) {
        ledger.append(
                "epoch_evaluated",
                "epoch " + epoch,
                Json.object()
                        .put("set", next.functions().hash())
                        .put("train", next.train().score().orElse(null))
                        .put("validation", next.validation().score().orElse(null)));
    }

    void done(Epoch epoch) {
        ledger.append(
                epoch.accepted() ? "accepted" : "rolled_back",
                "epoch " + epoch.epoch(),
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
        provenance.put("train", kept.train().rate());
        provenance.put("validation", kept.validation().rate());
        provenance.put("decision", epoch.decision().reason());
        List<Version> versions = run.functions().versions();
        if (versions.stream().noneMatch(v -> number.equals(v.provenance().get("epoch")))) {
            run.functions().save(kept.functions(), provenance);
        }
    }

    private static String reasons(Epoch epoch, Function<Edit, String> reason) {
        return epoch.proposed().stream().map(reason).distinct().collect(Collectors.joining(" | "));
    }
}
