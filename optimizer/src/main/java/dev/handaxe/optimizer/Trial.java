package dev.handaxe.optimizer;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;

/**
 * Runs code to see whether it works. A worker that dies is no fault of the code: a lost run is
 * tried once more.
 *
 * <p>Thread-safe.
 */
record Trial(FunctionRunner runner, ExecutionPolicy policy) {

    /**
     * How the run ended.
     *
     * @throws HandaxeException with {@link Code#INTERRUPTED} if this thread was interrupted
     */
    Outcome run(FunctionSet functions, Invocation invocation) {
        Outcome outcome = runner.call(functions, invocation, policy);
        if (outcome instanceof Outcome.Lost) {
            if (Thread.currentThread().isInterrupted()) {
                throw new HandaxeException(Code.INTERRUPTED, "a trial of code was interrupted");
            }
            outcome = runner.call(functions, invocation, policy);
        }
        return outcome;
    }
}
