package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionsDiffCommandTest {
    @TempDir private Path folder;
    private String store = "";

    @BeforeEach
    void saveThreeVersions() {
        store = folder.resolve("store").toString();
        FunctionStore functions = FunctionStore.open(Path.of(store));
        FunctionDefinition half = function("half", "def half(n):\n    return n // 2\n");
        FunctionDefinition better = function("half", "def half(n):\n    return n / 2\n");
        FunctionDefinition one = function("one", "def one():\n    return 1\n");
        functions.save(FunctionSet.of(List.of(half)), Map.of("epoch", "0"));
        functions.save(FunctionSet.of(List.of(better, one)), Map.of("epoch", "1"));
        functions.save(FunctionSet.of(List.of(one)), Map.of("epoch", "2"));
    }

    @Test
    void aChangedLineIsShownWithItsNeighboursInAUnifiedDiff() {
        assertThat(CommandRun.of("functions", "diff", store, "half", "--to", "2").out())
                .isEqualTo(
                        """
                        --- 1/half.py
                        +++ 2/half.py
                        @@ -1,2 +1,2 @@
                         def half(n):
                        -    return n // 2
                        +    return n / 2
                        """);
    }

    @Test
    void withoutOptionsTheFirstVersionIsComparedWithTheFiles() throws IOException {
        Files.writeString(Path.of(store, "one.py"), "def one():\n    return 1.0\n");

        assertThat(CommandRun.of("functions", "diff", store).out())
                .contains("--- /dev/null\n+++ now/one.py\n@@ -0,0 +1,2 @@\n+def one():\n")
                .contains("+    return 1.0\n")
                .contains("--- 1/half.py\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-def half(n):\n");
    }

    @Test
    void whatTheAgentIsToldIsComparedToo() {
        FunctionStore.open(Path.of(store))
                .save(
                        FunctionSet.of(
                                List.of(
                                        FunctionDefinition.builder(
                                                        "one", "def one():\n    return 1\n")
                                                .description("Gives one.\u001b[2J")
                                                .build())),
                        Map.of());

        assertThat(CommandRun.of("functions", "diff", store, "--from", "3").out())
                .startsWith("--- 3/one for the agent\n+++ now/one for the agent\n")
                .contains("\n+  Gives one.")
                .doesNotContain("\u001b")
                .doesNotContain(".py");
    }

    @Test
    void jsonSaysWhatHappenedToEachFunction() {
        assertThat(CommandRun.of("functions", "diff", store, "--to", "2", "--json").out())
                .startsWith(
                        "{\"from\":\"1\",\"to\":\"2\",\"functions\":[{\"name\":\"half\","
                                + "\"change\":\"changed\",\"diff\":\"--- 1/half.py\\n")
                .contains("{\"name\":\"one\",\"change\":\"added\"");
        assertThat(CommandRun.of("functions", "diff", store, "--from", "3", "--json").out())
                .isEqualTo("{\"from\":\"3\",\"to\":\"now\",\"functions\":[]}\n");
    }

    @Test
    void aVersionOrFunctionThatIsNotThereIsAUsageError() {
        CommandRun version = CommandRun.of("functions", "diff", store, "--to", "9");
        CommandRun function = CommandRun.of("functions", "diff", store, "double");

        assertThat(version.exitCode()).isEqualTo(2);
        assertThat(version.err()).contains("--to: there is no version 9").contains("it has 1 to 3");
        assertThat(function.exitCode()).isEqualTo(2);
        assertThat(function.err()).contains("no function is called 'double'");
    }

    @Test
    void veryLongSourcesAreComparedWithoutDelay() {
        FunctionStore functions = FunctionStore.open(Path.of(store));
        functions.save(FunctionSet.of(List.of(function("big", lines("a")))), Map.of("epoch", "3"));
        functions.save(FunctionSet.of(List.of(function("big", lines("b")))), Map.of("epoch", "4"));

        String diff =
                CommandRun.of("functions", "diff", store, "big", "--from", "4", "--to", "5").out();

        assertThat(diff.lines().filter(line -> line.startsWith("+    b"))).hasSize(30_000);
        assertThat(diff.lines().filter(line -> line.startsWith("-    a"))).hasSize(30_000);
    }

    private static String lines(String name) {
        StringBuilder source = new StringBuilder("def big():\n");
        for (int i = 0; i < 30_000; i++) {
            source.append("    ").append(name).append(" = ").append(i).append('\n');
        }
        return source.toString();
    }

    private static FunctionDefinition function(String name, String source) {
        return FunctionDefinition.builder(name, source).build();
    }
}
