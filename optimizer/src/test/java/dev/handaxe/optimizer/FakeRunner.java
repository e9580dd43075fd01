package dev.handaxe.optimizer;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Stands in for the sandbox in unit tests: what a function does is looked up by a piece of its
 * source, in the set that the call came with. Thread-safe once it is set up.
 */
final class FakeRunner implements FunctionRunner {
    private final Map<String, Function<Map<String, PythonValue>, Outcome>> bySource =
            new LinkedHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    FakeRunner when(String source, Function<Map<String, PythonValue>, Outcome> does) {
        bySource.put(source, does);
        return this;
    }

    /** Calls of functions and programs; trials of code are not counted. */
    int calls() {
        return calls.get();
    }

    @Override
    public Outcome call(FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {
        return switch (invocation) {
            case Invocation.Program program ->
                    program.source().contains("inspect.signature")
                            ? probe(functions)
                            : run(program.source(), Map.of());
            case Invocation.Call call ->
                    functions
                            .find(call.function())
                            .map(function -> run(function.source(), call.named()))
                            .orElseGet(() -> new Outcome.Rejected("no such function", report("")));
        };
    }

    private static Outcome probe(FunctionSet functions) {
        FunctionDefinition newest = functions.functions().getLast();
        for (FunctionDefinition function : functions.functions()) {
            if (!function.source().contains("def " + function.name() + "(")) {
                return raised("NameError", "the code does not define " + function.name(), 4, "x");
            }
        }
        return newest.source().contains("syntax error")
                ? new Outcome.Rejected("SyntaxError: invalid syntax at line 1", report(""))
                : returned(PythonValue.none());
    }

    private Outcome run(String source, Map<String, PythonValue> arguments) {
        calls.incrementAndGet();
        return bySource.entrySet().stream()
                .filter(entry -> source.contains(entry.getKey()))
                .findFirst()
                .map(entry -> entry.getValue().apply(arguments))
                .orElseGet(() -> raised("NameError", "nothing known of " + source, 1, source));
    }

    static Outcome returned(PythonValue value) {
        return new Outcome.Returned(value, false, report(""));
    }

    static Outcome printed(String text) {
        return new Outcome.Returned(PythonValue.none(), false, report(text));
    }

    static Outcome raised(String type, String message, int line, String source) {
        return new Outcome.Raised(
                new GuestError(type, message, List.of(new GuestError.Frame(line, "f", source))),
                report(""));
    }

    static Outcome limit(long used, Duration overrun) {
        return new Outcome.LimitExceeded(
                new Outcome.Breach(
                        LimitName.CPU_MS,
                        2000,
                        used,
                        Outcome.Stage.SOFT,
                        overrun,
                        OptionalInt.of(3)),
                report(""));
    }

    static Outcome lost() {
        return new Outcome.Lost("the worker died", report(""));
    }

    private static Outcome.Report report(String stdout) {
        return new Outcome.Report("1", stdout, "", "none", Outcome.Metrics.NONE);
    }
}
