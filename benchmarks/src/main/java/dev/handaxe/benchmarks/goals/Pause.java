package dev.handaxe.benchmarks.goals;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits. No state. */
final class Pause {
    private static final Duration LOOK = Duration.ofMillis(2);

    private Pause() {}

    /**
     * Waits that long.
     *
     * @throws HandaxeException with {@link Code#INTERRUPTED}
     */
    static void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "interrupted", e);
        }
    }

    /**
     * Waits until that is so.
     *
     * @throws HandaxeException with {@link Code#WORKER_START} if it is not so in time
     */
    static void until(BooleanSupplier condition, Duration patience, String what) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new HandaxeException(
                        Code.WORKER_START, what + " within " + patience.toSeconds() + " s");
            }
            of(LOOK);
        }
    }
}
