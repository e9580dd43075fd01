package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} with real workers on a data set of HumanEval's shape. */
class EvaluateIT {
    @TempDir private Path folder;
    private Path data;

    @BeforeEach
    void writeThreeTasks() throws IOException {
        data =
                Files.write(
                        folder.resolve("own.jsonl"),
                        List.of(
                                task("a/0", "twice", "return 2 * n", "candidate(4) == 8"),
                                task("a/1", "square", "return n * n", "candidate(4) == 16"),
                                task("a/2", "minus", "return -n", "candidate(4) == -4")));
    }

    @Test
    void referenceSolutionsPass() {
        CommandRun run = evaluate("--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out())
                .startsWith("{\"dataset\":\"humaneval\",\"tasks\":3,\"samples\":3,\"passed\":3,")
                .contains("\"pass_at_k\":{\"1\":1.0}");
        assertThat(run.err()).contains("samples 3/3");
    }

    @Test
    void samplesAreJudgedAndTheOutcomesCounted() throws IOException {
        Path out = folder.resolve("out.jsonl");
        CommandRun run =
                evaluate(
                        "--samples=" + samples(),
                        "--k=1,2",
                        "--workers=2",
                        "--out=" + out,
                        "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("\"samples\":6,\"passed\":3")
                .contains("\"1\":0.5")
                .contains(
                        "\"failed\":1,\"timed_out\":0,\"limit_exceeded\":0,\"denied\":1,"
                                + "\"rejected\":1");
        assertThat(Files.readAllLines(out)).hasSize(6);
    }

    @Test
    void peopleSeeWhichSamplesDidNotPass() throws IOException {
        CommandRun run = evaluate("--samples=" + samples(), "--progress=none");

        assertThat(run.out()).contains("a/1").contains("denied").contains("3 of 6 samples passed");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aCutOffFileOfVerdictsIsGoneOnWith() throws IOException {
        Path out = folder.resolve("out.jsonl");
        String samples = "--samples=" + samples();
        assertThat(evaluate(samples, "--out=" + out).exitCode()).isZero();
        List<String> whole = Files.readAllLines(out);
        Files.write(out, whole.subList(0, 4));

        CommandRun resumed = evaluate(samples, "--out=" + out, "--resume", "--json");

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("\"samples\":6,\"passed\":3");
        assertThat(Files.readAllLines(out)).isEqualTo(whole);
    }

    @Test
    void theSameOutAgainGoesOnWhereItStopped() throws IOException {
        Path out = folder.resolve("out.jsonl");
        String samples = "--samples=" + samples();
        assertThat(evaluate(samples, "--out=" + out).exitCode()).isZero();
        List<String> whole = Files.readAllLines(out);
        Files.write(out, whole.subList(0, 4));

        CommandRun again = evaluate(samples, "--out=" + out, "--json");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("has 4 of 6 results already");
        assertThat(Files.readAllLines(out)).isEqualTo(whole);
        assertThat(evaluate("--samples=" + out, "--json").out())
                .as("results are samples too")
                .contains("\"samples\":6,\"passed\":3");
    }

    @Test
    void bothSafeWaysOfGradingRefuseWhatOnlySeemsToPass() throws IOException {
        String same =
                """
                    class Same:
                        __eq__ = lambda a, b: True
                    return Same()
                """;
        Path forged =
                Files.write(
                        folder.resolve("forged.jsonl"),
                        List.of(
                                sample("a/0", "    return n + n\n"),
                                sample("a/1", same),
                                sample("a/2", "    import sys\n    sys.exit(0)\n")));
        for (String grading : List.of("outside", "guest")) {
            CommandRun run = evaluate("--samples=" + forged, "--grading=" + grading, "--json");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).contains("\"passed\":1,").contains("\"failed\":2,");
        }
        assertThat(evaluate("--samples=" + forged, "--grading=together", "--json").out())
                .as("where one of them can forge it")
                .contains("\"passed\":2,");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(data);

        CommandRun run = evaluate("--json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(data.toString());
    }

    private Path samples() throws IOException {
        return Files.write(
                folder.resolve("samples.jsonl"),
                List.of(
                        sample("a/0", "    return n + n\n"),
                        sample("a/0", "    return 3 * n\n"),
                        sample("a/1", "    return n ** 2\n"),
                        sample("a/1", "    return open('/etc/passwd')\n"),
                        sample("a/2", "    return 0 - n\n"),
                        sample("a/2", "    return (\n")));
    }

    private CommandRun evaluate(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "evaluate";
        arguments[1] = "humaneval";
        arguments[2] = "--data=" + data;
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandRun.of(arguments);
    }

    private static String task(String id, String name, String body, String assertion) {
        return Json.write(
                Map.of(
                        "task_id",
                        id,
                        "prompt",
                        "def %s(n):\n    \"\"\"Own.\"\"\"\n".formatted(name),
                        "canonical_solution",
                        "    " + body + "\n",
                        "test",
                        "def check(candidate):\n    assert " + assertion + "\n",
                        "entry_point",
                        name));
    }

    private static String sample(String id, String completion) {
        return Json.write(Map.of("task_id", id, "completion", completion));
    }
}
