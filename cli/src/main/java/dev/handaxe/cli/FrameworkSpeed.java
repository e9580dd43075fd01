package dev.handaxe.cli;

import dev.handaxe.optimizer.ModelGateway;
import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Trainer;
import dev.handaxe.optimizer.TrainingListener;
import dev.handaxe.optimizer.TrainingOptions;
import dev.handaxe.optimizer.TrainingResult;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What training itself takes, with models and guest code that take no time: a run with a model
 * without latency, then that run replayed from its own folder.
 *
 * <p>Immutable.
 *
 * @param size of the run
 * @param live of the run that writes down every model call for the first time
 * @param replay of the replay, reading the recording included
 * @param heapBytes the most that a collection left of the heap during a replay, over what was there
 *     before
 * @param disk what it wrote
 */
record FrameworkSpeed(Size size, Taken live, Taken replay, long heapBytes, Disk disk) {
    private static final int FORCES = 200;
    private static final int LINE_BYTES = 2_000;
    private static final int COLLECT_EVERY = 50;

    /** How large the run is. */
    record Size(int tasks, int epochs, int concurrency) {}

    /**
     * Time that was taken.
     *
     * @param cpuSeconds of this process, which a busy host does not stretch
     */
    record Taken(double seconds, double cpuSeconds) {
        static Taken by(Runnable work) {
            double cpu = cpu();
            long start = System.nanoTime();
            work.run();
            return new Taken(FrameworkSpeed.seconds(start), cpu() - cpu);
        }

        private static double cpu() {
            return ProcessHandle.current()
                            .info()
                            .totalCpuDuration()
                            .orElse(Duration.ZERO)
                            .toMillis()
                    / 1000.0;
        }
    }

    /**
     * What goes to the disk.
     *
     * @param ledgerBytes of the run
     * @param forceMillis that forcing one line takes on this host, in the mean
     */
    record Disk(long ledgerBytes, double forceMillis) {}

    /**
     * Measures.
     *
     * @throws HandaxeException with {@link Code#IO} if the temporary folder cannot be written
     */
    static FrameworkSpeed measure(Size size, ProgressDisplay progress) {
        try {
            Path folder = Files.createTempDirectory("handaxe-bench");
            try {
                return measure(size, folder, progress);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "the temporary folder: " + e.getMessage(), e);
        }
    }

    private static FrameworkSpeed measure(Size size, Path folder, ProgressDisplay progress)
            throws IOException {
        progress.say("a run with a model without latency");
        Path live = folder.resolve("live");
        Taken taken =
                Taken.by(
                        () -> {
                            try (ModelGateway gateway =
                                    ModelGateway.live(new InstantModel()).build()) {
                                train(gateway, live, size, TrainingListener.NONE);
                            }
                        });
        progress.say("the run replayed");
        Taken again =
                Taken.by(
                        () ->
                                replay(
                                        live,
                                        folder.resolve("replayed"),
                                        size,
                                        TrainingListener.NONE));
        progress.say("replayed again, with collections to see what is held");
        var heap = new HeapWatch();
        replay(live, folder.resolve("watched"), size, heap);
        return new FrameworkSpeed(
                size,
                taken,
                again,
                heap.most(),
                new Disk(
                        Files.size(live.resolve("ledger.jsonl")),
                        forceMillis(folder.resolve("forced"))));
    }

    private static void replay(Path run, Path folder, Size size, TrainingListener listener) {
        try (ModelGateway gateway = ModelGateway.replay(run)) {
            train(gateway, folder, size, listener);
        }
    }

