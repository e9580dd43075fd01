package dev.handaxe.policy;

import java.time.Instant;
import java.util.Objects;

/**
 * Makes a run repeatable: {@code random}, {@code os.urandom} and UUIDs come from the seed, and time
 * starts at the clock and advances only as the guest reads it or sleeps.
 *
 * <p>Immutable.
 *
 * @param seed of every source of randomness
 * @param clock what {@code time.time()} starts from, 1970 to 9999
 */
public record Determinism(long seed, Instant clock) {
    /** The clock of a policy that names none: 2000-01-01T00:00:00Z. */
    public static final Instant DEFAULT_CLOCK = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if Python's {@code datetime} could not hold the clock
     */
    public Determinism {
        Objects.requireNonNull(clock);
        if (clock.isBefore(Instant.EPOCH) || clock.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "clock is " + clock + ", allowed is " + Instant.EPOCH + " to " + LATEST);
        }
    }
}
