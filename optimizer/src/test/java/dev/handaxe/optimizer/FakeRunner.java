package dev.handaxe.optimizer;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyStr;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    /** Calls of functions and programs; those that only look at code are not counted. */
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
            case Invocation.Call call when call.function().equals("scan") -> scan(call.named());
            case Invocation.Call call when call.function().equals("rename") ->
                    renamed(call.named());
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

    /** As scan.py finds it, for sources as simple as those of tests. */
    private static Outcome scan(Map<String, PythonValue> arguments) {
        String source = text(arguments.get("source"));
        Map<String, PythonValue> found = new LinkedHashMap<>();
        if (source.contains("syntax error")) {
            found.put("syntax", list(PythonValue.of(1), PythonValue.of("SyntaxError: invalid")));
        }
        String known = PythonJson.write(Objects.requireNonNull(arguments.get("rules")));
        List<PythonValue> missing =
                Pattern.compile("(?<!def )\\b([a-z]\\w*)\\(")
                        .matcher(source)
                        .results()
                        .map(call -> call.group(1))
                        .filter(name -> !known.contains('"' + name + '"'))
                        .filter(name -> !source.contains("def " + name + "("))
                        .map(name -> list(PythonValue.of(1), PythonValue.of(name)))
                        .toList();
        found.put("missing", new PyList(missing));
        return returned(NamedArguments.dict(found));
    }

    private static Outcome renamed(Map<String, PythonValue> arguments) {
        String source =
                text(arguments.get("source"))
                        .replace(text(arguments.get("old")), text(arguments.get("new")));
        return returned(NamedArguments.dict(Map.of("source", PythonValue.of(source))));
    }

    private static PythonValue list(PythonValue... items) {
        return new PyList(List.of(items));
    }

    private static String text(@Nullable PythonValue value) {
        return value instanceof PyStr text ? text.value() : "";
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
