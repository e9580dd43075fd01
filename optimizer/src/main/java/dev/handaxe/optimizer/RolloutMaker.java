package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import java.util.List;

/** Makes rollouts: attempts of an agent, graded. Thread-safe. */
@FunctionalInterface
interface RolloutMaker {
    /**
     * One attempt. What the model or the guest code does wrong is in the result, not thrown.
     *
     * @throws BudgetExceeded if the budget ended it
     */
    Rollout solve(Task task, FunctionSet functions, RolloutId id);

    /**
     * Hears of the training rollouts of a set that was kept, between evaluations, from the thread
     * that trains.
     */
    default void kept(List<Rollout> training) {}
}
