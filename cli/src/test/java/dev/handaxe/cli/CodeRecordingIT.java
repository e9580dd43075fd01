package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handaxe.benchmarks.DataSets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recording of training on the tasks of code that ship, with real workers. */
class CodeRecordingIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;
    private Path tasks;
    private Path recording;

    @BeforeEach
    void unpack() throws IOException {
        tasks = folder.resolve("tasks.jsonl");
        recording = folder.resolve("recording.jsonl");
        try (InputStream plain = open("code/tasks.jsonl");
                InputStream packed = new GZIPInputStream(open("code/recording.jsonl.gz"))) {
            Files.copy(plain, tasks);
            Files.copy(packed, recording);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(DataSets.class.getResourceAsStream(name), name);
    }

    @Test
    void itReplaysAgainstTodaysPromptsAndTests() throws IOException {
        Path run = folder.resolve("run");

        CommandRun replayed =
                CommandRun.of(
                        "train",
                        "humaneval",
                        "--data=" + tasks,
                        "--model=replay:" + recording,
                        "--out=" + run,
                        "--json");

        assertThat(replayed.exitCode()).as(replayed.err()).isZero();
        JsonNode result = JSON.readTree(replayed.out());
        assertThat(result.path("baseline").toString())
                .isEqualTo("{\"train\":1.0,\"validation\":1.0,\"test\":1.0}");
        assertThat(result.path("stopped").asText()).isEqualTo("solved");
        assertThat(result.path("usage").path("calls").asInt()).isEqualTo(18);
        assertThat(CommandRun.of("report", run.toString()).exitCode()).isZero();
        assertThat(Files.readString(run.resolve("report.html"))).contains("passed all tests");
    }

    @Test
    void itSaysHowItsAnswersWereMadeAndHoldsNoHiddenTest() throws IOException {
        String text = Files.readString(recording);

        assertThat(text.lines().findFirst())
                .get()
                .asString()
                .contains("answers written by hand")
                .contains("token counts estimated");
        int asserts = 0;
        for (String line : Files.readAllLines(tasks)) {
            JsonNode task = JSON.readTree(line);
            for (String hidden : hidden(task)) {
                asserts++;
                assertThat(text).doesNotContain(quoted(hidden));
            }
        }
        assertThat(asserts).isGreaterThan(70);
    }

    private static List<String> hidden(JsonNode task) {
        String call = task.path("entry_point").asText() + "(";
        return task.path("test")
                .asText()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("assert candidate("))
                .flatMap(
                        line ->
                                List.of(
                                        line,
                                        line.replace("assert candidate(", call)
                                                .replaceFirst(" == .*", ""))
                                        .stream())
                .toList();
    }

    private static String quoted(String text) throws IOException {
        String json = JSON.writeValueAsString(text);
        return json.substring(1, json.length() - 1);
    }
}
