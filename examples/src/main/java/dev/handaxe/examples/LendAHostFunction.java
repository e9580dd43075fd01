package dev.handaxe.examples;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HostFunction;
import dev.handaxe.runtime.HostFunctionException;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program calls a function of the host, within a budget: the second example of docs/embedding.md.
 * No state.
 */
public final class LendAHostFunction {
    private LendAHostFunction() {}

    /** What the program printed. */
    public static String run() {
        // example starts
        Map<PythonValue, PythonValue> prices = Map.of(PythonValue.of("tea"), PythonValue.of(3));
        HostFunction price =
                HostFunction.builder(
                                "price",
                                call -> {
                                    PythonValue found = prices.get(call.named().get("item"));
                                    if (found == null) {
                                        throw new HostFunctionException("there is no such item");
                                    }
                                    return found;
                                })
                        .parameters(ParameterSchema.parse("{\"item\": {\"type\": \"string\"}}"))
                        .budget(new HostFunction.Budget(10, Duration.ofSeconds(1), 1 << 20))
                        .build();
        ExecutionPolicy plain = ExecutionPolicy.untrusted();
        ExecutionPolicy policy = plain.with(plain.grants().withHostFunctions(List.of("price")));
        SandboxOptions options = SandboxOptions.defaults().withHostFunctions(List.of(price));
        try (Sandbox sandbox = Sandbox.open(options)) {
            Invocation program = Invocation.program("print(2 * price('tea'))");
            return sandbox.call(FunctionSet.empty(), program, policy).report().stdout();
        }
        // example ends
    }
}
