package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
    @TempDir private Path folder;

    @Test
    void presetsAreListedWithTheirLimits() {
        assertThat(CommandRun.of("policy", "list").out().lines())
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("untrusted")
                                        .contains("2000 ms", "threads 1", "preferred"))
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
    void whatShowPrintsReadsBackAsTheSamePolicy() throws IOException {
        Path file =
                write(
                        """
                        {"extends": "session", "limits": {"threads": 3}, "modules": {"allow": ["json", "math"]},
                         "packages": ["sympy"], "inputs": {"data/a.csv": "a.csv"}, "folder": true,
                         "host_functions": ["look_up"], "isolation": "process", "confinement": "required",
                         "deterministic": {"seed": -7, "clock": "2001-02-03T04:05:06.789Z"}, "trace": "lines",
                         "image": "auto"}
                        """);
        for (String name : List.of("" + file, "untrusted", "evaluation", "session")) {
            String shown = CommandRun.of("policy", "show", name, "--json").out();
            ExecutionPolicy policy = PolicyChoice.named(name);
            assertThat(ExecutionPolicy.parse(policy.name(), shown)).isEqualTo(policy);
        }
        assertThat(PolicyChoice.named("" + file).grants().inputs())
                .containsEntry("data/a.csv", folder.resolve("a.csv"));
    }

    @Test
    void showTellsPeopleAllOfItToo() throws IOException {
        Path file = write("{\"modules\": {\"deny\": [\"os\"]}, \"folder\": true}");

        assertThat(CommandRun.of("policy", "show", "" + file).out().lines())
                .contains(
                        "modules         {\"deny\":[\"os\"]}",
                        "folder          true",
                        "isolation       context",
                        "deterministic   false",
                        "trace           off",
                        "extends         untrusted",
                        "image           startup");
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
