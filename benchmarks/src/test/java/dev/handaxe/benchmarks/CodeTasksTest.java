package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeTasksTest {
    @TempDir Path folder;

    private static CodeTask task(String dataSet, String file, String id) {
        return Objects.requireNonNull(CodeTasks.load(dataSet, TestFiles.mini(file)).get(id));
    }

    private static String program(Attempt attempt) {
        return ((Attempt.Program) attempt).source();
    }

    @Test
    void aHumanEvalProgramIsPromptCompletionTestsAndTheirCall() {
        assertThat(
                        program(
                                task("humaneval", "humaneval.jsonl", "Mini/0")
                                        .attempt("    pass", Grading.TOGETHER)))
                .isEqualTo(
                        """
                        def double(n):
                            \"""Twice n.\"""
                            pass
                        def check(candidate):
                            assert candidate(2) == 4
                            assert candidate(10 ** 30) == 2 * 10 ** 30

                        check(double)\
                        """);
    }

    @Test
    void noProgramHasCarriageReturns() {
        assertThat(
                        program(
                                task("humaneval", "humaneval.jsonl", "Mini/1")
                                        .attemptReference(Grading.TOGETHER)))
                .doesNotContain("\r")
                .contains("caf\u00e9", "\ud83d\ude80");
        assertThat(program(task("mbpp", "mbpp.jsonl", "2").attemptReference(Grading.TOGETHER)))
                .doesNotContain("\r");
    }

    @Test
    void mbppSetUpMayUseTheProgramAndItsChallengeTestsAreNoPart() {
        String program =
                program(task("mbpp", "mbpp.jsonl", "2").attemptReference(Grading.TOGETHER));
        assertThat(program.indexOf("chain = Link"))
                .isGreaterThan(program.indexOf("class Link"))
                .isLessThan(program.indexOf("assert total"));
        assertThat(program(task("mbpp", "mbpp.jsonl", "1").attempt("x = 1", Grading.TOGETHER)))
                .startsWith("x = 1\nassert join")
                .doesNotContain("assert False");
    }

    @Test
    void sanitizedMbppIsAnArrayWithImportsForItsTests() {
        assertThat(
                        program(
                                task("mbpp-sanitized", "sanitized-mbpp.json", "3")
                                        .attempt(
                                                "def diagonal(a, b): return 5.0",
                                                Grading.TOGETHER)))
                .isEqualTo(
                        """
                        def diagonal(a, b): return 5.0
                        import math
                        assert math.isclose(diagonal(3, 4), 5)\
                        """);
    }

    @Test
    void cruxEvalRunsItsReferenceAndReadsPredictions() {
        CodeTask task = task("cruxeval", "cruxeval.jsonl", "mini_1");
        Attempt.Call call = (Attempt.Call) task.attemptReference(Grading.TOGETHER);
        assertThat(call.source())
                .isEqualTo(
                        """
                        def f(a, b):
                            return (a + b, a == b)

                        def handaxe_output():
                            return f((1,), (1, 2))
                        """);
        assertThat(task.attempt(" ((1, 1, 2), False)\n", Grading.TOGETHER))
                .isEqualTo(new Attempt.Decided(EvaluationResult.Kind.PASSED, ""));
        assertThat(kind(task.attempt("((1, 1, 2), 0)", Grading.TOGETHER)))
                .as("as Python compares")
                .isEqualTo(EvaluationResult.Kind.PASSED);
        assertThat(kind(task.attempt("((1, 1, 2), 1)", Grading.TOGETHER)))
                .isEqualTo(EvaluationResult.Kind.FAILED);
        assertThat(kind(task.attempt("[(1, 1, 2), False]", Grading.TOGETHER)))
                .isEqualTo(EvaluationResult.Kind.FAILED);
        assertThat(task.attempt("f((1,), (1, 2))", Grading.OUTSIDE))
                .isInstanceOf(Attempt.Skipped.class);
    }

    @Test
    void cruxEvalRunsPredictionsThatAreNoLiteralsWithoutTellingThemTheOutput() {
        CodeTask task = task("cruxeval", "cruxeval.jsonl", "mini_1");
        Attempt.Examined run =
                (Attempt.Examined) task.attempt("((1,) + (1, 2), not 1)", Grading.OUTSIDE);
        assertThat(run.source())
                .isEqualTo(
                        """
                        def f(a, b):
                            return (a + b, a == b)


                        def handaxe_prediction():
                            return [((1,) + (1, 2), not 1)
                            ][0]
                        """)
                .doesNotContain("(1, 1, 2)", "False");
        assertThat(run.steps())
                .singleElement()
                .extracting(step -> step.question().function())
                .isEqualTo("handaxe_prediction");
    }

    @Test
    void cruxEvalsInputsArePredictedAsCalls() {
        CodeTask task = task("cruxeval-input", "cruxeval.jsonl", "mini_1");
        assertThat(task.reference()).contains("f((1,), (1, 2))");
        assertThat(task.attemptReference(Grading.OUTSIDE)).isInstanceOf(Attempt.Examined.class);
        assertThat(task.attempt("((1,), (1, 2))", Grading.OUTSIDE))
                .isEqualTo(new Attempt.Skipped("skipped: it does not call f"));
    }

    private static EvaluationResult.Kind kind(Attempt attempt) {
        return ((Attempt.Decided) attempt).kind();
    }

    @Test
    void aTaskOfOnesOwnIsAProgramOrWhatFollowsItsPrompt() throws IOException {
        Path own =
                TestFiles.write(
                        folder.resolve("own.jsonl"),
                        """
                        {"id": 1, "prompt": "Twice n?", "tests": ["assert f(2) == 4", "assert f(0) == 0"]}
                        {"id": "b", "prompt": "def f(n):\\r\\n", "tests": "assert f(2) == 4", "entry_point": "f", "solution": "    return n + n"}
                        {"id": "c", "prompt": "def f(n):\\n", "tests": "def check(g):\\n    assert g(2) == 4", "entry_point": "f"}
                        """);
        Map<String, CodeTask> tasks = CodeTasks.load("jsonl", own);
        assertThat(
                        program(
                                Objects.requireNonNull(tasks.get("1"))
                                        .attempt("f = abs", Grading.TOGETHER)))
                .isEqualTo("f = abs\nassert f(2) == 4\nassert f(0) == 0");
        assertThat(
                        program(
                                Objects.requireNonNull(tasks.get("b"))
                                        .attemptReference(Grading.TOGETHER)))
                .isEqualTo("def f(n):\n    return n + n\nassert f(2) == 4");
        assertThat(
                        program(
                                Objects.requireNonNull(tasks.get("c"))
                                        .attempt("    return 4", Grading.TOGETHER)))
                .isEqualTo(
                        "def f(n):\n    return 4\ndef check(g):\n    assert g(2) == 4\ncheck(f)");
    }

    @Test
    void aTaskOfOnesOwnMayHaveLimits() throws IOException {
        String record = "{\"id\":1,\"prompt\":\"?\",\"tests\":[\"assert f()\"],\"limits\":%s}";
        Path own =
                TestFiles.write(
                        folder.resolve("own.jsonl"), record.formatted("{\"cpu_ms\":20000}"));
        assertThat(Objects.requireNonNull(CodeTasks.load("jsonl", own).get("1")).limits())
                .containsExactly(Map.entry(LimitName.CPU_MS, 20_000L));
        TestFiles.write(own, record.formatted("{\"cpu\":1}"));
        assertThatThrownBy(() -> CodeTasks.load("jsonl", own))
                .hasMessageContaining("line 1: field 'limits' has the unknown limit 'cpu'");
        TestFiles.write(own, record.formatted("{\"cpu_ms\":0.5}"));
        assertThatThrownBy(() -> CodeTasks.load("jsonl", own))
                .hasMessageContaining("field 'limits' has cpu_ms that is no integer from 1 to");
    }

    @Test
    void plainTestsAreGradedOutsideOthersInAGuestOfTheirOwn() throws IOException {
        Path own =
                TestFiles.write(
                        folder.resolve("own.jsonl"),
                        """
                        {"id": 1, "prompt": "?", "entry_point": "f", "tests": ["assert f(2) == 4"]}
                        {"id": 2, "prompt": "?", "entry_point": "f", "tests": ["assert f(2) < 4"]}
                        {"id": 3, "prompt": "?", "tests": ["assert f(2) == 4"]}
                        {"id": 4, "prompt": "?", "tests": ["assert f(A()) == 4"], "solution": "class A: pass\\ndef f(a): pass"}
                        {"id": 5, "prompt": "?", "tests": ["assert f(2) == 4"], "solution": "def f(a): pass"}
                        """);
        Map<String, CodeTask> tasks = CodeTasks.load("jsonl", own);
        assertThat(tasks.values().stream().map(task -> task.way(Grading.OUTSIDE)))
                .containsExactly(
                        Grading.OUTSIDE,
                        Grading.GUEST,
                        Grading.TOGETHER,
                        Grading.TOGETHER,
                        Grading.OUTSIDE);
        assertThat(tasks.values().stream().map(task -> task.way(Grading.GUEST)))
                .containsExactly(
                        Grading.GUEST,
                        Grading.GUEST,
                        Grading.TOGETHER,
                        Grading.TOGETHER,
                        Grading.GUEST);
        assertThat(tasks.values().stream().map(task -> task.way(Grading.TOGETHER)).distinct())
                .containsExactly(Grading.TOGETHER);
    }

    @Test
    void theProgramOfTheTestsHasNothingOfTheSample() {
        CodeTask task = task("humaneval", "humaneval.jsonl", "Mini/0");
        Attempt.Apart apart = (Attempt.Apart) task.attempt("    SAMPLE", Grading.GUEST);
        assertThat(apart.source()).contains("SAMPLE").doesNotContain("check", "assert");
        assertThat(apart.tests().program("TOKEN"))
                .doesNotContain("SAMPLE")
                .contains("handaxe_ask(\"TOKEN\", name, positional, named)")
                .endsWith("double = handaxe_elsewhere(\"double\")\n\ncheck(double)\n");
    }

    @Test
    void aTaskOfOnesOwnNeedsTests() throws IOException {
        Path none =
                TestFiles.write(
                        folder.resolve("none.jsonl"),
                        "{\"id\":1,\"prompt\":\"?\",\"tests\":[\" \"]}");
        assertThatThrownBy(() -> CodeTasks.load("jsonl", none))
                .hasMessageContaining("none.jsonl line 1: field 'tests' is empty");
    }

    @Test
    void aFileOfOnesOwnHasNoUsualName() {
        assertThatThrownBy(() -> CodeTasks.load("jsonl", folder))
                .isInstanceOf(HandaxeException.class)
                .hasMessage(folder + " is a folder, a file is needed");
    }

    @Test
    void takesAFolderAndAnArchive() throws IOException {
        byte[] content = Files.readAllBytes(TestFiles.mini("humaneval.jsonl"));
        TestFiles.gzip(folder.resolve("HumanEval.jsonl.gz"), content);
        assertThat(CodeTasks.load("humaneval", folder).keySet())
                .containsExactly("Mini/0", "Mini/1", "Mini/2");
        assertThatThrownBy(() -> CodeTasks.load("cruxeval", folder))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("cruxeval.jsonl");
    }

    @Test
    void malformedRecordsAreNamed() throws IOException {
        assertThatThrownBy(() -> CodeTasks.load("mbpp", TestFiles.mini("humaneval.jsonl")))
                .hasMessageContaining("humaneval.jsonl line 1: field 'test_list' is missing");
        Path twice =
                TestFiles.write(
                        folder.resolve("twice.jsonl"),
                        "{\"id\":\"a\",\"code\":\"\",\"input\":\"\",\"output\":\"1\"}\n".repeat(2));
        assertThatThrownBy(() -> CodeTasks.load("cruxeval", twice))
                .hasMessageContaining("twice.jsonl line 2: field 'id' is 'a' for the second time");
        Path name =
                TestFiles.write(
                        folder.resolve("name.jsonl"),
                        "{\"task_id\":\"a\",\"prompt\":\"\",\"test\":\"\",\"entry_point\":\"f)\"}");
        assertThatThrownBy(() -> CodeTasks.load("humaneval", name))
                .hasMessageContaining("line 1: field 'entry_point' is no Python identifier");
        Path literal =
                TestFiles.write(
                        folder.resolve("literal.jsonl"),
                        "{\"id\":\"a\",\"code\":\"\",\"input\":\"\",\"output\":\"[1,\"}");
        assertThatThrownBy(() -> CodeTasks.load("cruxeval", literal))
                .hasMessageContaining("line 1: field 'output' is no Python literal: position 3");
    }

    @Test
    void anUnknownDataSetIsNamedWithTheKnownOnes() {
        assertThatThrownBy(() -> CodeTasks.load("apps", folder))
                .hasMessageContaining("'apps'")
                .hasMessageContaining("mbpp-sanitized");
    }

    @Test
    void theOfficialFilesLoadWhole() {
        Map<String, Integer> sizes =
                Map.of(
                        "humaneval", 164,
                        "mbpp", 974,
                        "cruxeval", 800);
        sizes.forEach(
                (name, size) ->
                        assertThat(CodeTasks.load(name, TestFiles.shared("data/" + name)))
                                .hasSize(size));
        assertThat(CodeTasks.load("mbpp-sanitized", TestFiles.shared("data/mbpp"))).hasSize(427);
    }
}
