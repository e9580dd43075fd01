package dev.handaxe.cli;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A form that function sets are exported in.
 *
 * <p>Immutable.
 */
enum ExportFormat {
    /** The {@code tools} array of OpenAI's chat requests. */
    OPENAI,
    /** The result of MCP's {@code tools/list}. */
    MCP,
    /** One Python module with the functions in order. */
    PYTHON;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The set as text of this form. */
    String write(FunctionSet functions) {
        return switch (this) {
            case OPENAI ->
                    Json.write(
                            functions.functions().stream()
                                    .map(
                                            function ->
                                                    ordered(
                                                            "type",
                                                            "function",
                                                            "function",
                                                            tool(function, "parameters")))
                                    .toList());
            case MCP ->
                    Json.write(
                            Map.of(
                                    "tools",
                                    functions.functions().stream()
                                            .map(function -> tool(function, "inputSchema"))
                                            .toList()));
            case PYTHON ->
                    functions.functions().stream()
                            .map(function -> function.source().strip() + "\n")
                            .collect(Collectors.joining("\n\n"));
        };
    }

    private static Map<String, Object> tool(FunctionDefinition function, String schemaKey) {
        Map<String, Object> tool = ordered("name", function.name());
        tool.put("description", function.description());
        tool.put(schemaKey, new Json.Raw(function.parameters().json()));
        return tool;
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
