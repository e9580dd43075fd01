package dev.handaxe.cli.experiment;

import dev.handaxe.optimizer.findings.TestComparison;
import dev.handaxe.optimizer.statistics.Interval;
import dev.handaxe.optimizer.statistics.PairedScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Two contenders on the same test tasks of one run or more.
 *
 * <p>Two tests are made, because two things are left to chance. Over tasks, each task of each run
 * counts: it says whether these sets are better, as if the trainings could not have come out
 * otherwise. Over runs, only each run's mean counts: it says whether training is worth anything,
 * and needs runs, not tasks. {@link #p} is the one that decides.
 *
 * <p>Immutable.
 *
 * @param runs that are compared
 * @param pooled over the tasks of all of them, with McNemar's exact p-value
 * @param difference the 95 % interval of the second's score less the first's, over tasks
 * @param pRuns two-sided, by turning the signs of the runs' differences; empty for a single run
 */
public record Comparison(
        int runs, TestComparison pooled, Interval difference, Optional<Double> pRuns) {
    /** With fewer runs no outcome could be significant: 2 * 0.5^5 is more than 0.05. */
    private static final int ENOUGH_RUNS = 6;

    private static final double SIGNIFICANT = 0.05;

    /** Of the test over runs, where there are too many to try all signs. */
    private static final long SEED = 1;

    /** Rejects nulls. */
    public Comparison {
        Objects.requireNonNull(pooled);
        Objects.requireNonNull(difference);
        Objects.requireNonNull(pRuns);
    }

    /**
     * The scores of one run.
     *
     * @param before the first contender's by task
     * @param after the second's
     */
    public record Pair(Map<String, Double> before, Map<String, Double> after) {
        /** Copies. */
        public Pair {
            before = Map.copyOf(before);
            after = Map.copyOf(after);
        }

        /** The tasks that both have, in an order of their own. */
        private List<String> tasks() {
            return before.keySet().stream().filter(after::containsKey).sorted().toList();
        }
    }

    /** Compares; empty if no pair has a task that both tried. */
    public static Optional<Comparison> of(List<Pair> pairs) {
        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        List<Double> meansBefore = new ArrayList<>();
        List<Double> meansAfter = new ArrayList<>();
        for (Pair pair : pairs) {
            List<Double> first = scores(pair.tasks(), pair.before());
            List<Double> second = scores(pair.tasks(), pair.after());
            if (!first.isEmpty()) {
                before.addAll(first);
                after.addAll(second);
                meansBefore.add(mean(first));
                meansAfter.add(mean(second));
            }
        }
        int runs = meansBefore.size();
        Optional<Double> overRuns =
                runs < 2
                        ? Optional.empty()
                        : Optional.of(
                                PairedScores.of(array(meansBefore), array(meansAfter))
                                        .pDifferent(SEED));
        return TestComparison.of(array(before), array(after), Optional.empty(), SEED)
                .map(
                        pooled ->
                                new Comparison(
                                        runs,
                                        pooled,
                                        Interval.paired(pooled.won(), pooled.lost(), before.size()),
                                        overRuns));
    }

    private static List<Double> scores(List<String> tasks, Map<String, Double> byTask) {
        return tasks.stream().map(task -> Objects.requireNonNull(byTask.get(task))).toList();
    }

    private static double mean(List<Double> scores) {
        return scores.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private static double[] array(List<Double> scores) {
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Whether the test over runs decides: there are enough of them to show anything. */
    public boolean runsDecide() {
        return runs >= ENOUGH_RUNS;
    }

    /** The p-value that decides. */
    public double p() {
        return runsDecide() ? pRuns.orElse(1.0) : pooled.pValue();
    }

    /** Whether the difference is unlikely to be chance, at 5 %. */
    public boolean significant() {
        return p() <= SIGNIFICANT;
    }
}
