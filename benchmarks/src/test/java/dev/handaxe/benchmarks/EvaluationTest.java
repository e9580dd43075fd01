package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.data.DataFiles;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.benchmarks.python.PythonLiteral;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluationTest {
    @TempDir Path folder;

    private final RecordedProgress progress = new RecordedProgress();

    static EvaluationOptions.Builder humanEval() {
        return EvaluationOptions.builder("humaneval", TestFiles.mini("humaneval.jsonl"))
                .grading(Grading.TOGETHER)
                .workers(3);
    }

    private Path samples(String... idsAndCompletions) throws IOException {
        return TestFiles.samples(folder.resolve("samples.jsonl"), idsAndCompletions);
    }

    private EvaluationResult run(EvaluationOptions.Builder options, FakeGuest guest) {
        return Evaluation.run(options.build(), guest, progress);
    }

    /** Answers by a word in the source. */
    static Outcome byWord(String source) {
        if (source.contains("RAISE")) {
            return FakeGuest.raised("ValueError", "no\nluck");
        }
        if (source.contains("EXIT")) {
            return new Outcome.Returned(PythonValue.none(), true, FakeGuest.REPORT);
        }
        if (source.contains("SLOW")) {
            return limit(LimitName.WALL_MS);
        }
        if (source.contains("BIG")) {
            return limit(LimitName.HEAP_BYTES);
        }
        if (source.contains("OPEN")) {
            return new Outcome.Denied(
                    Outcome.Capability.FILE,
                    "/etc/passwd",
                    new dev.handaxe.runtime.GuestError("PermissionError", "", List.of()),
                    FakeGuest.REPORT);
        }
        if (source.contains("BROKEN")) {
            return new Outcome.Rejected("SyntaxError", FakeGuest.REPORT);
        }
        return source.contains("DIE") ? new Outcome.Lost("gone", FakeGuest.REPORT) : FakeGuest.DONE;
    }

    private static Outcome limit(LimitName name) {
        return new Outcome.LimitExceeded(
                new Outcome.Breach(
                        name, 10, 11, Outcome.Stage.SOFT, Duration.ZERO, OptionalInt.empty()),
                FakeGuest.REPORT);
    }

    @Test
    void withoutSamplesTheReferenceSolutionsAreRun() {
        FakeGuest guest = new FakeGuest(source -> FakeGuest.DONE);
        EvaluationResult result = run(humanEval(), guest);
        assertThat(result.counts().tasks()).isEqualTo(3);
        assertThat(result.counts().samples()).isEqualTo(3);
        assertThat(result.counts().passed()).isEqualTo(3);
        assertThat(result.passAtK()).containsOnlyKeys(1).containsEntry(1, 1.0);
        assertThat(result.failures().shown()).isEmpty();
        assertThat(guest.calls()).isEqualTo(3);
        assertThat(progress.done()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void everyOutcomeHasItsKindAndItsReason() throws IOException {
        String[] words = {"", "RAISE", "EXIT", "SLOW", "BIG", "OPEN", "BROKEN", "DIE"};
        List<String> flat = new ArrayList<>(List.of("Mini/1", "", "Mini/2", ""));
        for (String word : words) {
            flat.addAll(List.of("Mini/0", word));
        }
        EvaluationResult result =
                run(
                        humanEval().samples(samples(flat.toArray(String[]::new))),
                        new FakeGuest(EvaluationTest::byWord));
        assertThat(result.counts().outcomes())
                .containsEntry(Kind.PASSED, 3L)
                .containsEntry(Kind.FAILED, 2L)
                .containsEntry(Kind.TIMED_OUT, 1L)
                .containsEntry(Kind.LIMIT_EXCEEDED, 1L)
                .containsEntry(Kind.DENIED, 1L)
                .containsEntry(Kind.REJECTED, 1L)
                .containsEntry(Kind.LOST, 1L);
        assertThat(result.failures().shown())
                .extracting(failure -> failure.sample() + " " + failure.kind().key())
                .containsExactly(
                        "4 failed",
                        "5 failed",
                        "6 timed_out",
                        "7 limit_exceeded",
                        "8 denied",
                        "9 rejected",
                        "10 lost");
        assertThat(result.failures().shown().getFirst().reason())
                .isEqualTo("ValueError: no luck (line 3: assert False)");
        assertThat(result.failures().shown().get(4).reason()).isEqualTo("file /etc/passwd");
    }

    @Test
    void aCallPassesOnlyWithExactlyTheExpectedValue() {
        EvaluationOptions.Builder options =
                EvaluationOptions.builder("cruxeval", TestFiles.mini("cruxeval.jsonl"));
        Map<String, String> values =
                Map.of(
                        "items.count", "{1: 1, 2: 2}",
                        "a == b", "((1, 1, 2), 0)",
                        "encode", "b'caf\\xc3\\xa9'",
                        "n + 1", "({100000000000000000000, 100000000000000000001}, -1e20)");
        FakeGuest guest =
                new FakeGuest(
                        source ->
                                values.keySet().stream()
                                        .filter(source::contains)
                                        .map(values::get)
                                        .map(PythonLiteral::parse)
                                        .map(v -> new Outcome.Returned(v, false, FakeGuest.REPORT))
                                        .findFirst()
                                        .orElseThrow());
        EvaluationResult result = run(options, guest);
        assertThat(result.counts().passed()).isEqualTo(2);
        assertThat(result.failures().shown())
                .extracting(EvaluationResult.Failure::taskId)
                .containsExactly("mini_0", "mini_1");
        assertThat(result.failures().shown().getFirst().reason()).startsWith("returned ");
    }

    @Test
    void predictionsThatAreLiteralsRunNothing() throws IOException {
        FakeGuest guest = new FakeGuest(source -> FakeGuest.DONE);
        Path samples =
                samples(
                        "mini_0",
                        "{2: 2, 1: 1}",
                        "mini_1",
                        "[(1, 1, 2), 0]",
                        "mini_2",
                        "\"caf\u00e9\"",
                        "mini_3",
                        "({100000000000000000001}, -1e20)");
        EvaluationResult result =
                run(
                        EvaluationOptions.builder("cruxeval", TestFiles.mini("cruxeval.jsonl"))
                                .samples(samples),
                        guest);
        assertThat(guest.calls()).isZero();
        assertThat(result.counts().outcomes())
                .containsEntry(Kind.PASSED, 1L)
                .containsEntry(Kind.FAILED, 3L);
    }

    @Test
    void passAtKIsTheMeanOverTasksForTheKEveryTaskHas() throws IOException {
        Path samples =
                samples(
                        "Mini/0", "a", "Mini/0", "RAISE 1", "Mini/0", "RAISE 2", "Mini/1",
                        "RAISE 1", "Mini/1", "RAISE 2", "Mini/2", "a", "Mini/2", "b");
        EvaluationResult result =
                run(
                        humanEval().samples(samples).ks(List.of(1, 2, 3)),
                        new FakeGuest(EvaluationTest::byWord));
        assertThat(result.passAtK()).containsOnlyKeys(1, 2);
        assertThat(result.passAtK().get(1)).isCloseTo((1 / 3.0 + 0 + 1) / 3, within(1e-12));
        assertThat(result.passAtK().get(2)).isCloseTo((2 / 3.0 + 0 + 1) / 3, within(1e-12));
        assertThat(progress.warnings()).singleElement().asString().contains("pass@3 is left out");
    }

    @Test
    void everyTaskNeedsASampleUnlessPartsAreAllowed() throws IOException {
        Path samples = samples("Mini/1", "a", "Mini/1", "RAISE");
        FakeGuest guest = new FakeGuest(EvaluationTest::byWord);
        assertThatThrownBy(() -> run(humanEval().samples(samples), guest))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("no sample for 2 of 3 tasks: Mini/0, Mini/2");
        assertThat(guest.calls()).isZero();
        EvaluationResult result = run(humanEval().samples(samples).allowPartial(), guest);
        assertThat(result.counts().tasks()).isEqualTo(1);
        assertThat(result.passAtK()).containsEntry(1, 0.5);
        assertThat(progress.warnings()).singleElement().asString().contains("Mini/0, Mini/2");
    }

    @Test
    void anUnknownTaskOrAMissingFieldIsAnErrorBeforeAnythingRuns() throws IOException {
        FakeGuest guest = new FakeGuest(source -> FakeGuest.DONE);
        Path unknown = samples("Mini/0", "a", "Maxi/0", "a");
        assertThatThrownBy(() -> run(humanEval().samples(unknown), guest))
                .hasMessageContaining("samples.jsonl line 2: field 'task_id' is 'Maxi/0'");
        Path bare = TestFiles.write(folder.resolve("bare.jsonl"), "{\"task_id\":\"Mini/0\"}");
        assertThatThrownBy(() -> run(humanEval().samples(bare), guest))
                .hasMessageContaining("bare.jsonl line 1: field 'completion' is missing");
        assertThat(guest.calls()).isZero();
    }

    @Test
    void resultsComeInTheOrderOfTheSamplesWhateverEndsFirst() throws Exception {
        String[] flat =
                IntStream.range(0, 400)
                        .boxed()
                        .flatMap(i -> java.util.stream.Stream.of("Mini/" + i % 3, "n" + i + "."))
                        .toArray(String[]::new);
        CountDownLatch othersEnded = new CountDownLatch(40);
        FakeGuest guest =
                new FakeGuest(
                        source -> {
                            if (source.contains("n0.")) {
                                await(othersEnded);
                            }
                            othersEnded.countDown();
                            return FakeGuest.DONE;
                        });
        Path out = folder.resolve("out.jsonl");
        EvaluationResult result = run(humanEval().samples(samples(flat)).out(out), guest);
        assertThat(result.counts().passed()).isEqualTo(400);
        assertThat(progress.done()).hasSize(400).isSorted();
        List<String> completions =
                DataFiles.all(out, found -> found.text("completion").replaceAll("[n.]", ""));
        assertThat(completions)
                .containsExactlyElementsOf(
                        IntStream.range(0, 400).mapToObj(String::valueOf).toList());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void samplesThatRepeatAreSaid() throws IOException {
        Path samples =
                samples("Mini/0", "a", "Mini/1", "a", "Mini/2", "a", "Mini/1", "a", "Mini/1", "a");
        EvaluationResult result =
                run(humanEval().samples(samples), new FakeGuest(EvaluationTest::byWord));
        assertThat(result.counts().samples()).isEqualTo(5);
        assertThat(progress.warnings())
                .singleElement()
                .asString()
                .contains("repeats 2 samples")
                .contains("line 4, task Mini/1");
    }

    @Test
    void skippedPredictionsLeaveTheCountUnlessNonePasses() throws IOException {
        Path samples =
                samples(
                        "mini_0",
                        "f([2, 1, 2])",
                        "mini_0",
                        "{2: 2, 1: 1}",
                        "mini_0",
                        "{}",
                        "mini_1",
                        "f((1,), (1, 2))",
                        "mini_1",
                        "0",
                        "mini_1",
                        "1",
                        "mini_2",
                        "b'caf\\xc3\\xa9'",
                        "mini_2",
                        "f(\"caf\u00e9\")",
                        "mini_2",
                        "f(\"caf\u00e9\")",
                        "mini_3",
                        "0",
                        "mini_3",
                        "1",
                        "mini_3",
                        "2");
        EvaluationResult result =
                run(
                        EvaluationOptions.builder("cruxeval", TestFiles.mini("cruxeval.jsonl"))
                                .samples(samples)
                                .ks(List.of(1, 2)),
                        new FakeGuest(source -> FakeGuest.DONE));
        assertThat(result.passAtK().get(1)).isCloseTo((1 / 2.0 + 0 + 1 + 0) / 4, within(1e-12));
        assertThat(result.passAtK().get(2)).isCloseTo((1 + 0 + 1 + 0) / 4.0, within(1e-12));
        assertThat(result.counts().outcomes()).containsEntry(Kind.REJECTED, 4L);
    }

    @Test
    void tasksThatAreNotGradedAsAskedAreSaid() {
        run(
                EvaluationOptions.builder("mbpp", TestFiles.mini("mbpp.jsonl")),
                new FakeGuest(source -> FakeGuest.DONE));
        assertThat(progress.warnings())
                .singleElement()
                .asString()
                .isEqualTo(
                        "the tests of 1 of 2 tasks need more than data from a sample and run in"
                                + " its guest, where it could forge the verdict: 2");
    }

    @Test
    void aSampleThatEndsWithoutAnswersHasNotPassed() {
        EvaluationResult result =
                run(
                        EvaluationOptions.builder(
                                "mbpp-sanitized", TestFiles.mini("sanitized-mbpp.json")),
                        new FakeGuest(source -> FakeGuest.DONE));
        assertThat(result.failures().shown())
                .extracting(EvaluationResult.Failure::reason)
                .contains("ended before it had answered everything");
    }

    @Test
    void resumeNeedsAFileAndOnePass() {
        assertThatThrownBy(() -> humanEval().resume().build()).hasMessageContaining("resume needs");
        assertThatThrownBy(() -> humanEval().resume().out(folder.resolve("o")).passes(2).build())
                .hasMessageContaining("one pass");
        assertThatThrownBy(() -> humanEval().workers(0).build())
                .hasMessageContaining("workers is 0");
    }

    @Test
    void passesRepeatTheWholeAndTheLastOneCounts() throws JsonProcessingException {
        FakeGuest[] self = new FakeGuest[1];
        self[0] =
                new FakeGuest(
                        source ->
                                self[0].calls() > 3
                                        ? FakeGuest.raised("ValueError", "")
                                        : FakeGuest.DONE);
        EvaluationResult result = run(humanEval().passes(2), self[0]);
        assertThat(result.passes())
                .extracting(EvaluationResult.Pass::passed)
                .containsExactly(3L, 0L);
        JsonNode json = RecordReader.JSON.readTree(result.json());
        assertThat(json.get("passed").intValue()).isZero();
        assertThat(json.get("passes")).hasSize(2);
    }

    @Test
    void theJsonIsTheContracts() throws JsonProcessingException {
        EvaluationResult result = run(humanEval(), new FakeGuest(source -> FakeGuest.DONE));
        JsonNode json = RecordReader.JSON.readTree(result.json());
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "dataset",
                        "tasks",
                        "samples",
                        "passed",
                        "pass_at_k",
                        "outcomes",
                        "seconds",
                        "samples_per_second",
                        "passes");
        assertThat(json.get("pass_at_k").toString()).isEqualTo("{\"1\":1.0}");
        assertThat(json.get("outcomes").toString())
                .isEqualTo(
                        "{\"passed\":3,\"failed\":0,\"timed_out\":0,\"limit_exceeded\":0,"
                                + "\"denied\":0,\"rejected\":0,\"lost\":0}");
    }

    @Test
    void aFaultOfTheHostEndsTheEvaluation() {
        FakeGuest guest =
                new FakeGuest(
                        source -> {
                            throw new HandaxeException(Code.WORKER_START, "no worker");
                        });
        assertThatThrownBy(() -> run(humanEval(), guest))
                .isInstanceOf(HandaxeException.class)
                .hasMessage("no worker");
    }

    @Test
    void anInterruptEndsTheEvaluationAndStaysSet() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        FakeGuest guest =
                new FakeGuest(
                        source -> {
                            inside.countDown();
                            await(new CountDownLatch(1));
                            return FakeGuest.DONE;
                        });
        List<Object> seen = new ArrayList<>();
        Thread caller =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        run(humanEval(), guest);
                                    } catch (HandaxeException e) {
                                        seen.add(e.code());
                                        seen.add(Thread.currentThread().isInterrupted());
                                    }
                                });
        inside.await();
        caller.interrupt();
        caller.join();
        assertThat(seen).containsExactly(Code.INTERRUPTED, true);
    }

    @Test
    void theFailuresShownAreBounded() throws IOException {
        String[] flat =
                IntStream.range(0, 360)
                        .boxed()
                        .flatMap(i -> java.util.stream.Stream.of("Mini/" + i % 3, "RAISE"))
                        .toArray(String[]::new);
        EvaluationResult result =
                run(
                        humanEval().samples(samples(flat)),
                        new FakeGuest(
                                source -> FakeGuest.raised("E\u001b[31m", "x\n".repeat(50_000))));
        assertThat(result.failures().shown()).hasSize(100);
        assertThat(result.failures().leftOut()).isEqualTo(260);
        assertThat(result.failures().shown().getFirst().reason())
                .hasSizeLessThan(600)
                .doesNotContain("\n");
    }
}
