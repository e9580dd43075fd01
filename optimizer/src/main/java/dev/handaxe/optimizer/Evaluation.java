package dev.handaxe.optimizer;

import dev.handaxe.optimizer.evidence.FailureCluster;
import dev.handaxe.optimizer.statistics.PairedScores;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A function set's rollouts on a split, in the order of its tasks; repeats of a task stand
 * together, and all tasks have equally many.
 *
 * <p>Immutable.
 */
record Evaluation(FunctionSet functions, List<Rollout> rollouts) {
    private static final double SOLVED = 0.5;

    Evaluation {
        Objects.requireNonNull(functions);
        rollouts = List.copyOf(rollouts);
    }

    /** With the rollouts of other tasks behind these. */
    Evaluation and(Evaluation other) {
        return new Evaluation(
                functions, Stream.concat(rollouts.stream(), other.rollouts().stream()).toList());
    }

    /** The mean score; empty if there was no task. */
    Optional<Double> score() {
        return rollouts.isEmpty() ? Optional.empty() : Optional.of(sum() / rollouts.size());
    }

    /** Whether no task is left to fail. */
    boolean perfect() {
        return rollouts.stream().allMatch(Rollout::solved);
    }

    /** How many tasks there are. */
    int tasks() {
        return byTask().size();
    }

    /** Rollouts of each task; 1 if there is no task. */
    int repeats() {
        int tasks = tasks();
        return tasks == 0 ? 1 : rollouts.size() / tasks;
    }

    /** Task by task against another set's rollouts of the same tasks. */
    PairedScores against(Evaluation before) {
        return PairedScores.of(before.means(), means());
    }

    /** Tasks that are solved more often than not. */
    int solvedTasks() {
        return (int) byTask().values().stream().filter(score -> score > SOLVED).count();
    }

    /** How many of the tasks solved here the other set fails more often than not. */
    int solvedTasksLostBy(Evaluation after) {
        Map<String, Double> then = after.byTask();
        return (int)
                byTask().entrySet().stream()
                        .filter(task -> task.getValue() > SOLVED)
                        .filter(task -> then.getOrDefault(task.getKey(), 0.0) <= SOLVED)
                        .count();
    }

    /** The mean score of each task, in the order of the tasks. */
    Map<String, Double> byTask() {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (Rollout rollout : rollouts) {
            double[] sum = sums.computeIfAbsent(rollout.taskId(), _ -> new double[2]);
            sum[0] += rollout.verdict().score();
            sum[1]++;
        }
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((task, sum) -> means.put(task, sum[0] / sum[1]));
        return means;
    }

    /** The mean scores of the tasks, in their order. */
    double[] means() {
        return byTask().values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The rollouts of each task, in the order of the tasks and of their repeats. */
    Map<String, List<Rollout>> rolloutsByTask() {
        Map<String, List<Rollout>> byTask = new LinkedHashMap<>();
        rollouts.forEach(
                rollout ->
                        byTask.computeIfAbsent(rollout.taskId(), _ -> new ArrayList<>())
                                .add(rollout));
        return byTask;
    }

    /** The failed rollouts by cause; members are indexes of rollouts. */
    List<FailureCluster> failures() {
        return FailureCluster.of(
                rollouts.stream().map(rollout -> rollout.attempt(functions)).toList());
    }

    /** What its model calls cost. */
    Usage usage() {
        return rollouts.stream().map(Rollout::usage).reduce(Usage.NONE, Usage::plus);
    }

    /** Such as {@code 5 of 8 (62.5 %)}. */
    String rate() {
        double sum = sum();
        String solved =
                sum == Math.rint(sum)
                        ? Long.toString(Math.round(sum))
                        : String.format(Locale.ROOT, "%.2f", sum);
        return String.format(
                Locale.ROOT,
                "%s of %d (%.1f %%)",
                solved,
                rollouts.size(),
                rollouts.isEmpty() ? 0 : 100 * sum / rollouts.size());
    }

    private double sum() {
        return rollouts.stream().mapToDouble(rollout -> rollout.verdict().score()).sum();
    }
}
