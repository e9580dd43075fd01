package dev.handaxe.examples;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.List;

/**
 * A function that a model wrote is called, and how it ended is told apart: the example of the
 * README. No state.
 */
public final class CallAFunction {
    private CallAFunction() {}

    /** How the call ended. */
    public static String run() {
        // example starts
        var source = "def half(n):\n    return n / 2\n";
        var functions = FunctionSet.of(List.of(FunctionDefinition.builder("half", source).build()));
        try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults())) {
            var call = Invocation.call("half", PythonValue.of(7));
            return switch (sandbox.call(functions, call, ExecutionPolicy.untrusted())) {
                case Outcome.Returned returned -> "it returned " + returned.value();
                case Outcome.LimitExceeded over -> "stopped by " + over.breach().limit();
                case Outcome other -> "it did not return: " + other.kind();
            };
        }
        // example ends
    }
}
