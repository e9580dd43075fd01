package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
    @TempDir private Path folder;

    @Test
    void presetsAreListedWithTheirLimits() {
        assertThat(CommandRun.of("policy", "list").out().lines())
                .anySatisfy(line -> assertThat(line).startsWith("untrusted").contains("2000 ms"))
                .anySatisfy(line -> assertThat(line).startsWith("evaluation").contains("15000 ms"));
    }

    @Test
    void showPrintsEveryLimitOfAFile() throws IOException {
        Path file = write("{\"extends\": \"evaluation\", \"limits\": {\"recursion\": 77}}");

        assertThat(CommandRun.of("policy", "show", "" + file).out().lines())
                .anySatisfy(line -> assertThat(line).matches("recursion +77"))
                .anySatisfy(line -> assertThat(line).matches("wall_ms +15000"));
        assertThat(CommandRun.of("policy", "show", "" + file, "--json").out())
                .contains("\"recursion\":77");
    }

    @Test
    void checkSaysThatAFileHasNoErrors() throws IOException {
        Path file = write("{\"limits\": {\"cpu_ms\": 10}}");

        CommandRun run = CommandRun.of("policy", "check", "" + file);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(file + ": no errors\n");
    }

    @Test
    void checkListsEveryErrorAndEndsWithTwo() throws IOException {
        Path file = write("{\"a\": 1, \"b\": 2}");

        CommandRun run = CommandRun.of("policy", "check", "" + file, "--json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).contains("\"problems\":[").contains("/a").contains("/b");
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("policy.json"), json);
    }
}
