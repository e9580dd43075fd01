package dev.handaxe.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.benchmarks.Evaluation;
import dev.handaxe.benchmarks.EvaluationEngine;
import dev.handaxe.benchmarks.EvaluationEngine.Request;
import dev.handaxe.benchmarks.EvaluationOptions;
import dev.handaxe.benchmarks.EvaluationResult;
import dev.handaxe.benchmarks.Progress;
import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Evaluations in Spark's local mode: driver and executor are one JVM, all else is as on a cluster.
 */
final class SparkEngineIT {
    private static final String LOCAL = "local[2]";

    @TempDir private Path folder;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void smallSlices() {
        System.setProperty("spark.handaxe.slice.samples", "20");
        System.setProperty("spark.handaxe.task.samples", "3");
        System.setProperty("spark.sql.files.minPartitionNum", "3");
    }

    @AfterEach
    void usualSlices() {
        System.clearProperty("spark.handaxe.slice.samples");
        System.clearProperty("spark.handaxe.task.samples");
        System.clearProperty("spark.sql.files.minPartitionNum");
    }

    private final Progress progress =
            new Progress() {
                @Override
                public void warned(String message) {
                    said.add(message);
                }
            };

    @Test
    void verdictsAreThoseOfOneMachineByteForByte() throws IOException {
        Path data = SmallTasks.data(folder);
        Path samples = SmallTasks.samples(folder, 11);
        Path file = folder.resolve("local.jsonl");
        EvaluationResult local =
                Evaluation.run(
                        EvaluationOptions.builder("humaneval", data)
                                .samples(samples)
                                .ks(List.of(1, 3))
                                .out(file)
                                .build(),
                        Progress.NONE);

        EvaluationResult spread = run(data, Optional.of(samples.toString()), "out");

        assertThat(lines("out")).isEqualTo(Files.readAllLines(file).stream().sorted().toList());
        assertThat(spread.counts()).isEqualTo(local.counts());
        assertThat(spread.passAtK()).isEqualTo(local.passAtK());
        assertThat(spread.failures()).isEqualTo(local.failures());
        assertThat(spread.counts().outcomes().values().stream().filter(count -> count > 0))
                .hasSizeGreaterThan(3);
        assertThat(said).anyMatch(line -> line.contains("repeats"));
    }

    @Test
    void aRunGoesOnWithTheSlicesThatAreMissing() throws IOException {
        Path data = SmallTasks.data(folder);
        String samples = SmallTasks.samples(folder, 9).toString();
        EvaluationResult whole = run(data, Optional.of(samples), "out");
        List<String> lines = lines("out");
        Path slice = folder.resolve("out/verdicts/slice=1");
        Path kept = folder.resolve("out/verdicts/slice=0");
        Object untouched = Files.getLastModifiedTime(kept.resolve("_SUCCESS"));
        Files.delete(slice.resolve("_SUCCESS")); // as a driver leaves it that is killed
        said.clear();

        EvaluationResult again = run(data, Optional.of(samples), "out");

        assertThat(again.counts().resumed()).isEqualTo(34);
        assertThat(again.counts().outcomes()).isEqualTo(whole.counts().outcomes());
        assertThat(again.passAtK()).isEqualTo(whole.passAtK());
        assertThat(lines("out")).isEqualTo(lines);
        assertThat(Files.getLastModifiedTime(kept.resolve("_SUCCESS"))).isEqualTo(untouched);
        assertThat(said).anyMatch(line -> line.contains("34 of 54 results already"));
    }

    @Test
    void anotherEvaluationsFolderIsRefusedAndLeft() throws IOException {
        Path data = SmallTasks.data(folder);
        run(data, Optional.empty(), "out");
        List<String> lines = lines("out");
        String samples = SmallTasks.samples(folder, 2).toString();

        assertThatThrownBy(() -> run(data, Optional.of(samples), "out"))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("another evaluation's results: its samples differs");
        assertThatThrownBy(() -> run(data, Optional.empty(), "."))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("something else");
        assertThat(lines("out")).isEqualTo(lines);
    }

