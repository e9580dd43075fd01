package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of results, as evaluations write them and go on with them. */
final class ResultsFileTest {
    @TempDir Path folder;

    private final RecordedProgress progress = new RecordedProgress();

    private Path samples(String... idsAndCompletions) throws IOException {
        return TestFiles.samples(folder.resolve("samples.jsonl"), idsAndCompletions);
    }

    private EvaluationResult run(EvaluationOptions.Builder options, FakeGuest guest) {
        return Evaluation.run(options.build(), guest, progress);
    }

    @Test
    void theFileOfResultsIsHumanEvals() throws IOException {
        Path samples = samples("Mini/0", "a\ud800", "Mini/1", "RAISE\u2028", "Mini/2", "SLOW");
        Path out = folder.resolve("out.jsonl");
        run(
                EvaluationTest.humanEval().samples(samples).out(out),
                new FakeGuest(EvaluationTest::byWord));
        assertThat(Files.readString(out))
                .isEqualTo(
                        """
                        {"task_id":"Mini/0","completion":"a\\uD800","result":"passed",\
                        "passed":true,"grading":"together"}
                        {"task_id":"Mini/1","completion":"RAISE\\u2028",\
                        "result":"failed: ValueError: no luck (line 3: assert False)",\
                        "passed":false,"grading":"together"}
                        {"task_id":"Mini/2","completion":"SLOW",\
                        "result":"timed out: wall_ms, allowed is 10",\
                        "passed":false,"grading":"together"}
                        """);
    }

    @Test
    void integerIdsStayIntegers() throws IOException {
        Path samples =
                TestFiles.write(
                        folder.resolve("mbpp-samples.jsonl"),
                        "{\"task_id\":2,\"completion\":\"x\"}\n"
                                + "{\"task_id\":\"1\",\"completion\":\"x\"}");
        Path out = folder.resolve("out.jsonl");
        EvaluationOptions.Builder options =
                EvaluationOptions.builder("mbpp", TestFiles.mini("mbpp.jsonl"))
                        .grading(Grading.TOGETHER);
        run(options.samples(samples).out(out), new FakeGuest(source -> FakeGuest.DONE));
        assertThat(Files.readString(out)).contains("{\"task_id\":2,").contains("{\"task_id\":1,");
    }

    @Test
    void aRunThatWasCutShortGoesOnWhereItStopped() throws IOException {
        Path samples = samples("Mini/0", "RAISE", "Mini/1", "SLOW", "Mini/2", "c", "Mini/0", "d");
        Path out = folder.resolve("out.jsonl");
        FakeGuest whole = new FakeGuest(EvaluationTest::byWord);
        EvaluationResult first = run(EvaluationTest.humanEval().samples(samples).out(out), whole);
        String full = Files.readString(out);
        int second = full.indexOf('\n', full.indexOf('\n') + 1) + 1;
        Files.writeString(out, full.substring(0, second + 20));
        FakeGuest rest = new FakeGuest(EvaluationTest::byWord);
        progress.done().clear();
        EvaluationResult resumed =
                run(EvaluationTest.humanEval().samples(samples).out(out).resume(), rest);
        assertThat(rest.calls()).isEqualTo(2);
        assertThat(progress.done()).containsExactly(3L, 4L);
        assertThat(Files.readString(out)).isEqualTo(full);
        assertThat(resumed.counts().resumed()).isEqualTo(2);
        assertThat(resumed.counts().outcomes()).isEqualTo(first.counts().outcomes());
        assertThat(resumed.failures()).isEqualTo(first.failures());
        assertThat(resumed.passAtK()).isEqualTo(first.passAtK());
        FakeGuest nothing = new FakeGuest(EvaluationTest::byWord);
        run(EvaluationTest.humanEval().samples(samples).out(out).resume(), nothing);
        assertThat(nothing.calls()).isZero();
    }

    @Test
    void theSameFileOfResultsIsGoneOnWithAndThatIsSaid() throws IOException {
        Path samples = samples("Mini/0", "a", "Mini/1", "RAISE", "Mini/2", "c");
        Path out = folder.resolve("out.jsonl");
        run(
                EvaluationTest.humanEval().samples(samples).out(out),
                new FakeGuest(EvaluationTest::byWord));
        String full = Files.readString(out);
        Files.writeString(out, full.substring(0, full.indexOf('\n') + 1));
        FakeGuest rest = new FakeGuest(EvaluationTest::byWord);
        EvaluationResult result = run(EvaluationTest.humanEval().samples(samples).out(out), rest);
        assertThat(rest.calls()).isEqualTo(2);
        assertThat(Files.readString(out)).isEqualTo(full);
        assertThat(result.counts().resumed()).isEqualTo(1);
        assertThat(progress.warnings())
                .singleElement()
                .asString()
                .contains("has 1 of 3 results already, which are taken over");
        assertThatThrownBy(
                        () ->
                                run(
                                        EvaluationTest.humanEval()
                                                .samples(samples)
                                                .out(out)
                                                .passes(2),
                                        rest))
                .hasMessageContaining("several passes need a new file");
    }

