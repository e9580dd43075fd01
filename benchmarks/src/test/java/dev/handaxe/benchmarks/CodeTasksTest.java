package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        assertThat(program(task("humaneval", "humaneval.jsonl", "Mini/0").attempt("    pass")))
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
        assertThat(program(task("humaneval", "humaneval.jsonl", "Mini/1").attemptReference()))
                .doesNotContain("\r")
                .contains("caf\u00e9", "\ud83d\ude80");
        assertThat(program(task("mbpp", "mbpp.jsonl", "2").attemptReference()))
                .doesNotContain("\r");
    }

    @Test
    void mbppSetUpMayUseTheProgramAndItsChallengeTestsAreNoPart() {
        String program = program(task("mbpp", "mbpp.jsonl", "2").attemptReference());
        assertThat(program.indexOf("chain = Link"))
                .isGreaterThan(program.indexOf("class Link"))
                .isLessThan(program.indexOf("assert total"));
        assertThat(program(task("mbpp", "mbpp.jsonl", "1").attempt("x = 1")))
                .startsWith("x = 1\nassert join")
                .doesNotContain("assert False");
    }

    @Test
    void sanitizedMbppIsAnArrayWithImportsForItsTests() {
        assertThat(
                        program(
                                task("mbpp-sanitized", "sanitized-mbpp.json", "3")
                                        .attempt("def diagonal(a, b): return 5.0")))
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
        Attempt.Call call = (Attempt.Call) task.attemptReference();
        assertThat(call.source())
                .isEqualTo(
                        """
                        def f(a, b):
                            return (a + b, a == b)

                        def handaxe_output():
                            return f((1,), (1, 2))
                        """);
        assertThat(task.attempt(" ((1, 1, 2), False)\n"))
                .isEqualTo(new Attempt.Decided(EvaluationResult.Kind.PASSED, ""));
        assertThat(kind(task.attempt("((1, 1, 2), 0)"))).isEqualTo(EvaluationResult.Kind.FAILED);
        assertThat(kind(task.attempt("[(1, 1, 2), False]")))
                .isEqualTo(EvaluationResult.Kind.FAILED);
        assertThat(kind(task.attempt("(1, 1, 2), False")))
                .isEqualTo(EvaluationResult.Kind.REJECTED);
        assertThat(kind(task.attempt("__import__('os')")))
                .isEqualTo(EvaluationResult.Kind.REJECTED);
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
        assertThat(program(Objects.requireNonNull(tasks.get("1")).attempt("f = abs")))
                .isEqualTo("f = abs\nassert f(2) == 4\nassert f(0) == 0");
        assertThat(program(Objects.requireNonNull(tasks.get("b")).attemptReference()))
                .isEqualTo("def f(n):\n    return n + n\nassert f(2) == 4");
        assertThat(program(Objects.requireNonNull(tasks.get("c")).attempt("    return 4")))
                .isEqualTo(
                        "def f(n):\n    return 4\ndef check(g):\n    assert g(2) == 4\ncheck(f)");
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
