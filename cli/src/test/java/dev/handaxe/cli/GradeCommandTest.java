package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradeCommandTest {
    @TempDir private Path folder;

    @Test
    void pairsAreGradedForPeopleAndPrograms() throws IOException {
        Path pairs =
                Files.writeString(
                        folder.resolve("pairs.jsonl"),
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

    @Test
    void gradersThatAreNotThereAreUsageErrors() {
        assertThat(CommandRun.of("grade", "gaia", "--pairs", "p").err())
                .contains("grader gaia is not available yet");
        assertThat(CommandRun.of("grade", "taste", "--pairs", "p").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("grade", "math").exitCode()).isEqualTo(2);
    }
}
