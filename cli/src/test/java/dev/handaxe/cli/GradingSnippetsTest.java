package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/datasets.md and docs/grading.md do what the pages say. */
class GradingSnippetsTest {
    @TempDir private Path folder;

    @Test
    void aFileOfOnesOwnIsDrawnAndGraded() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            lines.append("{\"id\":\"t%d\",\"question\":\"?\",\"answer\":\"%d\"}\n".formatted(i, i));
        }
        Path file = Files.writeString(folder.resolve("own.jsonl"), lines);

        assertThat(GradingSnippets.dataSet(file)).matches("t(\\d) 1\\.0 \\1 equals \\1");
    }

    @Test
    void aPairIsGraded() {
        assertThat(GradingSnippets.grader()).isEqualTo("true, 0.5 equals \\frac12");
    }
}
