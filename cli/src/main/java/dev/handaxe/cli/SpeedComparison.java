package dev.handaxe.cli;

import dev.handaxe.benchmarks.Evaluation;
import dev.handaxe.benchmarks.EvaluationOptions;
import dev.handaxe.benchmarks.EvaluationResult;
import dev.handaxe.benchmarks.Grading;
import dev.handaxe.benchmarks.ProcessPerTask;
import dev.handaxe.policy.ExecutionPolicy;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Speed on this host: one call in a sandbox that was just opened, calls in one that is warm, and
 * HumanEval's solutions beside CPython with a process for each.
 *
 * <p>Immutable.
 *
 * @param coldMillis from opening a sandbox to the first outcome
 * @param warmMillis median of the calls that follow
 * @param cpython empty where no data was given, or the host has no python3
 */
record SpeedComparison(
        double coldMillis,
        double warmMillis,
        Optional<EvaluationResult> humanEval,
        Optional<ProcessPerTask.Result> cpython) {
    private static final int WARM_CALLS = 50;
    private static final Duration CPYTHON_TIMEOUT = Duration.ofSeconds(30);
    private static final FunctionSet PLUS =
            FunctionSet.of(
                    List.of(
                            FunctionDefinition.builder(
                                            "plus", "def plus(a, b):\n    return a + b\n")
                                    .build()));

    /**
     * Measures.
     *
     * @throws HandaxeException if the host cannot run workers, or a call went wrong
     */
    static SpeedComparison measure(@Nullable Path data, int workers, ProgressDisplay progress) {
        double cold;
        double warm;
        progress.say("cold start and warm calls");
        long start = System.nanoTime();
        try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1))) {
            call(sandbox);
            cold = (System.nanoTime() - start) / 1e6;
            warm = median(sandbox);
        }
        if (data == null) {
            return new SpeedComparison(cold, warm, Optional.empty(), Optional.empty());
        }
        progress.say("HumanEval with CPython, process by process");
        Optional<ProcessPerTask.Result> cpython =
                ProcessPerTask.run("humaneval", data, workers, CPYTHON_TIMEOUT);
        try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(workers))) {
            EvaluationOptions options =
                    EvaluationOptions.builder("humaneval", data)
                            .grading(Grading.TOGETHER)
                            .workers(workers)
                            .passes(2)
                            .build();
            EvaluationResult result =
                    Evaluation.run(options, sandbox, new EvaluationProgress(progress));
            return new SpeedComparison(cold, warm, Optional.of(result), cpython);
        }
    }

    private static void call(Sandbox sandbox) {
        Outcome outcome =
                sandbox.call(
                        PLUS,
                        Invocation.call("plus", PythonValue.of(2), PythonValue.of(3)),
                        ExecutionPolicy.untrusted());
        if (!outcome.returnedValue().equals(Optional.of(PythonValue.of(5)))) {
            throw new HandaxeException(
                    Code.WORKER_START, "2 + 3 did not return 5 but " + outcome.kind());
        }
    }

    private static double median(Sandbox sandbox) {
        double[] millis = new double[WARM_CALLS];
        for (int i = 0; i < WARM_CALLS; i++) {
            long start = System.nanoTime();
            call(sandbox);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[WARM_CALLS / 2];
    }

    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("cold_start_ms", rounded(coldMillis));
        object.put("warm_call_ms", rounded(warmMillis));
        object.put("humaneval", humanEval.map(result -> new Json.Raw(result.json())));
        object.put("cpython_process_per_task", cpython.map(SpeedComparison::object));
        return object;
    }

    private static Map<String, Object> object(ProcessPerTask.Result result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("python", result.python());
        object.put("tasks", result.tasks());
        object.put("passed", result.passed());
        object.put("seconds", rounded(result.seconds()));
        return object;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    void print(PrintStream out) {
        line(out, "cold start to first outcome", coldMillis, "ms");
        line(out, "warm call, median", warmMillis, "ms");
        humanEval.ifPresent(
                result -> {
                    line(out, "HumanEval, first pass", result.passes().getFirst().seconds(), "s");
                    line(out, "HumanEval, second pass", result.seconds(), "s");
                });
        cpython.ifPresent(
                peer ->
                        line(
                                out,
                                "CPython %s, process per task".formatted(peer.python()),
                                peer.seconds(),
                                "s"));
    }

    private static void line(PrintStream out, String what, double value, String unit) {
        out.println(String.format(Locale.ROOT, "%-36s %9.2f %s", what, value, unit));
    }
}
