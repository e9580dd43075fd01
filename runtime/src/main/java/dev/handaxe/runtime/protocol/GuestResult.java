package dev.handaxe.runtime.protocol;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.PythonValue;
import java.util.OptionalInt;

/**
 * What a worker says of a call's end. It is evidence, not the outcome: the supervisor judges.
 *
 * <p>Immutable.
 */
public sealed interface GuestResult {

    /** A value, or None from a program; {@code exited} if it ended by {@code sys.exit(0)}. */
    record Value(PythonValue value, boolean exited) implements GuestResult {}

    /** An uncaught exception. */
    record Failed(GuestError error) implements GuestResult {}

    /** An uncaught refusal. */
    record Refused(Capability capability, String name, GuestError error) implements GuestResult {}

    /** The guest was interrupted after {@link Frame.Stopping}. */
    record Interrupted(OptionalInt line) implements GuestResult {}

    /** A limit that ends the guest without an interrupt: recursion, heap, the result's size. */
    record Limited(LimitName limit, long used, OptionalInt line) implements GuestResult {}

    /** Never started. */
    record NotRun(String reason) implements GuestResult {}
}
