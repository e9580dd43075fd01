package dev.handaxe.optimizer.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The failed attempts that share a cause.
 *
 * <p>Immutable.
 *
 * @param members indexes into the attempts, ascending; never empty
 * @param exemplar the index of the one that shows the cause most plainly: the shortest
 * @param tasks how many tasks they are of; a task that is repeated counts once
 */
public record FailureCluster(Cause cause, List<Integer> members, int exemplar, int tasks) {
    /** Copies. */
    public FailureCluster {
        Objects.requireNonNull(cause);
        members = List.copyOf(members);
    }

    /**
     * An attempt at a task.
     *
     * @param cause empty if it was solved
     * @param length of its conversation, in characters
     */
    public record Attempt(String task, Optional<Cause> cause, long length) {
        /** Rejects nulls. */
        public Attempt {
            Objects.requireNonNull(task);
            Objects.requireNonNull(cause);
        }
    }

    /** The clusters of attempts: those of most tasks first, then the one that began first. */
    public static List<FailureCluster> of(List<Attempt> attempts) {
        Map<Cause, List<Integer>> byCause = new LinkedHashMap<>();
        for (int i = 0; i < attempts.size(); i++) {
            int index = i;
            attempts.get(i)
                    .cause()
                    .ifPresent(
                            cause ->
                                    byCause.computeIfAbsent(cause, _ -> new ArrayList<>())
                                            .add(index));
        }
        List<FailureCluster> clusters = new ArrayList<>();
        byCause.forEach((cause, members) -> clusters.add(cluster(cause, members, attempts)));
        // sorting is stable: among equally large ones the first that occurred is the first
        clusters.sort(Comparator.comparingInt(cluster -> -cluster.tasks()));
        return clusters;
    }

    private static FailureCluster cluster(
            Cause cause, List<Integer> members, List<Attempt> attempts) {
        int exemplar =
                members.stream()
                        .min(Comparator.comparingLong(i -> attempts.get(i).length()))
                        .orElseThrow();
        long tasks = members.stream().map(i -> attempts.get(i).task()).distinct().count();
        return new FailureCluster(cause, members, exemplar, (int) tasks);
    }
}
