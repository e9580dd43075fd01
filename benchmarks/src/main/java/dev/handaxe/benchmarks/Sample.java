package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.policy.LimitName;
import java.util.Map;

/**
 * One sample to be judged.
 *
 * <p>Immutable.
 *
 * @param number which of the samples, from 1
 * @param completion the text of the sample
 * @param attempt what is done with it
 * @param limits that it has instead of those of the policy
 */
record Sample(
        long number,
        String taskId,
        String completion,
        Attempt attempt,
        Map<LimitName, Long> limits) {

    /**
     * What became of it.
     *
     * @param reason bounded and printable, empty if it passed
     */
    record Judged(Sample sample, Kind kind, String reason) {
        boolean passed() {
            return kind == Kind.PASSED;
        }

        /** As HumanEval's own file of results says it: {@code passed}, {@code failed: why}. */
        String result() {
            return reason.isEmpty() ? kind.words() : kind.words() + ": " + reason;
        }
    }
}
