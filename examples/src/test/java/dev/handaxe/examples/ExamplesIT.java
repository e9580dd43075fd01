package dev.handaxe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what the pages say, with real workers. */
class ExamplesIT {
    @TempDir private Path folder;

    @Test
    void aFunctionIsCalled() {
        assertThat(CallAFunction.run()).isEqualTo("it returned PyFloat[value=3.5]");
    }

    @Test
    void aSessionKeepsWhatItWasTold() {
        assertThat(KeepASession.run()).isEqualTo("21\nkept");
    }

    @Test
    void aFunctionOfTheHostAnswers() {
        assertThat(LendAHostFunction.run()).isEqualTo("6\n");
    }

    @Test
    void aFileOfOnesOwnIsDrawnAndGraded() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            lines.append("{\"id\":\"t%d\",\"question\":\"?\",\"answer\":\"%d\"}\n".formatted(i, i));
        }
        Path file = Files.writeString(folder.resolve("own.jsonl"), lines);

        assertThat(LoadTasks.run(file)).matches("t(\\d) 1\\.0 \\1 equals \\1");
    }

    @Test
    void answersAreGraded() {
        assertThat(GradeAnswers.run()).isEqualTo("true, 0.5 equals \\frac12");
    }

    @Test
    void programsAreEvaluated() throws IOException {
        Path data =
                Files.writeString(
                        folder.resolve("tasks.jsonl"),
                        "{\"task_id\":\"a/0\",\"prompt\":\"def twice(n):\\n\",\"entry_point\":\"twice\","
                                + "\"canonical_solution\":\"    return 2 * n\\n\","
                                + "\"test\":\"def check(c):\\n    assert c(3) == 6\\n\"}\n");
        Path samples =
                Files.write(
                        folder.resolve("samples.jsonl"),
                        List.of(
                                "{\"task_id\":\"a/0\",\"completion\":\"    return n + n\\n\"}",
                                "{\"task_id\":\"a/0\",\"completion\":\"    return n\\n\"}"));

        assertThat(EvaluateCode.run(data, samples)).isEqualTo("1 passed, {1=0.5}");
    }
}
