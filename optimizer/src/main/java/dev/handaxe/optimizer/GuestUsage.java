package dev.handaxe.optimizer;

import dev.handaxe.runtime.Outcome;
import java.time.Duration;
import java.util.Objects;

/**
 * What the sandbox spent on guest code. It is measured, so it differs from run to run and never
 * reaches a prompt or a decision.
 *
 * <p>Immutable.
 *
 * @param calls of functions and programs, trials of edits included
 * @param cpu of the guest's threads
 * @param wall from the guest's start to its end, summed over calls
 */
public record GuestUsage(long calls, Duration cpu, Duration wall) {
    /** Nothing. */
    public static final GuestUsage NONE = new GuestUsage(0, Duration.ZERO, Duration.ZERO);

    /** Rejects nulls. */
    public GuestUsage {
        Objects.requireNonNull(cpu);
        Objects.requireNonNull(wall);
    }

    static GuestUsage of(Outcome.Metrics call) {
        return new GuestUsage(1, call.cpu(), call.wall());
    }

    /** Both together. */
    public GuestUsage plus(GuestUsage other) {
        return new GuestUsage(calls + other.calls, cpu.plus(other.cpu), wall.plus(other.wall));
    }
}
