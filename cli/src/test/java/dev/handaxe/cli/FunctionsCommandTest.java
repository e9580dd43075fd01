package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.ParameterSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionsCommandTest {
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\"}},"
                    + "\"required\":[\"n\"]}";

    @TempDir private Path folder;
    private String store = "";

    @BeforeEach
    void saveTwoFunctions() {
        store = folder.resolve("store").toString();
        FunctionDefinition half =
                FunctionDefinition.builder("half", "def half(n):\n    return n / 2\n")
                        .description("Halves a number.\u001b[2J\nMore of it.")
                        .parameters(ParameterSchema.parse(SCHEMA))
                        .build();
        FunctionDefinition one =
                FunctionDefinition.builder("one", "def one():\n    return 1\n").build();
        FunctionStore.open(Path.of(store)).save(FunctionSet.of(List.of(half, one)), Map.of());
    }

    @Test
    void listShowsNamesParametersAndTheFirstLineOfTheDescription() {
        CommandRun run = CommandRun.of("functions", "list", store);

        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out())
                .startsWith("half(n)  Halves a number.")
                .doesNotContain("\u001b")
                .doesNotContain("More of it");
        assertThat(CommandRun.of("functions", "list", store, "--json").out())
                .startsWith("{\"functions\":[{\"name\":\"half\"")
                .contains("\"parameters\":{\"type\":\"object\"");
    }

    @Test
    void showPrintsTheSource() {
        assertThat(CommandRun.of("functions", "show", store, "half").out())
                .isEqualTo("def half(n):\n    return n / 2\n");
    }

    @Test
    void anUnknownFunctionIsSaidWithTheKnownOnes() {
        CommandRun run = CommandRun.of("functions", "show", store, "double");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no function is called 'double': there are half, one");
    }

    @Test
    void exportWritesToolsOfBothProtocolsAndAModule() {
        assertThat(CommandRun.of("functions", "export", store, "--format", "openai").out())
                .startsWith("[{\"type\":\"function\",\"function\":{\"name\":\"half\"")
                .contains("\"required\":[\"n\"]");
        assertThat(CommandRun.of("functions", "export", store, "--format", "mcp").out())
                .startsWith("{\"tools\":[{\"name\":\"half\"")
                .contains("\"inputSchema\":{");
        assertThat(CommandRun.of("functions", "export", store, "--format", "python").out())
                .startsWith("def half(n):\n    return n / 2\n\n\ndef one():\n    return 1\n");
        assertThat(CommandRun.of("functions", "export", store, "--format", "mcp", "--json").out())
                .startsWith("{\"")
                .contains("\"format\":\"mcp\"");
    }

    @Test
    void aMissingStoreIsAUsageError() {
        CommandRun run = CommandRun.of("functions", "list", folder + "/nowhere");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nowhere: there is no such folder");
    }
}
