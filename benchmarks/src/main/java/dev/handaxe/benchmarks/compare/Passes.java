package dev.handaxe.benchmarks.compare;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Runs programs on some threads, each taking the next. No state. */
final class Passes {
    private Passes() {}

    /**
     * How many pass.
     *
     * @param parallel how many run at once
     * @throws HandaxeException with {@link Code#INTERRUPTED} if the thread is interrupted, and
     *     whatever a program's run throws
     */
    static long count(int parallel, List<String> programs, Predicate<String> passes) {
        try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
            List<Future<Boolean>> runs = new ArrayList<>();
            for (String program : programs) {
                runs.add(threads.submit(() -> passes.test(program)));
            }
            long passed = 0;
            try {
                for (Future<Boolean> run : runs) {
                    passed += run.get() ? 1 : 0;
                }
                return passed;
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new HandaxeException(Code.INTERRUPTED, "interrupted", e);
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw e.getCause() instanceof HandaxeException own
                        ? own
                        : new IllegalStateException("a run failed", e.getCause());
            }
        }
    }
}
