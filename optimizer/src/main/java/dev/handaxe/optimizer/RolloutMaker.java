package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;

/** Makes rollouts: attempts of an agent, graded. Thread-safe. */
@FunctionalInterface
interface RolloutMaker {
    /**
     * One attempt. What the model or the guest code does wrong is in the result, not thrown.
     *
     * @throws BudgetExceeded if the budget ended it
     */
    Rollout solve(Task task, FunctionSet functions, RolloutId id);
}
