package dev.handaxe.cli;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What tracing costs on this host: CPU time of the guest's thread for a call-heavy and a loop-heavy
 * function, and for one that raises beside one that catches the same exception, in each mode. The
 * modes take turns, so that a busy host slows all alike.
 *
 * <p>Immutable.
 */
record TraceCost(List<Row> rows) {
    private static final int WARM_CALLS = 5;
    private static final int CALLS = 21;

    /** What runs: a function, and the number it is called with. */
    private record Load(String name, long argument, String source) {}

    private static final List<Load> LOADS =
            List.of(
                    new Load(
                            "calls",
                            20,
                            """
                            def calls(n):
                                if n < 2:
                                    return n
                                return calls(n - 1) + calls(n - 2)
                            """),
                    new Load(
                            "loop",
                            60_000,
                            """
                            def loop(n):
                                total = 0
                                recent = []
                                for i in range(n):
                                    total = total + i * 2
                                    if i % 3 == 0:
                                        total -= 1
                                    recent.append(i)
                                    if len(recent) > 20:
                                        recent = []
                                return total
                            """),
                    new Load(
                            "catches",
                            5,
                            """
                            def mean(xs, left_out):
                                total = sum(xs)
                                return total / (len(xs) - left_out)

                            def catches(n):
                                xs = list(range(n))
                                note = {'n': n, 'text': 'some text'}
                                try:
                                    return mean(xs, n)
                                except ZeroDivisionError:
                                    return None
                            """),
                    new Load(
                            "raises",
                            5,
                            """
                            def mean(xs, left_out):
                                total = sum(xs)
                                return total / (len(xs) - left_out)

                            def raises(n):
                                xs = list(range(n))
                                note = {'n': n, 'text': 'some text'}
                                return mean(xs, n)
                            """));

    /**
     * One function in one mode.
     *
     * @param millis median CPU time of a call
     * @param ratio to the same function without a trace
     */
    record Row(String function, TraceMode mode, double millis, double ratio) {}

    /**
     * Measures.
     *
     * @throws HandaxeException if the host cannot run workers, or a call went wrong
     */
    static TraceCost measure(ProgressDisplay progress) {
        List<Row> rows = new ArrayList<>();
        SandboxOptions one = SandboxOptions.defaults().withWorkers(1).withSpares(0);
        try (Sandbox sandbox = Sandbox.open(one)) {
            for (Load load : LOADS) {
                progress.say("tracing '" + load.name() + "'");
                Map<TraceMode, Double> medians = medians(sandbox, load);
                double off = medians.getOrDefault(TraceMode.OFF, Double.NaN);
                medians.forEach(
                        (mode, millis) ->
                                rows.add(new Row(load.name(), mode, millis, millis / off)));
            }
        }
        return new TraceCost(List.copyOf(rows));
    }

    private static Map<TraceMode, Double> medians(Sandbox sandbox, Load load) {
        Map<TraceMode, double[]> samples = new EnumMap<>(TraceMode.class);
        for (int i = -WARM_CALLS; i < CALLS; i++) {
            for (TraceMode mode : TraceMode.values()) {
                double millis = call(sandbox, load, mode);
                if (i >= 0) {
                    samples.computeIfAbsent(mode, m -> new double[CALLS])[i] = millis;
                }
            }
        }
        Map<TraceMode, Double> medians = new EnumMap<>(TraceMode.class);
        samples.forEach(
                (mode, millis) -> {
                    Arrays.sort(millis);
                    medians.put(mode, millis[CALLS / 2]);
                });
        return medians;
    }

    private static double call(Sandbox sandbox, Load load, TraceMode mode) {
        Outcome outcome =
                sandbox.call(
                        FunctionSet.of(
                                List.of(
                                        FunctionDefinition.builder(load.name(), load.source())
                                                .build())),
                        Invocation.call(load.name(), PythonValue.of(load.argument())),
                        ExecutionPolicy.evaluation().toBuilder().trace(mode).build());
        if (!(outcome instanceof Outcome.Returned) && !(outcome instanceof Outcome.Raised)) {
            throw new HandaxeException(
                    Code.WORKER_START, load.name() + " ended as " + outcome.kind());
        }
        return outcome.report().metrics().cpu().toNanos() / 1e6;
    }

    Map<String, Object> object() {
        return Map.of("cpu_ms", rows.stream().map(TraceCost::object).toList());
    }

    private static Map<String, Object> object(Row row) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("function", row.function());
        object.put("trace", row.mode().key());
        object.put("median", Math.round(row.millis() * 1000) / 1000.0);
        object.put("ratio", Math.round(row.ratio() * 100) / 100.0);
        return object;
    }

    void print(PrintStream out) {
        for (Row row : rows) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%-8s trace %-6s %9.3f ms CPU  x %.2f",
                            row.function(),
                            row.mode().key(),
                            row.millis(),
                            row.ratio()));
        }
    }
}
