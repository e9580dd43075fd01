package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Samples that try to pass without solving the task, in real workers. They are data: {@code
 * forgeries.py}, one after the other. The expected values cannot be guessed.
 */
final class ForgeryIT {
    private static final String SOLUTION = "    return {3: 918273645, 5: 564738291}[n]\n";
    private static final String PLAIN =
            "assert candidate(3) == 918273645\n    assert candidate(5) == 564738291\n";
    private static final String NOT_PLAIN =
            "assert all(map(lambda pair: candidate(pair[0]) == pair[1],"
                    + " ((3, 918273645), (5, 564738291))))\n";

    private static final Pattern HEADER = Pattern.compile("(?m)^# forgery: ");

    private static Sandbox sandbox;

    @TempDir Path folder;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(Evaluation.prepared(SandboxOptions.defaults().withWorkers(2)));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private record Forgery(String name, String completion) {}

    /** Each begins with a line {@code # forgery: NAME} and follows the prompt. */
    private static List<Forgery> forgeries() throws IOException {
        List<Forgery> all = new ArrayList<>();
        try (InputStream in =
                Objects.requireNonNull(ForgeryIT.class.getResourceAsStream("forgeries.py"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : HEADER.splitAsStream(text).toList()) {
                int end = part.indexOf('\n');
                if (!part.startsWith("#") && end > 0) {
                    all.add(new Forgery(part.substring(0, end), part.substring(end + 1)));
                }
            }
        }
        return all;
    }

    private EvaluationResult evaluate(Grading grading, String asserts, List<String> completions)
            throws IOException {
        Path data =
                TestFiles.write(
                        folder.resolve("secret.jsonl"),
                        RecordReader.JSON
                                .createObjectNode()
                                .put("task_id", "Secret/0")
                                .put("prompt", "def answer(n):\n    \"\"\"Nobody can know.\"\"\"\n")
                                .put("canonical_solution", SOLUTION)
                                .put("entry_point", "answer")
                                .put("test", "def check(candidate):\n    " + asserts)
                                .toString());
        Path samples =
                TestFiles.samples(
                        folder.resolve("samples.jsonl"),
                        completions.stream()
                                .flatMap(completion -> Stream.of("Secret/0", completion))
                                .toArray(String[]::new));
        return Evaluation.run(
                EvaluationOptions.builder("humaneval", data)
                        .samples(samples)
                        .grading(grading)
                        .workers(2)
                        .policy(
                                ExecutionPolicy.evaluation()
                                        .with(LimitName.CPU_MS, 4000)
                                        .with(LimitName.WALL_MS, 15_000))
                        .build(),
                sandbox,
                Progress.NONE);
    }

    @ParameterizedTest
    @EnumSource(value = Grading.class, mode = Mode.EXCLUDE, names = "TOGETHER")
    void noForgeryPassesAndTheSolutionDoes(Grading grading) throws IOException {
        List<Forgery> forgeries = forgeries();
        assertThat(forgeries).hasSizeGreaterThan(20);
        List<String> completions = new ArrayList<>();
        forgeries.forEach(forgery -> completions.add(forgery.completion()));
        completions.add(SOLUTION);
        String asserts = grading == Grading.OUTSIDE ? PLAIN : NOT_PLAIN;

        EvaluationResult result = evaluate(grading, asserts, completions);

        assertThat(result.counts().samples()).isEqualTo(completions.size());
        List<String> failed = new ArrayList<>();
        result.failures()
                .shown()
                .forEach(each -> failed.add(forgeries.get((int) each.sample() - 1).name()));
        assertThat(failed)
                .containsExactlyElementsOf(forgeries.stream().map(Forgery::name).toList());
        assertThat(result.counts().outcomes())
                .containsEntry(Kind.PASSED, 1L)
                .containsEntry(Kind.REJECTED, 0L)
                .containsEntry(Kind.LOST, 0L);
    }

    /** What the two ways are for: the tests of the data set's own harness are forged by these. */
    @Test
    void togetherWithTheTestsForgeriesPass() throws IOException {
        List<Forgery> forgeries = forgeries();
        List<String> completions = forgeries.stream().map(Forgery::completion).toList();

        EvaluationResult result = evaluate(Grading.TOGETHER, PLAIN, completions);

        List<String> passed = new ArrayList<>();
        forgeries.forEach(forgery -> passed.add(forgery.name()));
        result.failures()
                .shown()
                .forEach(each -> passed.remove(forgeries.get((int) each.sample() - 1).name()));
        assertThat(passed)
                .contains("an object that equals everything", "constants of the caller's code");
    }

    /**
     * Tests that cannot hand over what they call with run together with the sample. A sample cannot
     * bring that about.
     */
    @Test
    void noSampleGetsItsTestsIntoItsGuest() throws IOException {
        String forged =
                """
                    class Same(str):
                        __eq__ = lambda self, other: True
                    return Same("handaxe_ask(): an argument has a type with no neutral form")
                """;
        String tests = "assert candidate(3) == 918273645 and candidate is not None, candidate(3)\n";
        EvaluationResult result = evaluate(Grading.OUTSIDE, tests, List.of(forged, SOLUTION));
        assertThat(result.failures().shown())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.sample()).isEqualTo(1);
                            assertThat(failure.reason()).startsWith("AssertionError: handaxe_ask");
                        });
        assertThat(evaluate(Grading.TOGETHER, tests, List.of(forged)).counts().passed())
                .as("which would have helped it")
                .isOne();
    }

    /** What a sample returned is handed to it again: that it is no data is its own doing. */
    @Test
    void noSampleGetsItsTestsIntoItsGuestByAValueThatIsHandedBack() throws IOException {
        String forged =
                """
                    class Same:
                        __eq__ = lambda self, other: True
                    return Same()
                """;
        String tests = "assert candidate(candidate(3)) == 918273645 or candidate is None\n";
        String twice = "assert candidate([candidate(3)]) == 918273645 or candidate is None\n";
        for (String each : List.of(tests, twice)) {
            EvaluationResult result = evaluate(Grading.OUTSIDE, each, List.of(forged));
            assertThat(result.counts().passed()).isZero();
            assertThat(result.failures().shown().getFirst().reason()).contains("no argument");
            assertThat(evaluate(Grading.TOGETHER, each, List.of(forged)).counts().passed())
                    .as("which would have helped it")
                    .isOne();
        }
    }

    /** A sample that is asked by its own code is answered one input at a time, like any other. */
    @Test
    void whoAsksForInputsGetsTheNextOnlyForAnAnswer() throws IOException {
        String greedy =
                """
                    return 0
                import builtins, sys
                class Asker(dict):
                    def __contains__(self, name):
                        frame = sys._getframe(1)
                        first, ask = frame.f_locals["positional"], frame.f_locals["ask"]
                        token = frame.f_locals["token"]
                        second = ask(token, 0)
                        if second is None:
                            raise ValueError(f"after {first} nothing more")
                        raise ValueError(f"saw {first} and {second}")
                builtins.globals = Asker
                """;
        EvaluationResult result = evaluate(Grading.OUTSIDE, PLAIN, List.of(greedy));
        assertThat(result.counts().passed()).isZero();
        assertThat(result.failures().shown().getFirst().reason())
                .contains("candidate(3) returned 0, expected 918273645")
                .doesNotContain("564738291");
    }
}
