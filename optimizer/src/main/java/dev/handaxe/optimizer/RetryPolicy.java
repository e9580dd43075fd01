package dev.handaxe.optimizer;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * Tries again after faults that pass: exponential waits with full jitter, so that callers which
 * were turned away together do not come back together.
 *
 * <p>Thread-safe.
 *
 * @param attempts in all
 * @param first upper bound of the first wait; each next one is twice as long
 * @param longest upper bound of any wait
 */
record RetryPolicy(
        int attempts, Duration first, Duration longest, Pause pause, RandomGenerator random) {

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    /** Six attempts, waits of up to 1, 2, 4, 8 and 16 s. */
    static RetryPolicy standard() {
        return new RetryPolicy(
                6,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Thread::sleep,
                RandomGenerator.getDefault());
    }

    /**
     * The call's result.
     *
     * @throws BudgetExceeded as the call does
     * @throws HandaxeException with {@link Code#PROVIDER} if the fault does not pass, or with
     *     {@link Code#INTERRUPTED}
     */
    <T> T call(Callable<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.call();
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (BudgetExceeded e) {
                throw e;
            } catch (Exception e) {
                if (Thread.currentThread().isInterrupted() || ProviderFault.isInterrupt(e)) {
                    throw interrupted(e);
                }
                if (!ProviderFault.passes(e) || attempt >= attempts) {
                    throw ProviderFault.asHandaxe(e, attempt);
                }
            }
            try {
                pause.pause(waitAfter(attempt));
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private Duration waitAfter(int attempt) {
        long bound = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
        synchronized (random) {
            return Duration.ofMillis(1 + random.nextLong(Math.max(1, bound)));
        }
    }

    private static HandaxeException interrupted(Exception cause) {
        Thread.currentThread().interrupt();
        return new HandaxeException(Code.INTERRUPTED, "a model call was interrupted", cause);
    }
}
