package dev.handaxe.optimizer.report;

import dev.handaxe.optimizer.Verdict.Symptom;
import dev.handaxe.optimizer.evidence.Cause;
import dev.handaxe.optimizer.evidence.FailureCluster;
import dev.handaxe.optimizer.evidence.FailureCluster.Attempt;
import dev.handaxe.optimizer.report.ReportedEpoch.Edit;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Why tasks failed in a run, in the terms that the optimizer was told them in: the clusters of one
 * set's training conversations are those that were in its prompt.
 *
 * <p>Immutable.
 */
public final class RunFailures {
    private final RunReport run;
    private final List<FailureCluster> clusters;

    private RunFailures(RunReport run, List<FailureCluster> clusters) {
        this.run = run;
        this.clusters = clusters;
    }

    /** The failures of all conversations. */
    public static RunFailures of(RunReport run) {
        Map<String, Set<String>> functions = new HashMap<>();
        Set<String> all = new HashSet<>();
        for (Version version : run.versions()) {
            Set<String> names = new HashSet<>();
            version.functions().functions().stream()
                    .map(FunctionDefinition::name)
                    .forEach(names::add);
            functions.put(version.functions().hash(), names);
            all.addAll(names);
        }
        // a set that was not kept is not in the store: what edits wrote may be in it
        run.epochs().forEach(epoch -> epoch.edits().stream().map(Edit::name).forEach(all::add));
        List<Attempt> attempts = new ArrayList<>();
        for (Conversation one : run.conversations()) {
            Set<String> names = Objects.requireNonNullElse(functions.get(one.id().set()), all);
            Optional<Cause> cause =
                    one.solved()
                            ? Optional.empty()
                            : Optional.of(
                                    Cause.of(one.calls(), names::contains)
                                            .orSymptom(one.symptom().map(Symptom::kind))
                                            .cause());
            attempts.add(new Attempt(one.id().task(), cause, one.length()));
        }
        return new RunFailures(run, FailureCluster.of(attempts));
    }

    /**
     * By cause, of all conversations; members are their places in {@link RunReport#conversations}.
     */
    public List<FailureCluster> clusters() {
        return List.copyOf(clusters);
    }

    /** How many tasks of that split a set failed by that cause. */
    public long tasks(FailureCluster cluster, String set, String split) {
        return cluster.members().stream()
                .map(member -> run.conversations().get(member).id())
                .filter(id -> id.set().equals(set) && id.split().equals(split))
                .map(Conversation.Id::task)
                .distinct()
                .count();
    }

    /** The epochs in which the optimizer was told of that cause. */
    public List<Integer> toldIn(FailureCluster cluster) {
        return run.epochs().stream()
                .filter(
                        epoch ->
                                !epoch.parents().isEmpty()
                                        && tasks(cluster, epoch.parents().getFirst(), "train") > 0)
                .map(ReportedEpoch::number)
                .toList();
    }
}
