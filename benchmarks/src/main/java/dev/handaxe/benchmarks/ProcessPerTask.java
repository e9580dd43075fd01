package dev.handaxe.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs a data set's reference solutions with CPython, one process for each task, as the data sets'
 * own harnesses do: the measure that the sandbox is compared with. It has no protection at all, so
 * it runs reference solutions and never samples.
 *
 * <pre>{@code
 * Optional<ProcessPerTask.Result> cpython = ProcessPerTask.run("humaneval", data, 2, Duration.ofSeconds(3));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ProcessPerTask {
    private static final String PYTHON = "python3";

    /** Only a program that comes to its last line leaves with this code. */
    private static final int REACHED_THE_END = 77;

    private final Path folder;
    private final Duration timeout;

    private ProcessPerTask(Path folder, Duration timeout) {
        this.folder = folder;
        this.timeout = timeout;
    }

    /**
     * What came of it.
     *
     * @param python the interpreter's version
     * @param seconds from the first process to the last verdict
     */
    public record Result(String python, long tasks, long passed, double seconds) {
        /** Rejects null. */
        public Result {
            Objects.requireNonNull(python);
        }
    }

    /**
     * The sandbox and CPython on the same tasks, one after the other on the same host.
     *
     * @param parallel how many calls and how many processes ran at once
     * @param cpython empty if this host has no {@code python3}
     */
    public record Comparison(int parallel, EvaluationResult sandbox, Optional<Result> cpython) {
        /** Rejects nulls. */
        public Comparison {
            Objects.requireNonNull(sandbox);
            Objects.requireNonNull(cpython);
        }

        /** One compact JSON object, as {@code handaxe bench compare --json} prints it. */
        public String json() {
            ObjectNode json = RecordReader.JSON.createObjectNode();
            json.put("dataset", sandbox.dataSet());
            json.put("tasks", sandbox.counts().tasks());
            json.put("parallel", parallel);
            ArrayNode passes = json.putObject("sandbox").putArray("passes");
            for (EvaluationResult.Pass pass : sandbox.passes()) {
                passes.addObject()
                        .put("seconds", EvaluationResult.rounded(pass.seconds()))
                        .put("passed", pass.passed());
            }
            cpython.ifPresentOrElse(
                    result ->
                            json.putObject("cpython_process_per_task")
                                    .put("python", result.python())
                                    .put("seconds", EvaluationResult.rounded(result.seconds()))
                                    .put("passed", result.passed()),
                    () -> json.putNull("cpython_process_per_task"));
            return json.toString();
        }
    }

    /**
     * Runs the reference solutions in the sandbox, then with CPython, as many at once.
     *
     * @param options without samples: CPython runs none; graded {@link Grading#TOGETHER}, so that
     *     both run the same programs
     * @param timeout of each CPython process
     * @throws HandaxeException as {@link Evaluation#run} and {@link #run}
     */
    public static Comparison compare(
            EvaluationOptions options, Sandbox sandbox, Progress progress, Duration timeout) {
        if (options.samples().isPresent()) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "the comparison runs reference solutions: CPython would run samples without"
                            + " any protection");
        }
        if (options.grading() != Grading.TOGETHER) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "the comparison runs samples together with their tests");
        }
        programs(options.dataSet(), options.data());
        EvaluationResult result = Evaluation.run(options, sandbox, progress);
        return new Comparison(
                options.workers(),
                result,
                run(options.dataSet(), options.data(), options.workers(), timeout));
    }

    /**
     * Runs them all; empty if this host has no {@code python3}.
     *
     * @param dataSet a data set whose solutions are programs: {@code humaneval} or {@code mbpp}
     * @param parallel how many processes run at once
     * @param timeout of each process
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the data is malformed or has no
     *     programs
     */
    public static Optional<Result> run(String dataSet, Path data, int parallel, Duration timeout) {
        List<String> programs = programs(dataSet, data);
        Optional<String> version = version();
        if (version.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path folder = Files.createTempDirectory("handaxe-process-per-task");
            try {
                return Optional.of(
                        new ProcessPerTask(folder, timeout).all(version.get(), programs, parallel));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.IO, "cannot make a working folder: " + e.getMessage(), e);
        }
    }

    private static List<String> programs(String dataSet, Path data) {
        List<String> programs = new ArrayList<>();
        for (CodeTask task : CodeTasks.load(dataSet, data).values()) {
            if (!(task.attemptReference(Grading.TOGETHER)
                    instanceof Attempt.Program(String source))) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "'" + dataSet + "' has no programs to run process by process");
            }
            programs.add(source + "\nraise SystemExit(" + REACHED_THE_END + ")\n");
        }
        return programs;
    }

    private Result all(String version, List<String> programs, int parallel) {
        long[] passed = {0};
        long start = System.nanoTime();
        Iterator<Integer> numbers = IntStream.range(0, programs.size()).iterator();
        new OrderedRuns<Integer, Boolean>(parallel, number -> passes(number, programs.get(number)))
                .run(numbers, ended -> {}, pass -> passed[0] += pass ? 1 : 0);
        return new Result(version, programs.size(), passed[0], (System.nanoTime() - start) / 1e9);
    }

    private boolean passes(int number, String program) {
        Path file = folder.resolve("task" + number + ".py");
        try {
            Files.writeString(file, program, StandardCharsets.UTF_8);
            Process process = start(file.toString());
            try {
                return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        && process.exitValue() == REACHED_THE_END;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "cannot run " + PYTHON + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "interrupted", e);
        }
    }

    private Process start(String file) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(PYTHON, "-I", file);
        builder.directory(folder.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private static Optional<String> version() {
        try {
            Process process =
                    new ProcessBuilder(
                                    PYTHON, "-I", "-c", "import sys; print(sys.version.split()[0])")
                            .redirectErrorStream(true)
                            .start();
            try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
                String line = reader.readLine();
                return process.waitFor() == 0 && line != null
                        ? Optional.of(line)
                        : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "interrupted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
