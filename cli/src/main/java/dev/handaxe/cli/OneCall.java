package dev.handaxe.cli;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;

/**
 * One call in a sandbox of its own, with one worker and no spare.
 *
 * <p>Immutable.
 */
record OneCall(FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {

    /**
     * Makes the call.
     *
     * @throws HandaxeException if the host cannot make it, or with {@link Code#INTERRUPTED}
     */
    Outcome make() {
        SandboxOptions one = SandboxOptions.defaults().withWorkers(1).withSpares(0);
        try (Sandbox sandbox = Sandbox.open(one)) {
            Outcome outcome = sandbox.call(functions, invocation, policy);
            if (Thread.interrupted()) {
                throw new HandaxeException(
                        Code.INTERRUPTED, "interrupted: the call was stopped, nothing is kept");
            }
            return outcome;
        }
    }

    /** Makes the call and prints its outcome. */
    ExitCode makeAndPrint(Terminal terminal, boolean json) {
        return print(make(), terminal, json);
    }

    /** Prints the outcome of the call. */
    ExitCode print(Outcome outcome, Terminal terminal, boolean json) {
        if (json) {
            terminal.out().println(OutcomeFormat.json(outcome));
        } else {
            OutcomePrinter.print(outcome, functions, invocation, terminal);
        }
        return ExitCode.of(outcome);
    }
}
