package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rolls the agent out on tasks, several at a time. The result is in the order of the tasks,
 * whatever order they end in. A rollout that the ledger has is not made again.
 *
 * <p>Thread-safe.
 */
final class Evaluator {
    private final RolloutMaker agent;
    private final Ledger ledger;
    private final TrainingOptions options;
    private final TrainingListener listener;

    Evaluator(
            RolloutMaker agent, Ledger ledger, TrainingOptions options, TrainingListener listener) {
        this.agent = agent;
        this.ledger = ledger;
        this.options = options;
        this.listener = listener;
    }

    /**
     * The set's rollouts on those tasks.
     *
     * @param split names the tasks in labels: {@code train}, {@code validation}, {@code test}
     * @param repeats rollouts of each task; those that were made before are not made again
     * @param phase names the evaluation for the listener
     * @throws BudgetExceeded if the budget ended it
     * @throws HandaxeException if the model or the host failed, or with {@link Code#INTERRUPTED};
     *     the rollouts that were done are in the ledger
     */
    Evaluation evaluate(
            FunctionSet functions, String split, List<Task> tasks, int repeats, String phase) {
        List<Supplier<Rollout>> work = new ArrayList<>();
        for (Task task : tasks) {
            for (int repeat = 1; repeat <= repeats; repeat++) {
                var id = new RolloutId(functions.hash(), split, task.id(), repeat);
                work.add(() -> rollout(task, functions, id));
            }
        }
        listener.phaseStarted(phase, work.size());
        if (work.isEmpty()) {
            return new Evaluation(functions, List.of());
        }
        return new Evaluation(functions, inParallel(work, phase));
    }

    /** The agent hears what a set that is kept did in training. */
    void kept(Evaluation training) {
        agent.kept(training.rollouts());
    }

    private Rollout rollout(Task task, FunctionSet functions, RolloutId id) {
        try {
            return Rollout.read(
                    ledger.remember(
                            "rollout", id.key(), () -> agent.solve(task, functions, id).node()));
        } catch (Json.Malformed e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "the ledger's rollout " + id.key() + " is corrupt", e);
        }
    }

    private List<Rollout> inParallel(List<Supplier<Rollout>> work, String phase) {
        ExecutorService executor =
                Executors.newFixedThreadPool(
                        Math.min(options.concurrency(), work.size()),
                        Thread.ofVirtual().name("rollout-", 1).factory());
        try {
            return collect(executor, work, phase);
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "interrupted during " + phase, e);
        } finally {
            executor.shutdown();
            awaitEnd(executor);
        }
    }

    /** After the first fault no further rollout begins; those under way end, and are kept. */
    private List<Rollout> collect(
            ExecutorService executor, List<Supplier<Rollout>> work, String phase)
            throws InterruptedException {
        CompletionService<Rollout> done = new ExecutorCompletionService<>(executor);
        AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();
        List<Future<Rollout>> inOrder =
                work.stream().map(todo -> done.submit(() -> unlessFaulty(todo, fault))).toList();
        double sum = 0;
        for (int count = 1; count <= work.size(); count++) {
            try {
                sum += done.take().get().verdict().score();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(e.getCause());
            }
            listener.scored(phase, sum / count);
            listener.rolloutDone(phase, count, work.size());
        }
        return inOrder.stream().map(Future::resultNow).toList();
    }

    private static Rollout unlessFaulty(
            Supplier<Rollout> todo, AtomicReference<@Nullable RuntimeException> fault) {
        RuntimeException before = fault.get();
        if (before != null) {
            throw before;
        }
        try {
            return todo.get();
        } catch (RuntimeException e) {
            fault.compareAndSet(null, e);
            throw e;
        }
    }

    /** Nothing may write to the ledger after a fault was reported. */
    private static void awaitEnd(ExecutorService executor) {
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
                executor.shutdownNow();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
