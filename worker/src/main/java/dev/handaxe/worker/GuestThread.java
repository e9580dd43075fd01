package dev.handaxe.worker;

import dev.handaxe.runtime.protocol.BriefWait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedTransferQueue;
import java.util.function.Supplier;

/**
 * The thread that guest code runs on, with a stack of its own size. It runs one call after the
 * other, so that the calls of a session pay for a thread once. The lane ends it. Threads that guest
 * code creates in a context that was made on this thread are in its group.
 *
 * <p>Thread-safe.
 */
final class GuestThread {
    /** An empty one ends the thread. */
    private final BlockingQueue<Optional<Runnable>> calls = new LinkedTransferQueue<>();

    private final ThreadGroup group;
    private final Thread thread;

    private GuestThread(long stackBytes) {
        group = new ThreadGroup("guest");
        thread = new Thread(group, this::runCalls, "guest", stackBytes);
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

    /** Runs that next, and waits for what comes of it. */
    <T> T ask(Supplier<T> call) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        run(() -> answer.completeAsync(call, Runnable::run));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * The threads of guest code in its group, besides itself. The polyglot layer makes those of a
     * class of its own; plain ones in the group are GraalPy's own helpers, which live as long as
     * the context.
     */
    List<Thread> others() {
        Thread[] found = new Thread[group.activeCount() + 64];
        int count = group.enumerate(found, true);
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (found[i] != thread && found[i].getClass() != Thread.class) {
                others.add(found[i]);
            }
        }
        return others;
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
                Optional<Runnable> soon = BriefWait.poll(calls);
                Optional<Runnable> call = soon == null ? calls.take() : soon;
                Thread.interrupted();
                return call;
            } catch (InterruptedException e) {
                // and the queue is waited for again
            }
        }
    }
}
