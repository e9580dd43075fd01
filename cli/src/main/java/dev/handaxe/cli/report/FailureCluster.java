package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Conversation;
import dev.handaxe.optimizer.report.FailureCause;
import dev.handaxe.optimizer.report.RunReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Failed conversations of one cause.
 *
 * <p>Immutable.
 *
 * @param members places in the run's list of conversations, at least one
 */
record FailureCluster(FailureCause cause, List<Integer> members) {
    FailureCluster {
        members = List.copyOf(members);
    }

    /** All clusters of a run, the largest first; of equally large ones the first that occurred. */
    static List<FailureCluster> of(RunReport run) {
        Map<FailureCause, List<Integer>> byCause = new LinkedHashMap<>();
        for (int i = 0; i < run.conversations().size(); i++) {
            Optional<FailureCause> cause = FailureCause.of(run.conversations().get(i));
            if (cause.isPresent()) {
                byCause.computeIfAbsent(cause.get(), _ -> new ArrayList<>()).add(i);
            }
        }
        return byCause.entrySet().stream()
                .map(entry -> new FailureCluster(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(cluster -> -cluster.members().size()))
                .toList();
    }

    String title() {
        return cause.detail().isEmpty()
                ? cause.kind().word()
                : cause.kind().word() + ": " + cause.detail();
    }

    /** How many of them are of that set. */
    long of(RunReport run, String set) {
        return members.stream()
                .filter(place -> conversation(run, place).id().set().equals(set))
                .count();
    }

    /** How many different tasks they are. */
    long tasks(RunReport run) {
        return members.stream()
                .map(place -> conversation(run, place).id().task())
                .distinct()
                .count();
    }

    private static Conversation conversation(RunReport run, int place) {
        return run.conversations().get(place);
    }
}
