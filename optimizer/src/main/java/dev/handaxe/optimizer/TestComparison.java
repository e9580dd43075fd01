package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.statistics.Interval;
import dev.handaxe.optimizer.statistics.PairedScores;
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
        static Share of(Evaluation evaluation) {
            return of(evaluation.score().orElseThrow(), evaluation.tasks());
        }

        static Share of(double score, int tasks) {
            return new Share(score, tasks, Interval.wilson(Math.min(score * tasks, tasks), tasks));
        }

        ObjectNode node() {
            return Json.object()
                    .put("score", score)
                    .put("tasks", tasks)
                    .put("low", interval.low())
                    .put("high", interval.high());
        }
    }

    /** Empty without test tasks. */
    static Optional<TestComparison> of(
            Evaluation before, Evaluation after, Optional<Double> validation, long seed) {
        if (before.rollouts().isEmpty() || after.rollouts().isEmpty()) {
            return Optional.empty();
        }
        PairedScores scores = after.against(before);
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

    ObjectNode node() {
        ObjectNode node = Json.object();
        node.set("before", before.node());
        node.set("after", after.node());
        node.put("difference", difference()).put("won", won).put("lost", lost).put("p", pValue);
        node.put("validation_gap", validationGap.orElse(null));
        return node;
    }
}