    @Test
    void withoutSamplesTheReferenceSolutionsAreRun() throws IOException {
        EvaluationResult result = run(SmallTasks.data(folder), Optional.empty(), "out");

        assertThat(result.counts().passed()).isEqualTo(SmallTasks.TASKS);
        assertThat(result.passAtK()).containsEntry(1, 1.0);
        assertThat(lines("out")).hasSize(SmallTasks.TASKS);
    }

    @Test
    void samplesAreReadFromParquetAndFromSeveralFiles() throws IOException {
        Path data = SmallTasks.data(folder);
        Path samples =
                SmallTasks.samples(folder, 8); // without lone surrogates, which Parquet has not
        try (SparkSession session = SparkSession.builder().master(LOCAL).getOrCreate()) {
            session.read()
                    .json(samples.toString())
                    .repartition(3)
                    .write()
                    .parquet(folder.resolve("parquet").toString());
        }
        Path parts = Files.createDirectory(folder.resolve("parts"));
        List<String> all = Files.readAllLines(samples);
        SmallTasks.write(parts.resolve("a.jsonl"), all.subList(0, 17));
        List<String> rest = new ArrayList<>(all.subList(17, all.size()));
        rest.add(3, "");
        SmallTasks.write(parts.resolve("b.jsonl"), rest);

        EvaluationResult ofLines = run(data, Optional.of(samples.toString()), "lines");
        EvaluationResult ofParts = run(data, Optional.of(parts.toString()), "of-parts");
        EvaluationResult ofParquet =
                run(data, Optional.of(folder.resolve("parquet").toString()), "of-parquet");

        assertThat(ofParts.counts()).isEqualTo(ofLines.counts());
        assertThat(ofParts.failures()).isEqualTo(ofLines.failures());
        assertThat(lines("of-parts")).isEqualTo(lines("lines"));
        assertThat(ofParquet.counts().samples()).isEqualTo(ofLines.counts().samples());
        assertThat(ofParquet.counts().tasks()).isEqualTo(ofLines.counts().tasks());
    }

    @Test
    void badSamplesAreRefusedInOneLineAndLeaveNothing() {
        Path data = SmallTasks.data(folder);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < SmallTasks.TASKS; i++) {
            lines.add(SmallTasks.sample(i, "    return a"));
        }
        lines.set(3, "{\"task_id\": \"Add/3\"}");
        String incomplete = SmallTasks.write(folder.resolve("incomplete.jsonl"), lines).toString();
        String missing =
                SmallTasks.write(folder.resolve("missing.jsonl"), lines.subList(0, 3)).toString();
        lines.set(3, SmallTasks.sample(7, "    return a"));
        String unknown = SmallTasks.write(folder.resolve("unknown.jsonl"), lines).toString();

        assertRefused(data, incomplete, "incomplete.jsonl line 4: field 'completion' is missing");
        assertRefused(data, unknown, "unknown.jsonl line 4: field 'task_id' is 'Add/7'");
        assertRefused(data, missing, "missing.jsonl has no sample for 3 of 6 tasks: Add/3");
        assertRefused(data, folder + "/none.jsonl", "there is no file of samples at");
    }

    private void assertRefused(Path data, String samples, String why) {
        assertThatThrownBy(() -> run(data, Optional.of(samples), "refused"))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining(why)
                .extracting(e -> ((HandaxeException) e).code())
                .isEqualTo(HandaxeException.Code.INVALID_INPUT);
        assertThat(folder.resolve("refused/samples")).doesNotExist();
        assertThat(folder.resolve("refused/plan.properties")).doesNotExist();
    }

    @Test
    void theEngineIsFoundByItsName() {
        assertThat(ServiceLoader.load(EvaluationEngine.class))
                .extracting(EvaluationEngine::name)
                .containsExactly("spark");
    }

    private EvaluationResult run(Path data, Optional<String> samples, String out) {
        EvaluationOptions options =
                EvaluationOptions.builder("humaneval", data).ks(List.of(1, 3)).build();
        return new SparkEngine()
                .evaluate(
                        new Request(
                                options,
                                samples,
                                folder.resolve(out).toString(),
                                Optional.of(LOCAL),
                                0),
                        progress);
    }

    private List<String> lines(String out) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(out).resolve("verdicts.jsonl"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".txt")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines.stream().sorted().toList();
    }
}
