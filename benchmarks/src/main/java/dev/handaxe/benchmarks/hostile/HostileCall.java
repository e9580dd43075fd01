package dev.handaxe.benchmarks.hostile;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
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

    /** The same in a worker of that image. */
    HostileCall on(Image image) {
        return new HostileCall(source, function, tenant, on(image, policy), expected);
    }

    /** A policy that says the same of workers of that image, and comes from no preset. */
    static ExecutionPolicy on(Image image, ExecutionPolicy policy) {
        return ExecutionPolicy.builder(policy.name(), policy.limits())
                .isolation(policy.isolation())
                .confinement(policy.confinement())
                .grants(policy.grants())
                .determinism(policy.determinism())
                .trace(policy.trace())
                .image(image)
                .build();
    }
}
