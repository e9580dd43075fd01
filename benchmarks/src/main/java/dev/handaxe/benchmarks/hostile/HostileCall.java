package dev.handaxe.benchmarks.hostile;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.Invocation;
import java.util.Objects;
import java.util.Optional;

/**
 * One call of a case: a program, or a function with arguments.
 *
 * <p>Immutable.
 *
 * @param source the Python source, with the canaries' placeholders still in it
 * @param function the call of the function that the source defines; empty for a program
 * @param tenant whose call it is
 * @param policy what it may do and use
 * @param expected how it must end
 */
public record HostileCall(
        String source,
        Optional<Invocation.Call> function,
        String tenant,
        ExecutionPolicy policy,
        Expectation expected) {

    /** Rejects nulls. */
    public HostileCall {
        Objects.requireNonNull(source);
        Objects.requireNonNull(function);
        Objects.requireNonNull(tenant);
        Objects.requireNonNull(policy);
        Objects.requireNonNull(expected);
    }
}