    @Test
    void resultsOfOtherSamplesAreNotTakenOver() throws IOException {
        Path out = folder.resolve("out.jsonl");
        FakeGuest guest = new FakeGuest(EvaluationTest::byWord);
        run(
                EvaluationTest.humanEval()
                        .samples(samples("Mini/0", "a", "Mini/1", "b", "Mini/2", "c"))
                        .out(out),
                guest);
        Path others = samples("Mini/0", "a", "Mini/2", "c", "Mini/1", "b");
        assertThatThrownBy(
                        () ->
                                run(
                                        EvaluationTest.humanEval()
                                                .samples(others)
                                                .out(out)
                                                .resume(),
                                        guest))
                .hasMessageContaining("out.jsonl line 2: field 'task_id' is not 'Mini/2'");
        Path changed = samples("Mini/0", "A", "Mini/1", "b", "Mini/2", "c");
        assertThatThrownBy(
                        () ->
                                run(
                                        EvaluationTest.humanEval()
                                                .samples(changed)
                                                .out(out)
                                                .resume(),
                                        guest))
                .hasMessageContaining("out.jsonl line 1: field 'completion'");
    }

    @Test
    void resultsThatWereGradedInAnotherWayAreNotTakenOver() throws IOException {
        Path samples = samples("Mini/0", "a", "Mini/1", "b", "Mini/2", "c");
        Path out = folder.resolve("out.jsonl");
        FakeGuest guest = new FakeGuest(EvaluationTest::byWord);
        run(EvaluationTest.humanEval().samples(samples).out(out), guest);
        String together = Files.readString(out);
        EvaluationOptions.Builder outside =
                EvaluationTest.humanEval().grading(Grading.OUTSIDE).samples(samples).out(out);
        assertThatThrownBy(() -> run(outside, guest))
                .isInstanceOf(HandaxeException.class)
                .hasMessageEndingWith(
                        "out.jsonl line 1: field 'grading' is 'together', and this evaluation"
                                + " grades 'outside': grade as the file was, or name another"
                                + " --out");
        assertThat(guest.calls()).isEqualTo(3);
        assertThat(Files.readString(out)).isEqualTo(together);
    }

    @Test
    void resultsThatDoNotSayHowTheyWereGradedAreTakenOverAndCounted() throws IOException {
        Path samples = samples("Mini/0", "a", "Mini/1", "b", "Mini/2", "c");
        Path out =
                TestFiles.write(
                        folder.resolve("out.jsonl"),
                        """
                        {"task_id":"Mini/0","completion":"a","result":"passed","passed":true}
                        {"task_id":"Mini/1","completion":"b","result":"failed: x","passed":false}
                        """);
        FakeGuest guest = new FakeGuest(EvaluationTest::byWord);
        EvaluationResult result = run(EvaluationTest.humanEval().samples(samples).out(out), guest);
        assertThat(guest.calls()).isEqualTo(1);
        assertThat(result.counts().resumed()).isEqualTo(2);
        assertThat(progress.warnings())
                .contains(
                        "2 of them do not say how they were graded; they are taken as graded 'together'");
        assertThat(Files.readString(out)).endsWith("\"passed\":true,\"grading\":\"together\"}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mine\": 1}",
                "{\"task_id\": \"Mini/0\", \"completion\": \"a\"}",
                "{\"task_id\":\"Mini/0\",\"completion\":\"a\"}\n{\"task_id\":\"Mini/1\",\"co"
            })
    void aFileOfSomethingElseIsLeftAsItIs(String content) throws IOException {
        Path out = TestFiles.write(folder.resolve("out.jsonl"), content);
        Path samples = samples("Mini/0", "a", "Mini/1", "b", "Mini/2", "c");
        assertThatThrownBy(
                        () ->
                                run(
                                        EvaluationTest.humanEval().samples(samples).out(out),
                                        new FakeGuest(EvaluationTest::byWord)))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("out.jsonl line 1");
        assertThat(Files.readString(out)).isEqualTo(content);
    }
}
