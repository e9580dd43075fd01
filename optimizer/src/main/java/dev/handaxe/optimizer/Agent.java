package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;

/** Tries to solve tasks with a set of functions. Thread-safe. */
@FunctionalInterface
interface Agent {
    /** One attempt. What the model or the guest code does wrong is in the result, not thrown. */
    Rollout solve(Task task, FunctionSet functions, RolloutId id);
}
