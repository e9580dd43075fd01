package dev.handaxe.optimizer;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;

/** Runs guest code; {@code sandbox::call} is one. Thread-safe. */
@FunctionalInterface
public interface FunctionRunner {
    /** Runs one invocation with the functions of the set defined, and says how it ended. */
    Outcome call(FunctionSet functions, Invocation invocation, ExecutionPolicy policy);
}
