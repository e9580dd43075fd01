package dev.handaxe.optimizer.findings;

import java.util.Objects;
import java.util.Optional;

/**
 * What one function did in the training and validation rollouts of its set.
 *
 * <p>Immutable.
 *
 * @param leaveOneOut empty if it was not measured
 */
public record FunctionCredit(String name, Use use, Optional<LeaveOneOut> leaveOneOut) {
    /** Rejects nulls. */
    public FunctionCredit {
        Objects.requireNonNull(name);
        Objects.requireNonNull(use);
        Objects.requireNonNull(leaveOneOut);
    }

    /**
     * How it was used.
     *
     * @param calls that the model made of it
     * @param succeeded how many of them returned a value
     * @param tasks distinct tasks in which the model called it: its reuse
     * @param reachedTasks distinct tasks in which it could run, also called by another function or
     *     a program
     * @param replyTokens what its replies added to the conversations, at four characters a token
     */
    public record Use(int calls, int succeeded, int tasks, int reachedTasks, long replyTokens) {
        /** Whether nothing could run it. */
        public boolean isNone() {
            return reachedTasks == 0;
        }
    }

    /**
     * The set with the function against the set without it, on the deciding tasks.
     *
     * @param difference mean score with it less that without it
     * @param retried tasks that were rolled out again: those in which it could run
     * @param won tasks on which the set with it scores higher
     * @param lost tasks on which it scores lower
     * @param pHarmful one-sided: of a loss through it as large if it did no harm
     */
    public record LeaveOneOut(double difference, int retried, int won, int lost, double pHarmful) {}
}
