package dev.handaxe.benchmarks;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does work on several platform threads at once and hands the results on in the order of the work.
 * Only a window of it is held at a time. The first failure ends the whole.
 *
 * <p>Confined to one thread, which calls {@link #run}.
 */
final class OrderedRuns<S, R> {
    private static final int WINDOW_PER_WORKER = 16;
    private static final int MIN_WINDOW = 64;

    private final int workers;
    private final Function<S, R> work;
    private final BlockingQueue<Done<R>> finished = new LinkedBlockingQueue<>();

    private record Done<R>(long index, @Nullable R result, @Nullable Throwable failure) {}

    OrderedRuns(int workers, Function<S, R> work) {
        this.workers = workers;
        this.work = work;
    }

    /**
     * Works through all of it.
     *
     * @param ended hears of each result when it is there
     * @param inOrder gets each result when all before it were handed on
     * @throws HandaxeException with {@link Code#INTERRUPTED} if this thread is interrupted, and
     *     whatever the work throws
     */
    void run(Iterator<S> items, Consumer<R> ended, Consumer<R> inOrder) {
        ExecutorService threads =
                Executors.newFixedThreadPool(
                        workers,
                        Thread.ofPlatform().daemon().name("handaxe-evaluation-", 1).factory());
        try {
            drain(threads, items, ended, inOrder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "the evaluation was interrupted", e);
        } finally {
            stop(threads);
        }
    }

    private void drain(
            ExecutorService threads, Iterator<S> items, Consumer<R> ended, Consumer<R> inOrder)
            throws InterruptedException {
        int window = Math.max(MIN_WINDOW, workers * WINDOW_PER_WORKER);
        Map<Long, R> waiting = new HashMap<>();
        long submitted = 0;
        long handedOn = 0;
        while (true) {
            while (submitted - handedOn < window && items.hasNext()) {
                long index = submitted++;
                S item = items.next();
                threads.execute(() -> finished.add(perform(index, item)));
            }
            if (handedOn == submitted) {
                return;
            }
            Done<R> done = finished.take();
            R result = resultOf(done);
            ended.accept(result);
            waiting.put(done.index(), result);
            for (R next = waiting.remove(handedOn); next != null; next = waiting.remove(handedOn)) {
                inOrder.accept(next);
                handedOn++;
            }
        }
    }

    private Done<R> perform(long index, S item) {
        try {
            return new Done<>(index, work.apply(item), null);
        } catch (Throwable e) { // handed to the thread that waits, which throws it
            return new Done<>(index, null, e);
        }
    }

    private R resultOf(Done<R> done) {
        R result = done.result();
        if (result != null) {
            return result;
        }
        switch (done.failure()) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> throw new IllegalStateException("no result", done.failure());
        }
    }

    private static void stop(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
