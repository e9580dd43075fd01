package dev.handaxe.optimizer.findings;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What trainings like the run's own were worth on tasks they did not see, each task tested once. It
 * estimates the procedure, not the set that the run keeps: that one was trained on all tasks.
 *
 * <p>Immutable.
 *
 * @param count how many folds there were to be
 * @param pooled over the folds that were finished
 * @param each those, in order
 */
public record Folds(int count, Optional<TestComparison> pooled, List<Fold> each) {
    /** Copies. */
    public Folds {
        Objects.requireNonNull(pooled);
        each = List.copyOf(each);
    }

    /**
     * One training.
     *
     * @param number from 1
     * @param tasks it was tested on
     * @param before score of the set it began with
     * @param after score of the set it kept
     * @param functions how many that one has
     * @param stopped why its search ended
     */
    public record Fold(
            int number, int tasks, double before, double after, int functions, String stopped) {
        /** Rejects nulls. */
        public Fold {
            Objects.requireNonNull(stopped);
        }
    }
}
