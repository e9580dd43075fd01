package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts processes from one thread that lives as long as they do. The kernel kills a process that
 * asked to die with its parent when the <em>thread</em> that started it ends, so a thread per start
 * would kill workers at random.
 *
 * <p>Thread-safe. Closing forbids further starts; the thread ends after the last process.
 */
public final class ProcessStarter implements AutoCloseable {
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("worker-starter").factory());

    private int alive;
    private boolean closed;

    /**
     * Starts a process.
     *
     * @param unwanted what ends it if the caller was interrupted, so that nobody else knows of it
     * @throws IOException if it cannot be started, or this is closed
     */
    Process start(ProcessBuilder builder, Consumer<Process> unwanted)
            throws IOException, InterruptedException {
        begins();
        CompletableFuture<Process> started =
                CompletableFuture.supplyAsync(() -> startNow(builder), thread);
        try {
            return started.get();
        } catch (InterruptedException e) {
            var _ = started.thenAccept(unwanted);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UncheckedIOException cause
                    ? cause.getCause()
                    : new IOException(String.valueOf(e.getCause()), e);
        }
    }

    /** Runs that a little later, or at once if all processes have ended and this is closed. */
    void later(Runnable action, int millis) {
        try {
            var _ = thread.schedule(action, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            action.run();
        }
    }

    private Process startNow(ProcessBuilder builder) {
        boolean started = false;
        try {
            Process process = builder.start();
            var _ = process.onExit().thenRun(this::ended);
            started = true;
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!started) {
                ended();
            }
        }
    }

    private synchronized void begins() throws IOException {
        if (closed) {
            throw new IOException("the sandbox is closed");
        }
        alive++;
    }

    private synchronized void ended() {
        alive--;
        endThread();
    }

    private void endThread() {
        if (closed && alive == 0) {
            thread.shutdown();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        endThread();
    }
}
