package dev.handaxe.optimizer;

import java.util.Objects;

/**
 * Which optimizing step of a run, in words that stay the same from run to run.
 *
 * <p>Immutable.
 *
 * @param epoch from 1
 * @param part which step of the epoch; empty if it has one only
 */
record StepName(int epoch, String part) {
    StepName {
        Objects.requireNonNull(part);
    }

    /** The only step of its epoch. */
    static StepName of(int epoch) {
        return new StepName(epoch, "");
    }

    /** Such as {@code epoch 3} or {@code epoch 3 part 2}. */
    String text() {
        return part.isEmpty() ? "epoch " + epoch : "epoch " + epoch + " " + part;
    }
}
