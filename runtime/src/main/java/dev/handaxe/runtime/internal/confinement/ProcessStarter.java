package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes from one thread that lives as long as they may. The kernel kills a process that
 * asked to die with its parent when the <em>thread</em> that started it ends, so a thread per start
 * would kill workers at random.
 *
 * <p>Thread-safe. The pool closes it, after it has killed its workers.
 */
public final class ProcessStarter implements AutoCloseable {
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("worker-starter").factory());

    /**
     * Starts a process.
     *
     * @throws IOException if it cannot be started, or this is closed
     */
    Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        CompletableFuture<Process> started;
        try {
            started = CompletableFuture.supplyAsync(() -> startNow(builder), thread);
        } catch (RejectedExecutionException e) {
            throw new IOException("the sandbox is closed", e);
        }
        try {
            return started.get();
        } catch (InterruptedException e) {
            var _ = started.thenAccept(Process::destroyForcibly); // nobody else knows of it
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UncheckedIOException cause
                    ? cause.getCause()
                    : new IOException(String.valueOf(e.getCause()), e);
        }
    }

    /** Runs that a little later, or at once if this is closed. */
    void later(Runnable action, int millis) {
        try {
            var _ = thread.schedule(action, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            action.run();
        }
    }

    private static Process startNow(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
