package dev.handaxe.optimizer;

import java.util.Objects;

/**
 * Which optimizing step of a run, in words that stay the same from run to run.
 *
 * <p>Immutable.
 *
 * @param scope of the training it is of, such as {@code fold 2 }; empty for the run's own
 * @param epoch from 1
 * @param part which step of the epoch; empty if it has one only
 */
record StepName(String scope, int epoch, String part) {
    StepName {
        Objects.requireNonNull(scope);
        Objects.requireNonNull(part);
    }

    /** The only step of its epoch. */
    static StepName of(String scope, int epoch) {
        return new StepName(scope, epoch, "");
    }

    /** Such as {@code epoch 3} or {@code epoch 3 part 2}. */
    String text() {
        return scope + "epoch " + epoch + (part.isEmpty() ? "" : " " + part);
    }
}
