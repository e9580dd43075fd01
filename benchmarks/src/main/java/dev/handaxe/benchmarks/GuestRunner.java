package dev.handaxe.benchmarks;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;

/**
 * Runs guest code: {@code sandbox::call} in earnest.
 *
 * <p>Thread-safe: an evaluation calls it from several threads at once.
 */
@FunctionalInterface
public interface GuestRunner {

    /**
     * Runs one invocation to its outcome.
     *
     * @throws dev.handaxe.runtime.HandaxeException if the host cannot
     */
    Outcome call(FunctionSet functions, Invocation invocation, ExecutionPolicy policy);
}
