package dev.handaxe.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the optimizer may do, each offered to it as a tool. */
enum EditAction {
    REVISE("revise_function", "Replaces a function of set B by a better version.", Shape.FUNCTION),
    ADD("add_function", "Adds a new function to set B.", Shape.FUNCTION),
    REMOVE("remove_function", "Removes a function from set B.", Shape.NAME),
    TERMINATE("terminate", "Ends this step: set B is then tried as it is.", Shape.NOTHING);

    private final String word;
    private final String description;
    private final String parameters;

    EditAction(String word, String description, Shape shape) {
        this.word = word;
        this.description = description;
        this.parameters = shape.parameters;
    }

    /** The tool's name. */
    String word() {
        return word;
    }

    static List<Tool> tools() {
        return Arrays.stream(values())
                .map(action -> new Tool(action.word, action.description, action.parameters))
                .toList();
    }

    static Optional<EditAction> ofWord(String word) {
        return Arrays.stream(values()).filter(action -> action.word.equals(word)).findFirst();
    }

    private enum Shape {
        FUNCTION(
                """
                {"type":"object","properties":{\
                "name":{"type":"string","description":"The function's name in the code."},\
                "description":{"type":"string","description":"For the agent: what the function does, when to call it, what it returns."},\
                "arguments":{"type":"string","description":"The JSON Schema of the parameters, an object schema, as a JSON text. Types: string, integer, number, boolean, array (with items), object. Every parameter has a description; required lists those without a default."},\
                "packages":{"type":"array","items":{"type":"string"},"description":"Leave it empty: only the standard library is there."},\
                "code":{"type":"string","description":"Python 3 source that defines the function."}},\
                "required":["name","description","arguments","packages","code"]}"""),
        NAME(
                """
                {"type":"object","properties":{\
                "name":{"type":"string","description":"The function's name."}},\
                "required":["name"]}"""),
        NOTHING("{\"type\":\"object\",\"properties\":{},\"required\":[]}");

        private final String parameters;

        Shape(String parameters) {
            this.parameters = parameters;
        }
    }
}
