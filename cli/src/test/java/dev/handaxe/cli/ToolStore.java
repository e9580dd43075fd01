package dev.handaxe.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.ParameterSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Functions that a real {@code handaxe serve} offers as tools, and how they change. */
final class ToolStore {
    private static final String NOTHING = "{\"type\": \"object\", \"properties\": {}}";
    private static final String NUMBERS =
            """
            {"type": "object",
             "properties": {"xs": {"type": "array", "items": {"type": "number"}}},
             "required": ["xs"]}
            """;
    private static final FunctionDefinition MEAN =
            function(
                    "mean",
                    "The mean of numbers.",
                    NUMBERS,
                    "def mean(xs):\n    return sum(xs) / len(xs)\n");
    private static final FunctionDefinition SPIN =
            function("spin", "Never ends.", NOTHING, "def spin():\n    while True: pass\n");

    private final Path folder;
    private final Path policy;

    /** Saves the first functions, {@code mean} and {@code spin}. */
    ToolStore(Path beside) throws IOException {
        folder = beside.resolve("store");
        policy =
                Files.writeString(
                        beside.resolve("policy.json"),
                        "{\"limits\": {\"cpu_ms\": 1500, \"wall_ms\": 3000}}");
        FunctionStore.open(folder)
                .save(FunctionSet.of(List.of(MEAN, SPIN)), Map.of("run", "first"));
    }

    private static FunctionDefinition function(
            String name, String description, String parameters, String source) {
        return FunctionDefinition.builder(name, source)
                .description(description)
                .parameters(ParameterSchema.parse(parameters))
                .build();
    }

    Path folder() {
        return folder;
    }

    /** What a file among the examples tells a client of MCP about the server. */
    static JsonNode configuration(String file) throws IOException {
        Path root = Path.of(System.getProperty("handaxe.root"));
        return new ObjectMapper()
                .readTree(root.resolve("examples/mcp").resolve(file).toFile())
                .at("/mcpServers/handaxe");
    }

    /** The words after {@code handaxe} that serve it, with one worker and 1.5 s for a call. */
    String[] serve(String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "serve",
                                "--functions",
                                "" + folder,
                                "--policy",
                                "" + policy,
                                "--workers",
                                "1"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    /** Saves it with {@code twice} in place of {@code spin}. */
    void change() {
        FunctionDefinition twice =
                FunctionDefinition.builder("twice", "def twice(x): return 2 * x").build();
        FunctionStore.open(folder)
                .save(FunctionSet.of(List.of(MEAN, twice)), Map.of("run", "second"));
    }

    /** Whether these are the names of the tools after the change. */
    static boolean isChanged(List<String> tools) {
        return tools.contains("twice") && !tools.contains("spin");
    }
}
