package dev.handaxe.optimizer.findings;

import dev.handaxe.optimizer.statistics.Interval;
import dev.handaxe.optimizer.statistics.PairedScores;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What the sealed test split says of a run: the set it began with and the one that was kept, each
 * read once, after all decisions.
 *
 * <p>Immutable.
 *
 * @param before the set the run began with
 * @param after the set that was kept
 * @param won tasks on which the kept set scores higher
 * @param lost tasks on which it scores lower
 * @param pValue two-sided: of a difference as large either way if both were equally good
 * @param validationGap the kept set's score on validation less that on test: what choosing by
 *     validation flattered it by; empty without validation tasks
 */
public record TestComparison(
        Share before,
        Share after,
        int won,
        int lost,
        double pValue,
        Optional<Double> validationGap) {
    /** Rejects nulls. */
    public TestComparison {
        Objects.requireNonNull(before);
        Objects.requireNonNull(after);
        Objects.requireNonNull(validationGap);
    }

    /**
     * A score with Wilson's 95 % interval.
     *
     * @param score from 0 to 1
     * @param tasks how many
     */
    public record Share(double score, int tasks, Interval interval) {
        /** With its interval. */
        public static Share of(double score, int tasks) {
            return new Share(score, tasks, Interval.wilson(Math.min(score * tasks, tasks), tasks));
        }

        /** The mean of the tasks' scores, with its interval; 0 without tasks. */
        public static Share of(double[] scores) {
            return of(Arrays.stream(scores).average().orElse(0), scores.length);
        }
    }

    /**
     * Compares; empty without test tasks.
     *
     * @param before the mean score of each task
     * @param after the same of the kept set, in the same order
     * @param validation the kept set's score on validation
     * @param seed of the bootstrap, where scores are not 0 and 1 only
     */
    public static Optional<TestComparison> of(
            double[] before, double[] after, Optional<Double> validation, long seed) {
        if (before.length == 0 || after.length == 0) {
            return Optional.empty();
        }
        PairedScores scores = PairedScores.of(before, after);
        Share kept = Share.of(after);
        return Optional.of(
                new TestComparison(
                        Share.of(before),
                        kept,
                        scores.won(),
                        scores.lost(),
                        scores.pDifferent(seed),
                        validation.map(score -> score - kept.score())));
    }

    /** The gain in score. */
    public double difference() {
        return after.score() - before.score();
    }
}
