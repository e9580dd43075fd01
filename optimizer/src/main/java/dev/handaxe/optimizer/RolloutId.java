package dev.handaxe.optimizer;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.TraceMode;
import java.util.Objects;

/**
 * Which rollout of a run.
 *
 * <p>Immutable.
 *
 * @param setHash the whole hash of the function set
 * @param split {@code train}, {@code validation} or {@code test}
 * @param repeat from 1
 */
record RolloutId(String setHash, String split, String taskId, int repeat) {
    RolloutId {
        Objects.requireNonNull(setHash);
        Objects.requireNonNull(split);
        Objects.requireNonNull(taskId);
    }

    /** The first characters of the set's hash. */
    String set() {
        return setHash.substring(0, 8);
    }

    /**
     * The policy with traces of calls where the optimizer will read them: on training tasks. Others
     * do not pay for them.
     */
    ExecutionPolicy policy(ExecutionPolicy policy) {
        return split.endsWith("train") && policy.trace() == TraceMode.OFF
                ? policy.with(TraceMode.CALLS)
                : policy;
    }

    /** The name of this rollout in the ledger. */
    String key() {
        return setHash + " " + sample();
    }

    /** The rollout without the set: what draws of equal prompts and calls are told apart by. */
    String sample() {
        return "%s %s %d".formatted(split, taskId, repeat);
    }
}
