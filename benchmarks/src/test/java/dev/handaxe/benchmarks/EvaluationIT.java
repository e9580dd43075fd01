package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations in real worker processes. */
final class EvaluationIT {
    private static final int WORKERS = 2;

    private static Sandbox sandbox;

    private final List<String> warnings = new ArrayList<>();

    @TempDir Path folder;

    @BeforeAll
    static void open() {
        sandbox =
                Sandbox.open(
                        Evaluation.prepared(
                                SandboxOptions.defaults().withWorkers(WORKERS).withSpares(1)));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static EvaluationOptions.Builder options(String dataSet, Path data) {
        return EvaluationOptions.builder(dataSet, data).workers(WORKERS);
    }

    private static EvaluationResult run(EvaluationOptions.Builder options) {
        return Evaluation.run(options.build(), sandbox, Progress.NONE);
    }

    private static void assertAllPass(EvaluationResult result, int tasks) {
        assertThat(result.failures().shown()).isEmpty();
        assertThat(result.counts().passed()).isEqualTo(tasks);
        assertThat(result.passAtK()).containsEntry(1, 1.0);
    }

    @Test
    void theMiniaturesPassWithTheirReferences() {
        assertAllPass(run(options("humaneval", TestFiles.mini("humaneval.jsonl"))), 3);
        assertAllPass(run(options("mbpp", TestFiles.mini("mbpp.jsonl"))), 2);
        assertAllPass(run(options("mbpp-sanitized", TestFiles.mini("sanitized-mbpp.json"))), 2);
        assertAllPass(run(options("cruxeval", TestFiles.mini("cruxeval.jsonl"))), 4);
    }

    @Test
    void samplesEndAsTheirCodeDeserves() throws IOException {
        String[] completions = {
            "    return n * 2\\n",
            "    return n * 3\\n",
            "    import sys; sys.exit(0)\\n",
            "    import os; os._exit(0)\\n",
            "    raise SystemExit\\n",
            "    pass\\nexit(0)\\n",
            "    pass\\n"
                    + "class Same:\\n"
                    + "    def __eq__(self, other): exit()\\n"
                    + "double = lambda n: Same()\\n",
            "    while True: pass\\n",
            "    import itertools; return sum(itertools.count())\\n",
            "    return open('/etc/passwd')\\n",
            "    import java\\n",
            "  return (\\n",
            "    return [0] * 10 ** 9\\n",
            "    return input()\\n",
        };
        StringBuilder lines = new StringBuilder();
        for (String completion : completions) {
            lines.append("{\"task_id\":\"Mini/0\",\"completion\":\"" + completion + "\"}\n");
        }
        Path samples = TestFiles.write(folder.resolve("samples.jsonl"), lines.toString());
        EvaluationResult result =
                run(
                        options("humaneval", TestFiles.mini("humaneval.jsonl"))
                                .samples(samples)
                                .allowPartial()
                                .policy(
                                        ExecutionPolicy.evaluation()
                                                .with(LimitName.CPU_MS, 4000)
                                                .with(LimitName.WALL_MS, 20_000)));
        assertThat(result.failures().shown())
                .as(result.failures().toString())
                .extracting(failure -> failure.sample() + " " + failure.kind().key())
                .containsExactly(
                        "2 failed",
                        "3 failed",
                        "4 failed",
                        "5 failed",
                        "6 failed",
                        "7 failed",
                        "8 timed_out",
                        "9 timed_out",
                        "10 denied",
                        "11 denied",
                        "12 rejected",
                        "13 limit_exceeded",
                        "14 failed");
        assertThat(result.counts().outcomes()).containsEntry(Kind.PASSED, 1L);
    }

    private EvaluationResult own(String tests, String... completions) throws IOException {
        Path data =
                TestFiles.write(
                        folder.resolve("own.jsonl"),
                        RecordReader.JSON
                                .createObjectNode()
                                .put("id", "own")
                                .put("prompt", "def f(n):\n")
                                .put("entry_point", "f")
                                .put("tests", tests)
                                .toString());
        Path samples =
                TestFiles.samples(
                        folder.resolve("s.jsonl"),
                        Stream.of(completions)
                                .flatMap(completion -> Stream.of("own", completion))
                                .toArray(String[]::new));
        return Evaluation.run(
                options("jsonl", data).samples(samples).build(),
                sandbox,
                new Progress() {
                    @Override
                    public void warned(String message) {
                        warnings.add(message);
                    }
                });
    }

    @Test
    void testsInAGuestOfTheirOwnSeeTheExceptionsOfTheSample() throws IOException {
        EvaluationResult result =
                own(
                        """
                        try:
                            f(-1)
                            raise RuntimeError("no error")
                        except ValueError as error:
                            assert "negative" in str(error)
                        assert f(n=4) == 2
                        """,
                        """
                            if n < 0:
                                raise ValueError("negative")
                            return n // 2
                        """,
                        """
                            class Mine(ValueError):
                                pass
                            if n < 0:
                                raise Mine("negative")
                            return n // 2
                        """,
                        "    return n // 2\n",
                        "    return {4: 2}[n]\n");
        assertThat(result.failures().shown())
                .extracting(failure -> failure.sample() + " " + failure.reason())
                .satisfiesExactly(
                        third -> assertThat(third).startsWith("3 RuntimeError: no error"),
                        fourth ->
                                assertThat(fourth)
                                        .isEqualTo("4 KeyError: -1 (line 2: return {4: 2}[n])"));
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("are no plain assertions and run in a guest of their own: own");
    }

    @Test
    void whatIsNoDataIsAsTrueAsItIsAndEqualsNothing() throws IOException {
        String match = "    import re\n    return re.match('[0-9]+$', n)\n";
        String same =
                """
                    class Same:
                        __eq__ = __bool__ = lambda *parts: True
                    return Same()
                """;
        for (String also : List.of("", "for n in '12': assert f(n)\n")) {
            assertThat(own("assert f('12')\nassert not f('x')\n" + also, match).counts().passed())
                    .as(also)
                    .isOne();
            assertThat(own("assert f('12') == '12'\n" + also, match, same).counts().passed())
                    .as(also)
                    .isZero();
        }
    }

    @Test
    void testsThatCallWithObjectsRunTogetherWithTheSampleAndThatIsSaid() throws IOException {
        EvaluationResult result =
                own(
                        "assert f(iter([1, 2])) == 3 and f(iter([])) == 0\n",
                        "    return sum(n)\n",
                        "    return len(n)\n");
        assertThat(result.failures().shown())
                .extracting(EvaluationResult.Failure::sample)
                .containsExactly(2L);
        assertThat(warnings).hasSize(2).last().asString().contains("forge the verdict: own");
    }

    @Test
    void predictionsOfCruxEvalAreExpressionsComparedAsPythonDoes() throws IOException {
        String[] idsAndPredictions = {
            "mini_0", "dict([(2, 2)] + [(1, 1)])",
            "mini_0", "{2: 2.0, 1: True}",
            "mini_0", "0 or {}",
            "mini_0", "5 or True",
            "mini_0", "exit(0)",
            "mini_0", "0]\n    class Same:\n        __eq__ = lambda a, b: True\n    return [Same()",
            "mini_0", "{2: 2, 1: 1} \\"
        };
        EvaluationResult result =
                run(
                        options("cruxeval", TestFiles.mini("cruxeval.jsonl"))
                                .samples(
                                        TestFiles.samples(
                                                folder.resolve("p.jsonl"), idsAndPredictions))
                                .allowPartial());
        assertThat(result.failures().shown())
                .extracting(failure -> failure.sample() + " " + failure.kind().key())
                .containsExactly("3 failed", "4 failed", "5 failed", "6 failed");
        assertThat(result.failures().shown().getFirst().reason()).startsWith("predicted {}, it is");
        assertAllPass(run(options("cruxeval-input", TestFiles.mini("cruxeval.jsonl"))), 4);
    }

    @Test
    void inSessionsEverySampleHasItsOwnGlobalsAndALostOneHurtsNoOther() throws IOException {
        String[] completions = {
            "    global leftover; leftover = lambda n: n * 2\\n    return n * 2\\n",
            "    return leftover(n)\\n",
            "    import itertools; return sum(itertools.count())\\n",
            "    return n * 2\\n",
            "    import sys; sys.exit(0)\\n",
            "    return n * 2\\n",
        };
        StringBuilder lines = new StringBuilder();
        for (String completion : completions) {
            lines.append("{\"task_id\":\"Mini/0\",\"completion\":\"" + completion + "\"}\n");
        }
        ExecutionPolicy policy =
                ExecutionPolicy.evaluation()
                        .with(LimitName.CPU_MS, 4000)
                        .with(LimitName.WALL_MS, 20_000)
                        .with(Isolation.SESSION);
        EvaluationResult result =
                run(
                        options("humaneval", TestFiles.mini("humaneval.jsonl"))
                                .samples(
                                        TestFiles.write(
                                                folder.resolve("s.jsonl"), lines.toString()))
                                .allowPartial()
                                .workers(1)
                                .policy(policy));
        assertThat(result.failures().shown())
                .extracting(failure -> failure.sample() + " " + failure.kind().key())
                .containsExactly("2 failed", "3 timed_out", "5 failed");
        assertThat(result.counts().outcomes()).containsEntry(Kind.PASSED, 3L);
        assertAllPass(run(options("cruxeval", TestFiles.mini("cruxeval.jsonl")).policy(policy)), 4);
    }

    @Test
    void theOfficialExampleScoresOneHalf() {
        EvaluationResult result =
                run(
                        options(
                                        "humaneval",
                                        TestFiles.shared("data/humaneval/example_problem.jsonl"))
                                .samples(TestFiles.shared("data/humaneval/example_samples.jsonl"))
                                .policy(
                                        ExecutionPolicy.evaluation()
                                                .with(LimitName.WALL_MS, 3000)));
        assertThat(result.passAtK()).containsEntry(1, 0.5);
    }

    @Test
    void humanEvalPassesWhole() {
        assertAllPass(
                run(options("humaneval", TestFiles.shared("data/humaneval/HumanEval.jsonl.gz"))),
                164);
    }

    @Test
    void cruxEvalPassesWholeComparedOutsideTheGuest() {
        assumeFullEvaluations();
        assertAllPass(
                run(options("cruxeval", TestFiles.shared("data/cruxeval/cruxeval.jsonl"))), 800);
    }

    /**
     * Measured on bare GraalPy: 2, 111, 193, 579 and 769 depend on CPython's order of sets, 596 on
     * a defect of {@code sys.getsizeof}.
     */
    @Test
    void mbppPassesButForWhatDependsOnCpython() {
        assumeFullEvaluations();
        EvaluationResult result =
                run(
                        options("mbpp", TestFiles.shared("data/mbpp/mbpp.jsonl"))
                                .policy(
                                        ExecutionPolicy.evaluation()
                                                .with(LimitName.CPU_MS, 20_000)
                                                .with(LimitName.WALL_MS, 20_000)));
        assertThat(result.failures().shown())
                .extracting(EvaluationResult.Failure::taskId)
                .isSubsetOf(List.of("2", "111", "193", "579", "596", "769"));
    }

    private static void assumeFullEvaluations() {
        assumeTrue(
                Boolean.getBoolean("handaxe.evaluations.full"),
                "skipped: takes minutes; run with -Dhandaxe.evaluations.full=true");
    }
}
