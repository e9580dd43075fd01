package dev.handaxe.benchmarks;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Waits for what another thread does; a fault there is a fault here. */
final class Awaited {
    private Awaited() {}

    /**
     * What came out.
     *
     * @throws HandaxeException as the task ended, or with {@link Code#INTERRUPTED} if this thread
     *     is interrupted
     * @throws IllegalStateException if the task ended with another exception
     */
    static <T> T of(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof HandaxeException known
                    ? known
                    : new IllegalStateException(e.getCause());
        }
    }

    /** The fault of a thread that was interrupted, which it stays. */
    static HandaxeException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new HandaxeException(Code.INTERRUPTED, "interrupted", e);
    }
}
