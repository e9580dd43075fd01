package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir private Path folder;

    @Test
    void thePageIsWrittenIntoTheRunAndItsPathIsPrinted() throws IOException {
        Path run = begun();

        CommandRun report = CommandRun.of("report", run.toString());

        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(report.out()).isEqualTo(run.resolve("report.html") + "\n");
        assertThat(report.err()).contains("the run has not finished");
        assertThat(run.resolve("report.html")).content().startsWith("<!doctype html>");
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("run.json", "report.html");
        }
    }

    @Test
    void anotherFileIsReplacedAsAWhole() throws IOException {
        Path out = folder.resolve("pages/mine.html");
        Files.createDirectories(out.getParent());
        Files.writeString(out, "old");

        CommandRun report =
                CommandRun.of("report", begun().toString(), "--out", out.toString(), "--json");

        assertThat(report.out())
                .isEqualTo(
                        "{\"report\":\"%s\",\"finished\":false,\"conversations\":0}\n"
                                .formatted(out));
        assertThat(out).content().startsWith("<!doctype html>").endsWith("</html>\n");
    }

    @Test
    void whatIsNoRunIsSaidInOneLine() throws IOException {
        CommandRun nothing = CommandRun.of("report", folder.resolve("nowhere").toString());
        Files.writeString(folder.resolve("run.json"), "{\"format\":");
        CommandRun broken = CommandRun.of("report", folder.toString());
        CommandRun place = CommandRun.of("report", begun().toString(), "--out", folder.toString());

        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("nowhere is not the folder of a run").hasLineCount(1);
        assertThat(broken.exitCode()).isEqualTo(2);
        assertThat(broken.err()).contains("run.json").hasLineCount(1);
        assertThat(place.exitCode()).isEqualTo(2);
        assertThat(place.err()).contains("is a folder: name a file").hasLineCount(1);
    }

    private Path begun() {
        return RunFolder.create(folder.resolve("run"), Map.of("dataset", "demo")).path();
    }
}
