package dev.handaxe.runtime.internal;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.Optional;

/**
 * What a policy can say and the sandbox does not do yet. A policy that asks for it is refused: a
 * promise that is read and not kept would be worse than none. Thread-safe.
 */
final class NotYet {
    private NotYet() {}

    /**
     * Passes if the sandbox does all that the policy says.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} that names the first key that it
     *     does not
     */
    static void refuse(ExecutionPolicy policy) {
        key(policy)
                .ifPresent(
                        key -> {
                            throw new HandaxeException(
                                    Code.INVALID_INPUT,
                                    policy
                                            + ": /"
                                            + key
                                            + " is not available yet: take it out of the policy");
                        });
    }

    private static Optional<String> key(ExecutionPolicy policy) {
        return policy.grants().packages().isEmpty() ? Optional.empty() : Optional.of("packages");
    }
}
