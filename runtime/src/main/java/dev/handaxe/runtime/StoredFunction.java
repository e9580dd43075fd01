package dev.handaxe.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.handaxe.runtime.FunctionDefinition.Example;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A function as a store keeps it: its source in a file, all else in a JSON entry. */
final class StoredFunction {
    private StoredFunction() {}

    /** All but the source. Open parameters are left out, since their schema says nothing. */
    static ObjectNode entry(FunctionDefinition function) {
        ObjectNode entry =
                StrictJson.MAPPER
                        .createObjectNode()
                        .put("name", function.name())
                        .put("description", function.description());
        if (!function.parameters().isOpen()) {
            entry.set("parameters", StrictJson.tree(function.parameters().json(), "parameters"));
        }
        ArrayNode packages = entry.putArray("packages");
        function.packages().forEach(packages::add);
        ArrayNode examples = entry.putArray("examples");
        for (Example example : function.examples()) {
            ObjectNode shown = examples.addObject();
            ObjectNode arguments = shown.putObject("arguments");
            example.arguments().forEach((name, value) -> arguments.putRawValue(name, json(value)));
            shown.putRawValue("expected", json(example.expected()));
        }
        return entry.put("sha256", FunctionDefinition.sha256(function.source()));
    }

    /** A value on one line, with big numbers and lone surrogates intact. */
    private static RawValue json(PythonValue value) {
        return new RawValue(PythonJson.write(value));
    }

    /** SHA-256 of all that is kept, examples included. */
    static String revision(FunctionDefinition function) {
        return FunctionDefinition.sha256(StoreManifest.pretty(entry(function)));
    }

    /**
     * The function of an entry.
     *
     * @param at where the entry is in its file
     * @param wrong makes the fault of a message that begins with the field
     * @throws HandaxeException with {@link Code#INVALID_INPUT}
     */
    static FunctionDefinition read(
            JsonNode entry, String source, String at, Function<String, HandaxeException> wrong) {
        try {
            FunctionDefinition.Builder builder =
                    FunctionDefinition.builder(text(entry, "name"), source)
                            .description(text(entry, "description"))
                            .packages(packages(entry.path("packages")))
                            .examples(examples(entry.path("examples")));
            if (entry.has("parameters")) {
                builder.parameters(ParameterSchema.parse(entry.get("parameters").toString()));
            }
            return builder.build();
        } catch (HandaxeException e) {
            throw wrong.apply(at + ": " + e.getMessage());
        }
    }

    private static String text(JsonNode entry, String key) {
        if (!entry.path(key).isTextual()) {
            throw invalid(key + ": must be a string");
        }
        return entry.get(key).textValue();
    }

    private static List<String> packages(JsonNode list) {
        List<String> packages = new ArrayList<>();
        for (JsonNode name : list) {
            if (!name.isTextual()) {
                throw invalid("packages: must be a list of strings");
            }
            packages.add(name.textValue());
        }
        return packages;
    }

    private static List<Example> examples(JsonNode list) {
        List<Example> examples = new ArrayList<>();
        for (JsonNode example : list) {
            if (!example.path("arguments").isObject() || !example.has("expected")) {
                throw invalid("examples: must be objects with arguments and expected");
            }
            Map<String, PythonValue> arguments = new LinkedHashMap<>();
            for (var argument : example.get("arguments").properties()) {
                arguments.put(argument.getKey(), value(argument.getValue()));
            }
            examples.add(new Example(arguments, value(example.get("expected"))));
        }
        return examples;
    }

    private static PythonValue value(JsonNode json) {
        try {
            return PythonJson.read(json.toString());
        } catch (HandaxeException e) {
            throw invalid("examples: " + e.getMessage());
        }
    }

    private static HandaxeException invalid(String message) {
        return new HandaxeException(Code.INVALID_INPUT, message);
    }
}
