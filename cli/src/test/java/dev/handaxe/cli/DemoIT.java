package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README shows: runs replayed from the recordings that ship, by the command itself. */
class DemoIT {
    @TempDir private Path folder;

    @Test
    void theDemoTrainsFromTheRecordingThatShips() throws Exception {
        ProcessRun demo = HandaxeProcess.run(folder, "train", "demo");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.err()).contains("no model is asked").contains("baseline train 12/12");
        assertThat(demo.out()).contains("before ").contains("after ").contains("functions");
        assertThat(folder.resolve("runs")).isDirectory();
    }

    @ParameterizedTest
    @CsvSource({"numbers, 0.222, 1", "tables, 0.111, 1", "calendar, 0.333, 0.833"})
    void eachDomainTrainsFromItsRecording(String domain, double before, double after)
            throws Exception {
        Path run = folder.resolve(domain);

        ProcessRun replayed =
                HandaxeProcess.run(folder, "train", domain, "--json", "--out", run.toString());

        assertThat(replayed.exitCode()).as(replayed.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(replayed.out());
        assertThat(result.at("/baseline/test").asDouble()).isCloseTo(before, within(0.001));
        assertThat(result.at("/final/test").asDouble()).isCloseTo(after, within(0.001));
        assertThat(Files.isDirectory(run.resolve("functions"))).isTrue();
    }
}
