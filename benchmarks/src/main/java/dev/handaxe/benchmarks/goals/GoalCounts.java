package dev.handaxe.benchmarks.goals;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.time.Duration;

/**
 * How much is measured.
 *
 * <p>Immutable.
 *
 * @param calls in a session; a fifth as many warm it up
 * @param contexts fresh ones, of each kind
 * @param starts of commands and pools, and stops
 * @param pause between calls at low load: long enough for the next context to be made
 */
public record GoalCounts(int calls, int contexts, int starts, Duration pause) {
    /** What the goals ask for. */
    public static final GoalCounts FULL = new GoalCounts(10_000, 300, 9, Duration.ofMillis(150));

    /**
     * Checks that there is something to measure.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if not
     */
    public GoalCounts {
        if (calls < 1 || contexts < 1 || starts < 1 || pause.isNegative()) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "calls, contexts and starts are 1 or more, pause 0 or more");
        }
    }
}
