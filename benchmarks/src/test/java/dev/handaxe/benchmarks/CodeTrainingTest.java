package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Task;
import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeTrainingTest {
    private static final String PROMPT =
            "import math\n\ndef helper(n):\n    return n\n\ndef f(x):\n    \"\"\"Twice x.\n\n    >>> f(1)\n    2\n    \"\"\"\n";
    private static final CodeQuestion QUESTION =
            CodeQuestion.ofHumanEval(
                    new CodeTask.HumanEval(
                            "T/0",
                            PROMPT,
                            new CodeTask.HumanEval.TestCode(
                                    "f",
                                    "def check(candidate):\n    assert candidate(91) == 182\n"),
                            Optional.of("    return x + x  # the solution\n")));

    @TempDir private Path folder;

    @Test
    void aQuestionHasThePromptAndNothingOfTheHiddenTests() {
        Task asked = QUESTION.asked();

        assertThat(asked.question()).contains("def f(x):").contains(">>> f(1)");
        assertThat(asked.question() + asked.answerFormat())
                .doesNotContain("91")
                .doesNotContain("182")
                .doesNotContain("solution\n");
        assertThat(asked.answer()).as("which admission guards").contains("candidate(91) == 182");
        assertThat(QUESTION.shown()).hasSize(1);
    }

    @Test
    void mbppShowsTheFirstOfItsTests() throws IOException {
        TaskData data =
                mbpp(
                        "{\"task_id\": 601, \"text\": \"Join.\", \"code\": \"def join(a): pass\","
                                + " \"test_list\": [\"assert join('x') == 'xx'\", \"assert"
                                + " join('hid') == 'hidhid'\"], \"challenge_test_list\": [\"assert"
                                + " join('deep')\"]}");

        Task task = data.train().getFirst();
        assertThat(task.question())
                .contains("Join.")
                .contains("assert join('x') == 'xx'")
                .doesNotContain("hid")
                .doesNotContain("deep")
                .doesNotContain("pass");
        assertThat(task.answer()).contains("hidhid").contains("deep").doesNotContain("'xx'");
    }

    @Test
    void mbppIsSplitByItsNumbers() throws IOException {
        String[] lines =
                IntStream.of(1, 11, 510, 511, 600, 601, 974)
                        .mapToObj(
                                n ->
                                        "{\"task_id\": %d, \"prompt\": \"P\", \"test_list\": [\"assert f(1) == 1\"]}"
                                                .formatted(n))
                        .toArray(String[]::new);

        TaskData all = mbpp(lines);
        TaskData few = mbpp(lines[0], lines[1]);

        assertThat(all.train()).extracting(Task::id).containsExactly("1", "601", "974");
        assertThat(all.validation()).extracting(Task::id).containsExactly("511", "600");
        assertThat(all.test()).extracting(Task::id).containsExactly("11", "510");
        assertThat(few.train()).as("without training tasks").hasSize(2);
    }

    private TaskData mbpp(String... lines) throws IOException {
        Path file = Files.write(folder.resolve("mbpp.jsonl"), List.of(lines));
        return DataSets.tasks("mbpp", Optional.of(file), Optional.empty());
    }

    @Test
    void aRecordWithoutATextIsSaidToLackIt() {
        assertThatThrownBy(() -> mbpp("{\"task_id\": 1, \"test_list\": [\"assert f(1) == 1\"]}"))
                .isInstanceOf(HandaxeException.class)
                .hasMessageEndingWith("mbpp.jsonl line 1: field 'text' is missing");
    }

    @Test
    void tasksThatShipAreOfHumanEvalsShape() throws Exception {
        Path file =
                Path.of(
                        Objects.requireNonNull(DataSets.class.getResource("code/tasks.jsonl"))
                                .toURI());
        TaskData data = DataSets.tasks("humaneval", Optional.of(file), Optional.empty());

        assertThat(data.train()).hasSize(18);
        assertThat(data.isCode()).isTrue();
        assertThat(data.train())
                .allSatisfy(task -> assertThat(task.question()).contains(">>> "))
                .allSatisfy(task -> assertThat(task.question()).doesNotContain("candidate"));
    }

    @Test
    void theLastBlockThatDefinesTheFunctionIsTheProgram() {
        String message =
                "First:\n```python\ndef f(x):\n    return 0\n```\nBetter:\n```python\nimport re\n\ndef f(x):\n    return 2 * x\n```\nUse:\n```\nprint(f(2))\n```";

        assertThat(QUESTION.program(message))
                .contains(
                        "import math\n\ndef helper(n):\n    return n\n\nimport re\n\ndef f(x):\n    return 2 * x\n");
    }

    @Test
    void aBodyIsTheRestOfThePrompt() {
        assertThat(QUESTION.program("```python\n    return 2 * x\n```"))
                .contains(PROMPT + "    return 2 * x\n");
        assertThat(QUESTION.program("    return 2 * x")).contains(PROMPT + "    return 2 * x");
    }

    @Test
    void aWholeProgramNeedsNoBlock() {
        assertThat(QUESTION.program("def f(x):\r\n    return 2")).isPresent();
        assertThat(QUESTION.program("  ```py\n  def f(x):\n      return 2\n  ```"))
                .get()
                .asString()
                .endsWith("def f(x):\n    return 2\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~",
                "I cannot.",
                "```\nprint(1)\n```",
                "```python\ndef g(x): pass\n```",
                "```"
            })
    void whatDefinesNothingIsNoProgram(String message) {
        assertThat(QUESTION.program(message.replace("\\n", "\n"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FAILED | AssertionError: f(91) returned 0, expected 182 | wrong answer",
                "FAILED | TypeError: bad 91 (line 3: x) | TypeError",
                "FAILED | Leak_91_182: boom | another exception",
                "FAILED | Leak91 | another exception",
                "FAILED | ended before it had answered everything | ended before all tests were answered",
                "TIMED_OUT | cpu_ms, allowed is 10000 | time limit",
                "LIMIT_EXCEEDED | heap_bytes, allowed is 9 | limit heap_bytes",
                "LIMIT_EXCEEDED | 91 182, allowed is 9 | limit",
                "DENIED | file.read /91 | a capability that is denied",
                "REJECTED | invalid syntax: 91 | no Python program",
                "LOST | 91 | lost with its worker"
            })
    void ofHiddenTestsAWordFromAListIsTold(Kind kind, String reason, String told) {
        Sample sample = new Sample(1, "t", "", new Attempt.Program(""), Map.of());

        assertThat(ErrorClass.of(new Sample.Judged(sample, kind, reason))).isEqualTo(told);
    }

    @Test
    void codeIsNotGradedWithoutASandbox() {
        var grader = new CodeGrader(Map.of("T/0", QUESTION));

        assertThatThrownBy(() -> grader.grade(QUESTION.asked(), "def f(x): pass"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(grader.grade(QUESTION.asked(), "no code").symptom()).isPresent();
    }

    @Test
    void blocksEndWithTheFenceThatBeganThem() {
        assertThat(Grader.OfCode.blocks("````\na\n```\nb\n````\n~~~py\nc\n~~~\n```\nd"))
                .containsExactly("a\n```\nb\n", "c\n", "d\n");
        assertThat(Grader.OfCode.blocks("no code")).isEmpty();
    }
}