    private static void train(
            ModelGateway gateway, Path folder, Size size, TrainingListener listener) {
        TrainingResult result =
                new Trainer(gateway, FrameworkSpeed::instant, FrameworkSpeed::grade)
                        .train(
                                RunFolder.create(folder, Map.of()),
                                new Splits(tasks(size.tasks()), List.of(), List.of()),
                                FunctionSet.empty(),
                                TrainingOptions.builder()
                                        .epochs(size.epochs())
                                        .patience(Math.max(1, size.epochs()))
                                        .maxEdits(1)
                                        .subsets(1)
                                        .concurrency(size.concurrency())
                                        .python(TrainingOptions.PythonTool.ABSENT)
                                        .controls(TrainingOptions.ControlMode.OFF)
                                        .credit(TrainingOptions.CreditMode.FREE)
                                        .build(),
                                listener);
        long calls = (2L * size.epochs() + 1) * size.tasks() + size.epochs();
        if (result.usage().calls() != calls) {
            throw new IllegalStateException(
                    "%d model calls, not %d: %s"
                            .formatted(result.usage().calls(), calls, result.ending()));
        }
    }

    /** Guest code without latency: functions give 6, and a look at their code finds nothing. */
    private static Outcome instant(
            FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {
        boolean called =
                invocation instanceof Invocation.Call call
                        && call.function().equals(InstantModel.FUNCTION);
        return new Outcome.Returned(
                called ? PythonValue.of(6) : new PythonValue.PyDict(List.of()),
                false,
                new Outcome.Report("1", "", "", "none", Outcome.Metrics.NONE));
    }

    /** Every second task is solved, so that no epoch is the last before its time. */
    private static Verdict grade(Task task, String message) {
        return task.answer().equals("6") && message.endsWith("6")
                ? Verdict.right("equal")
                : Verdict.wrong("expected " + task.answer());
    }

    private static List<Task> tasks(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        n ->
                                new Task(
                                        "task-" + n,
                                        "Question %d. %s".formatted(n, "What is said. ".repeat(30)),
                                        n % 2 == 0 ? "6" : "7",
                                        "End with ANSWER: and the number."))
                .toList();
    }

    private static double forceMillis(Path file) throws IOException {
        byte[] line = new byte[LINE_BYTES];
        try (var out = new FileOutputStream(file.toFile())) {
            long start = System.nanoTime();
            for (int i = 0; i < FORCES; i++) {
                out.write(line);
                out.getFD().sync();
            }
            return seconds(start) * 1000 / FORCES;
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Collects now and then, and keeps the most that was left. Confined to one thread. */
    private static final class HeapWatch implements TrainingListener {
        private final long before = used();
        private long most;

        @Override
        public void rolloutDone(String phase, int done, int total) {
            if (done % COLLECT_EVERY == 0) {
                most = Math.max(most, used());
            }
        }

        private static long used() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }

        long most() {
            return Math.max(0, most - before);
        }
    }

    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("tasks", size.tasks());
        object.put("epochs", size.epochs());
        object.put("concurrency", size.concurrency());
        object.put("live_seconds", live.seconds());
        object.put("live_cpu_seconds", live.cpuSeconds());
        object.put("replay_seconds", replay.seconds());
        object.put("replay_cpu_seconds", replay.cpuSeconds());
        object.put("heap_peak_bytes", heapBytes);
        object.put("ledger_bytes", disk.ledgerBytes());
        object.put("force_ms", disk.forceMillis());
        return object;
    }

    void print(PrintStream out) {
        out.println(
                String.format(
                        Locale.ROOT,
                        "%d epochs x %d tasks, %d rollouts at a time",
                        size.epochs(),
                        size.tasks(),
                        size.concurrency()));
        print(out, live, "with a model without latency");
        print(out, replay, "replayed");
        out.println(
                String.format(
                        Locale.ROOT,
                        "%8.1f MiB of heap held at most while replaying",
                        heapBytes / (double) (1 << 20)));
        out.println(
                String.format(
                        Locale.ROOT,
                        "%8.1f MiB of ledger; forcing a line to this disk takes %.2f ms",
                        disk.ledgerBytes() / (double) (1 << 20),
                        disk.forceMillis()));
    }

    private static void print(PrintStream out, Taken taken, String what) {
        out.println(
                String.format(
                        Locale.ROOT,
                        "%8.2f s, %.2f s of CPU, %s",
                        taken.seconds(),
                        taken.cpuSeconds(),
                        what));
    }
}
