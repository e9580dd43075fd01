package dev.handaxe.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ctrl-C: interrupts the command's thread and gives it a while to keep what was done and to say how
 * to go on. The JVM then ends with 130 by itself (143 for SIGTERM).
 *
 * <p>Thread-safe.
 */
final class Interruption {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private enum State {
        RUNNING,
        INTERRUPTED,
        FINISHED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final CountDownLatch done = new CountDownLatch(1);

    private Interruption() {}

    /** Watches for the end of the JVM while that thread runs a command. */
    static Interruption install(Thread command) {
        Interruption interruption = new Interruption();
        Thread hook = new Thread(() -> interruption.interrupt(command), "handaxe-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return interruption;
    }

    private void interrupt(Thread command) {
        if (!state.compareAndSet(State.RUNNING, State.INTERRUPTED)) {
            return;
        }
        command.interrupt();
        try {
            var _ = done.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended. */
    void finish() {
        state.compareAndSet(State.RUNNING, State.FINISHED);
        done.countDown();
    }

    /** Whether the JVM is already ending: it must not be asked to end again from this thread. */
    boolean happened() {
        return state.get() == State.INTERRUPTED;
    }
}
