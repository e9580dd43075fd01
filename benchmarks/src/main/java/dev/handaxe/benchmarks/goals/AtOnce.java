package dev.handaxe.benchmarks.goals;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does things at once, each on a thread of its own. No state. */
final class AtOnce {
    private AtOnce() {}

    /**
     * Does them, and returns what came of each, in order.
     *
     * @throws HandaxeException what one of them threw, or with {@link Code#INTERRUPTED}
     */
    static <T> List<T> all(List<Callable<T>> tasks) {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(tasks)) {
                results.add(each.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof HandaxeException own
                    ? own
                    : new IllegalStateException("a measurement failed", e.getCause());
        }
    }
}
