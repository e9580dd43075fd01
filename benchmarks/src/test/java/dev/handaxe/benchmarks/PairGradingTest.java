package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PairGradingTest {
    @TempDir Path folder;

    private Path pairs(String content) throws IOException {
        return TestFiles.write(folder.resolve("pairs.jsonl"), content);
    }

    @Test
    void gradesEveryPairAndPrintsTheContractsJson() throws IOException {
        PairGrading grading =
                PairGrading.of(
                        "numeric",
                        pairs(
                                """
                                {"prediction": "42", "gold": 42}
                                {"prediction": 41.5, "gold": "42"}
                                {"prediction": null, "gold": "42"}
                                {"prediction": "42", "gold": "many"}
                                """));
        assertThat(grading.correct()).isEqualTo(1);
        assertThat(grading.json())
                .isEqualTo(
                        "{\"grader\":\"numeric\",\"correct\":1,\"verdicts\":["
                                + "{\"correct\":true,\"reason\":\"42 equals 42\"},"
                                + "{\"correct\":false,\"reason\":\"41.5 is not 42\"},"
                                + "{\"correct\":false,\"reason\":\"the prediction is no number\"},"
                                + "{\"correct\":null,\"reason\":\"the gold answer is no number\"}]}");
    }

    @Test
    void gridsMayBeJsonOrTextOfIt() throws IOException {
        PairGrading grading =
                PairGrading.of(
                        "arc",
                        pairs(
                                """
                                {"prediction": [[1, 2]], "gold": [[[1, 2]]]}
                                {"prediction": "[[1, 2]]", "gold": [[1, 2]]}
                                {"prediction": [[1, 3]], "gold": "[[1, 2]]"}
                                {"prediction": {"grid": 1}, "gold": [[1, 2]]}
                                """));
        assertThat(grading.judgements().stream().map(AnswerGrader.Judgement::isCorrect))
                .containsExactly(true, true, false, false);
        Path list = pairs("{\"prediction\":[1],\"gold\":\"1\"}");
        assertThatThrownBy(() -> PairGrading.of("exact", list))
                .hasMessageContaining("field 'prediction' is a list");
    }

    @Test
    void aMissingFieldIsNamed() {
        assertThatThrownBy(
                        () ->
                                PairGrading.of(
                                        "exact",
                                        pairs("{\"prediction\":\"a\",\"gold\":\"a\"}\n{}")))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("pairs.jsonl line 2: field 'prediction' is missing");
    }
}
