package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The failed rollouts that share a cause.
 *
 * <p>Immutable.
 *
 * @param members indexes into the evaluation's rollouts, ascending; never empty
 * @param exemplar the index of the one that shows the cause most plainly: the shortest
 * @param tasks how many tasks they are of; a task that is repeated counts once
 */
record FailureCluster(Cause cause, List<Integer> members, int exemplar, int tasks) {
    FailureCluster {
        Objects.requireNonNull(cause);
        members = List.copyOf(members);
    }

    /** The clusters of an evaluation: those of most tasks first, then the one that began first. */
    static List<FailureCluster> of(Evaluation evaluation) {
        List<Rollout> rollouts = evaluation.rollouts();
        FunctionSet functions = evaluation.functions();
        Map<Cause, List<Integer>> byCause = new LinkedHashMap<>();
        for (int i = 0; i < rollouts.size(); i++) {
            Rollout rollout = rollouts.get(i);
            if (!rollout.solved()) {
                byCause.computeIfAbsent(
                                Cause.of(rollout, functions).cause(), _ -> new ArrayList<>())
                        .add(i);
            }
        }
        List<FailureCluster> clusters = new ArrayList<>();
        byCause.forEach((cause, members) -> clusters.add(cluster(cause, members, rollouts)));
        // sorting is stable: among equally large ones the first that occurred is the first
        clusters.sort(Comparator.comparingInt(cluster -> -cluster.tasks()));
        return clusters;
    }

    private static FailureCluster cluster(
            Cause cause, List<Integer> members, List<Rollout> rollouts) {
        int exemplar =
                members.stream()
                        .min(Comparator.comparingLong(i -> length(rollouts.get(i))))
                        .orElseThrow();
        long tasks = members.stream().map(i -> rollouts.get(i).taskId()).distinct().count();
        return new FailureCluster(cause, members, exemplar, (int) tasks);
    }

    private static long length(Rollout rollout) {
        return rollout.messages().stream().mapToLong(message -> message.text().length()).sum();
    }
}
