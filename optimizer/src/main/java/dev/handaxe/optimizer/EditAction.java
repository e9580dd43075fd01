package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the optimizer may do, each offered to it as a tool. */
enum EditAction {
    REVISE(
            "revise_function",
            "Replaces a function of set B by a better version.",
            "name description arguments packages code",
            "examples"),
    ADD(
            "add_function",
            "Adds a new function to set B.",
            "name description arguments packages code",
            "examples"),
    MERGE(
            "merge_functions",
            "Replaces two or more functions of set B by one that does the work of all.",
            "replaces name description arguments packages code",
            "examples"),
    RENAME(
            "rename_function",
            "Gives a function of set B another name and keeps its code. Calls of it in other"
                    + " functions are rewritten.",
            "name new_name",
            ""),
    REMOVE("remove_function", "Removes a function from set B.", "name", ""),
    TERMINATE("terminate", "Ends this step: set B is then tried as it is.", "", "");

    /** Why and what for: every edit says it. */
    private static final String REASONED = "hypothesis expected_effect";

    private final String word;
    private final String description;
    private final String required;
    private final String optional;

    EditAction(String word, String description, String required, String optional) {
        this.word = word;
        this.description = description;
        this.required = required;
        this.optional = optional;
    }

    /** The tool's name. */
    String word() {
        return word;
    }

    static List<Tool> tools() {
        return Arrays.stream(values())
                .map(action -> new Tool(action.word, action.description, action.parameters()))
                .toList();
    }

    static Optional<EditAction> ofWord(String word) {
        return Arrays.stream(values()).filter(action -> action.word.equals(word)).findFirst();
    }

    /** All words, for messages. */
    static String words() {
        return Arrays.stream(values()).map(EditAction::word).collect(Collectors.joining(", "));
    }

    private String parameters() {
        return Json.write(schema(this == TERMINATE ? "" : REASONED + " " + required, optional));
    }

    /** An object schema with those fields; names are parted by blanks. */
    static ObjectNode schema(String required, String optional) {
        var schema = Json.object().put("type", "object");
        var properties = schema.putObject("properties");
        var names = schema.putArray("required");
        for (String name : words(required)) {
            properties.set(name, Field.of(name));
            names.add(name);
        }
        words(optional).forEach(name -> properties.set(name, Field.of(name)));
        return schema;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    /** The fields of all actions. */
    private static final class Field {
        private static final Map<String, String> DESCRIPTIONS =
                Map.ofEntries(
                        Map.entry(
                                "hypothesis", "Why tasks fail or will fail: one or two sentences."),
                        Map.entry(
                                "expected_effect",
                                "Which tasks or causes of failure should change by this edit: one"
                                        + " or two sentences."),
                        Map.entry("name", "The function's name in the code."),
                        Map.entry("new_name", "The name it gets."),
                        Map.entry("replaces", "The names of the functions that go."),
                        Map.entry(
                                "description",
                                "For the agent: what the function does, when to call it, what it"
                                        + " returns."),
                        Map.entry(
                                "arguments",
                                "The JSON Schema of the parameters, an object schema, as a JSON"
                                        + " text. Types: string, integer, number, boolean, array"
                                        + " (with items), object. Every parameter has a"
                                        + " description; required lists those without a default."),
                        Map.entry(
                                "packages", "Leave it empty: only the standard library is there."),
                        Map.entry("code", "Python 3 source that defines the function."),
                        Map.entry(
                                "examples",
                                "Calls that must come out right, each a JSON text such as"
                                        + " {\"arguments\": {\"n\": 3}, \"expected\": 9}. They are"
                                        + " run before the function is taken."));

        private Field() {}

        static ObjectNode of(String name) {
            var field = Json.object();
            if (List.of("packages", "replaces", "examples").contains(name)) {
                field.put("type", "array").putObject("items").put("type", "string");
            } else {
                field.put("type", "string");
            }
            return field.put("description", DESCRIPTIONS.getOrDefault(name, ""));
        }
    }
}
