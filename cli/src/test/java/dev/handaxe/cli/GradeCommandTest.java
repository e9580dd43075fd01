package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradeCommandTest {
    @TempDir private Path folder;

    private Path pairs(String lines) throws IOException {
        return Files.writeString(folder.resolve("pairs.jsonl"), lines);
    }

    @Test
    void pairsAreGradedForPeopleAndPrograms() throws IOException {
        Path pairs =
                pairs(
                        """
                        {"prediction": "0.5", "gold": "\\\\frac12"}
                        {"prediction": "2", "gold": "3"}
                        """);

        CommandRun json = CommandRun.of("grade", "math", "--pairs", "" + pairs, "--json");

        assertThat(json.exitCode()).as(json.err()).isZero();
        assertThat(json.out()).startsWith("{\"grader\":\"math\",\"correct\":1,\"verdicts\":[");
        assertThat(CommandRun.of("grade", "math", "--pairs", "" + pairs).out())
                .contains("right")
                .contains("wrong")
                .contains("math: 1 of 2 right");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "gsm8k | {\"prediction\":\"#### 1,000\",\"gold\":\"#### 1000\"}",
                "tabmwp | {\"prediction\":\"(B)\",\"gold\":\"b c\",\"choices\":[\"a\",\"b c\"]}",
                "tabmwp | {\"prediction\":\"It is 5 kg\",\"gold\":\"5\",\"unit\":\"kg\"}",
                "gaia | {\"prediction\":\"$1,000\",\"gold\":1000}",
                "arc | {\"prediction\":\"[[1]]\",\"gold\":\"[[[1]]]\"}",
                "exact | {\"prediction\":\"a\",\"gold\":\"a\",\"unit\":null,\"choices\":null}",
                "numeric:0.1 | {\"prediction\":1.05,\"gold\":1}",
                "math:official | {\"prediction\":null,\"gold\":null}"
            })
    void everyGraderIsThere(String grader, String pair) throws IOException {
        CommandRun run = CommandRun.of("grade", grader, "--pairs", "" + pairs(pair), "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"correct\":1,\"verdicts\":[{\"correct\":true,");
    }

    @Test
    void whatIsNotDecidedIsCounted() throws IOException {
        Path pairs = pairs("{\"prediction\":\"5\",\"gold\":\"five\"}\n");

        assertThat(CommandRun.of("grade", "numeric", "--pairs", "" + pairs).out())
                .contains("    1  ?      ")
                .contains("numeric: 0 of 1 right, 1 not decided");
    }

    @Test
    void misuseIsAUsageErrorOfOneLine() throws IOException {
        assertThat(CommandRun.of("grade", "taste", "--pairs", "p").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("grade", "taste", "--pairs", "p").err())
                .contains("there is no grader 'taste'; there are gsm8k, math");
        assertThat(CommandRun.of("grade", "math").exitCode()).isEqualTo(2);
        CommandRun run = CommandRun.of("grade", "gaia", "--pairs", "" + pairs("{\"gold\":1}"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("pairs.jsonl line 1: field 'prediction' is missing");
    }
}
