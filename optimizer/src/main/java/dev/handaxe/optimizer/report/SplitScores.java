package dev.handaxe.optimizer.report;

import dev.handaxe.optimizer.statistics.Interval;
import dev.handaxe.optimizer.statistics.PairedScores;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one function set scored on the tasks of one split: the mean of each task's repeats.
 *
 * <p>Immutable.
 *
 * @param set the set's hash
 * @param byTask at least one task, in the order of the run
 */
public record SplitScores(String set, String split, Map<String, Double> byTask) {
    /** Copies. */
    public SplitScores {
        Objects.requireNonNull(set);
        Objects.requireNonNull(split);
        byTask = Collections.unmodifiableMap(new LinkedHashMap<>(byTask));
        if (byTask.isEmpty()) {
            throw new IllegalArgumentException("no task");
        }
    }

    /** How many tasks. */
    public int tasks() {
        return byTask.size();
    }

    /** The mean over the tasks, from 0 to 1. */
    public double mean() {
        return sum() / tasks();
    }

    /** Wilson's interval of the mean, over tasks: repeats of one task are not independent. */
    public Interval interval() {
        return Interval.wilson(Math.clamp(sum(), 0, tasks()), tasks());
    }

    private double sum() {
        return byTask.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Task by task against another set's, on the tasks that both have; empty if there is none. */
    public Optional<PairedScores> against(SplitScores before) {
        List<String> both = byTask.keySet().stream().filter(before.byTask::containsKey).toList();
        return both.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        PairedScores.of(
                                both.stream().mapToDouble(before::of).toArray(),
                                both.stream().mapToDouble(this::of).toArray()));
    }

    private double of(String task) {
        return Objects.requireNonNull(byTask.get(task));
    }
}
