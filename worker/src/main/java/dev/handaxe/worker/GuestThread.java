package dev.handaxe.worker;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;

/**
 * The thread that guest code runs on, with a stack of its own size. It runs one call after the
 * other, so that the calls of a session pay for a thread once. The lane ends it.
 *
 * <p>Thread-safe.
 */
final class GuestThread {
    /** An empty one ends the thread. */
    private final BlockingQueue<Optional<Runnable>> calls = new LinkedTransferQueue<>();

    private final Thread thread;

    private GuestThread(long stackBytes) {
        thread = new Thread(null, this::runCalls, "guest", stackBytes);
        thread.setDaemon(true);
    }

    static GuestThread start(long stackBytes) {
        GuestThread guest = new GuestThread(stackBytes);
        guest.thread.start();
        return guest;
    }

    /** Runs that next. */
    void run(Runnable call) {
        calls.add(Optional.of(call));
    }

    /** The thread's id, for what the JVM measures. */
    long id() {
        return thread.threadId();
    }

    /** Ends the thread and waits until it has ended; only after the last call is done. */
    void end() throws InterruptedException {
        calls.add(Optional.empty());
        thread.join();
    }

    private void runCalls() {
        Optional<Runnable> call = next();
        while (call.isPresent()) {
            call.get().run();
            call = next();
        }
    }

    /** An interrupt is meant for a call, so one that comes late is for nobody. */
    private Optional<Runnable> next() {
        while (true) {
            try {
                Optional<Runnable> call = calls.take();
                Thread.interrupted();
                return call;
            } catch (InterruptedException e) {
                // and the queue is waited for again
            }
        }
    }
}
