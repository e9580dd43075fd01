package dev.handaxe.spark.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.benchmarks.Evaluation;
import dev.handaxe.benchmarks.EvaluationOptions;
import dev.handaxe.benchmarks.EvaluationResult;
import dev.handaxe.benchmarks.Grading;
import dev.handaxe.benchmarks.Progress;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A large evaluation on one machine and on a cluster: throughput, and memory that stays flat. */
@Timeout(value = 4, unit = TimeUnit.HOURS)
@EnabledIfSystemProperty(
        named = "handaxe.large",
        matches = "[0-9]+",
        disabledReason = "takes long: mvn verify -Plarge")
final class LargeJobIT {
    private static final Path HUMAN_EVAL =
            Path.of(System.getProperty("handaxe.root"))
                    .resolve("../shared/data/humaneval/HumanEval.jsonl.gz");

    /** Cheap samples: what Spark adds to each shows. */
    private static final String POLICY =
            "{\"extends\": \"evaluation\", \"isolation\": \"session\","
                    + " \"limits\": {\"cpu_ms\": 1000, \"wall_ms\": 3000}}";

    @TempDir private Path folder;
    private Path policy;

    @Test
    void throughputAndMemory() throws Exception {
        assumeTrue(Files.isRegularFile(HUMAN_EVAL), HUMAN_EVAL + " is absent");
        int count = Integer.getInteger("handaxe.large");
        policy = Files.writeString(folder.resolve("policy.json"), POLICY);
        Path some = folder.resolve("some.jsonl");
        Path all = folder.resolve("all.jsonl");
        MutatedSamples.write(HUMAN_EVAL, some, Math.max(164, count / 10), new SplittableRandom(8));
        MutatedSamples.write(HUMAN_EVAL, all, count, new SplittableRandom(8));

        System.setProperty("handaxe.worker.home", TestCluster.workerHome().toString());
        EvaluationResult one = alone(some, 1);
        EvaluationResult two = alone(some, 2);
        System.clearProperty("handaxe.worker.home");
        say("one machine, 1 worker process", one.json());
        say("one machine, 2 worker processes", two.json());

        try (TestCluster cluster = TestCluster.start(folder.resolve("one"), 1)) {
            assertLike(one, cluster(cluster, "some-1", some, 1).json);
        }
        try (TestCluster cluster = TestCluster.start(folder.resolve("two"), 2)) {
            assertLike(one, cluster(cluster, "some-2", some, 2).json);
            Ran large = cluster(cluster, "all-2", all, 2);
            assertThat(large.json).contains("\"samples\":" + count + ",");
            for (List<Long> of : large.memory) {
                long middle = peak(of, 1);
                long last = peak(of, 2);
                assertThat(last).as("MiB at the end, after " + of).isLessThan(middle * 13 / 10);
            }
        }
    }

    /**
     * What came of it, and how much of the memory of driver and executors was resident, by time.
     */
    private record Ran(String json, List<List<Long>> memory) {}

    private EvaluationResult alone(Path samples, int workers) {
        return Evaluation.run(
                EvaluationOptions.builder("humaneval", HUMAN_EVAL)
                        .samples(samples)
                        .policy(ExecutionPolicy.read(policy).with(Isolation.SESSION))
                        .grading(Grading.TOGETHER)
                        .workers(workers)
                        .build(),
                Progress.NONE);
    }

    private Ran cluster(TestCluster cluster, String name, Path samples, int workers)
            throws Exception {
        Process driver =
                cluster.submit(
                        name,
                        List.of(),
                        List.of(
                                "evaluate",
                                "humaneval",
                                "--data",
                                HUMAN_EVAL.toString(),
                                "--samples",
                                samples.toString(),
                                "--policy",
                                policy.toString(),
                                "--grading",
                                "together",
                                "--engine",
                                "spark",
                                "--out",
                                folder.resolve("out-" + name).toString(),
                                "--json"));
        List<List<Long>> memory = new ArrayList<>();
        for (int i = 0; i <= workers; i++) {
            memory.add(new ArrayList<>());
        }
        while (!driver.waitFor(2, TimeUnit.SECONDS)) {
            memory.getFirst().add(resident(driver.toHandle()));
            for (int i = 0; i < workers; i++) {
                memory.get(i + 1)
                        .add(
                                cluster.jvmsOfWorker(i).stream()
                                        .skip(1)
                                        .mapToLong(LargeJobIT::resident)
                                        .sum());
            }
        }
        assertThat(driver.exitValue()).as(() -> cluster.err(name)).isZero();
        String json = cluster.out(name).strip();
        say("Spark, %d executors".formatted(workers), json);
        for (int i = 0; i < memory.size(); i++) {
            List<Long> of = memory.get(i);
            System.out.printf(
                    "  %s: peak %d MiB; by thirds %d, %d, %d%n",
                    i == 0 ? "driver" : "executor " + i,
                    of.stream().mapToLong(Long::longValue).max().orElse(0),
                    peak(of, 0),
                    peak(of, 1),
                    peak(of, 2));
        }
        return new Ran(json, memory);
    }

    private static long peak(List<Long> all, int third) {
        int size = all.size();
        return all.subList(size * third / 3, size * (third + 1) / 3).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    private static long resident(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // it has ended
        }
    }

    private static void say(String what, String json) {
        System.out.println(what + ": " + json);
    }

    /** But for samples that take just about their limit, which end either way. */
    private static void assertLike(EvaluationResult alone, String json) {
        long samples = alone.counts().samples();
        assertThat(json).contains("\"samples\":" + samples + ",");
        String passed = json.replaceFirst(".*?\"passed\":([0-9]+).*", "$1");
        assertThat(Long.parseLong(passed))
                .isCloseTo(alone.counts().passed(), within(1 + samples / 500));
    }
}
