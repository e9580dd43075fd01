package dev.handaxe.spark.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.benchmarks.Evaluation;
import dev.handaxe.benchmarks.EvaluationOptions;
import dev.handaxe.benchmarks.EvaluationResult;
import dev.handaxe.benchmarks.Progress;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.spark.SmallTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a real cluster, with machines and drivers that are killed in the middle. */
final class ClusterIT {
    private static final int PER_TASK = 36;
    private static final int SAMPLES = PER_TASK * SmallTasks.TASKS;

    /** What hangs is to hang for a second. */
    private static final String POLICY =
            "{\"extends\": \"evaluation\", \"limits\": {\"cpu_ms\": 1000, \"wall_ms\": 3000}}";

    private static final List<String> SETTINGS =
            List.of("spark.handaxe.slice.samples=48", "spark.handaxe.task.samples=4");

    @TempDir private static Path folder;
    private static Path data;
    private static Path samples;
    private static Path policy;
    private static EvaluationResult alone;
    private static List<String> linesAlone;

    @TempDir private Path out;

    @BeforeAll
    static void onOneMachine() throws IOException {
        data = SmallTasks.data(folder);
        samples = SmallTasks.samples(folder, PER_TASK);
        List<String> lines = new ArrayList<>(Files.readAllLines(samples));
        lines.set(7, "{\"task_id\": \"Add/1\", \"completion\": \"    while True: pass\\n\"}");
        Files.write(samples, lines);
        policy = Files.writeString(folder.resolve("policy.json"), POLICY);
        Path file = folder.resolve("alone.jsonl");
        System.setProperty("handaxe.worker.home", TestCluster.workerHome().toString());
        alone =
                Evaluation.run(
                        EvaluationOptions.builder("humaneval", data)
                                .samples(samples)
                                .policy(ExecutionPolicy.read(policy))
                                .out(file)
                                .build(),
                        Progress.NONE);
        linesAlone = Files.readAllLines(file).stream().sorted().toList();
    }

    @AfterAll
    static void asBefore() {
        System.clearProperty("handaxe.worker.home");
    }

    @Test
    void aWorkerMachineThatDiesLosesNoSampleAndCountsNoneTwice() throws Exception {
        try (TestCluster cluster = TestCluster.start(folder.resolve("machines"), 2)) {
            Process driver = evaluate(cluster, "driver");
            awaitSlice(driver, cluster, "driver");
            List<ProcessHandle> jvms = cluster.jvmsOfWorker(1);
            List<ProcessHandle> guests = TestCluster.below(jvms);
            assertThat(jvms).hasSizeGreaterThan(1);
            assertThat(guests).isNotEmpty();

            jvms.forEach(ProcessHandle::destroyForcibly);

            assertThat(TestCluster.exitOf(driver)).as(() -> cluster.err("driver")).isZero();
            assertAsAlone(cluster.out("driver"), 0);
            TestCluster.awaitThat(
                    () -> guests.stream().noneMatch(ProcessHandle::isAlive),
                    "processes of the sandbox outlived their executor");
        }
    }

    @Test
    void aRunGoesOnAfterItsDriverWasKilled() throws Exception {
        try (TestCluster cluster = TestCluster.start(folder.resolve("drivers"), 2)) {
            Process killed = evaluate(cluster, "killed");
            awaitSlice(killed, cluster, "killed");
            killed.destroyForcibly();
            assertThat(TestCluster.exitOf(killed)).isEqualTo(137);
            long done = slices();
            assertThat(done).isLessThan(Math.ceilDiv(SAMPLES, 48));

            Process driver = evaluate(cluster, "driver");

            assertThat(TestCluster.exitOf(driver)).as(() -> cluster.err("driver")).isZero();
            assertAsAlone(cluster.out("driver"), done);
            assertThat(cluster.err("driver")).contains("results already, which are taken over");
            List<ProcessHandle> guests =
                    Stream.of(0, 1)
                            .flatMap(i -> cluster.jvmsOfWorker(i).stream())
                            .flatMap(ProcessHandle::descendants)
                            .toList();
            TestCluster.awaitThat(
                    () -> guests.stream().noneMatch(ProcessHandle::isAlive),
                    "processes outlived their application: " + guests);
        }
    }

    @Test
    void aTrainingOnTheClusterIsTheSameAndItsKeysStayWithTheDriver() throws Exception {
        try (TestCluster cluster = TestCluster.start(folder.resolve("training"), 2)) {
            Process here = cluster.submit("here", List.of(), train("here"));
            assertThat(TestCluster.exitOf(here)).as(() -> cluster.err("here")).isZero();

            List<String> arguments = new ArrayList<>(train("there"));
            arguments.addAll(List.of("--engine", "spark"));
            Process there = cluster.submit("there", List.of(), arguments);
            TestCluster.awaitThat(
                    () -> !TestCluster.below(cluster.jvmsOfWorker(0)).isEmpty() || !there.isAlive(),
                    "no executor made a call");
            List<ProcessHandle> executors =
                    Stream.of(0, 1).flatMap(i -> cluster.jvmsOfWorker(i).stream()).toList();
            assertThat(environment(there.toHandle())).contains(TestCluster.SECRET);
            for (ProcessHandle each : executors) {
                assertThat(environment(each))
                        .contains("SPARK_HOME")
                        .doesNotContain(TestCluster.SECRET);
            }

            assertThat(TestCluster.exitOf(there)).as(() -> cluster.err("there")).isZero();
            assertThat(withoutTimes(cluster.out("there")))
                    .isEqualTo(withoutTimes(cluster.out("here")));
        }
    }

    private List<String> train(String name) {
        return List.of("train", "demo", "--out", out.resolve(name).toString(), "--json");
    }

    private static String withoutTimes(String json) {
        assertThat(json).startsWith("{\"run\":");
        return json.replaceAll("\"run\":\"[^\"]*\"", "")
                .replaceAll("\"([a-z]+_)?seconds\":[0-9.]+", "");
    }

    private static String environment(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/environ"));
    }

    private Process evaluate(TestCluster cluster, String name) throws IOException {
        return cluster.submit(
                name,
                SETTINGS,
                List.of(
                        "evaluate",
                        "humaneval",
                        "--data",
                        data.toString(),
                        "--samples",
                        samples.toString(),
                        "--policy",
                        policy.toString(),
                        "--engine",
                        "spark",
                        "--out",
                        out.resolve("out").toString(),
                        "--json"));
    }

    private void awaitSlice(Process driver, TestCluster cluster, String name) {
        TestCluster.awaitThat(
                () -> {
                    assertThat(driver.isAlive()).as(() -> cluster.err(name)).isTrue();
                    return slices() > 0;
                },
                "no slice was written");
    }

    private long slices() {
        try (Stream<Path> found = Files.walk(out)) {
            return found.filter(
                            file ->
                                    file.endsWith("_SUCCESS")
                                            && file.toString().contains("verdicts/slice="))
                    .count();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0; // files come and go
        }
    }

    private void assertAsAlone(String json, long slicesBefore) throws IOException {
        assertThat(lines()).isEqualTo(linesAlone);
        assertThat(json.strip())
                .startsWith(alone.json().substring(0, alone.json().indexOf(",\"seconds\"")));
        assertThat(SAMPLES).isGreaterThan(Math.toIntExact(48 * slicesBefore));
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(out.resolve("out/verdicts.jsonl"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".txt")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines.stream().sorted().toList();
    }
}
