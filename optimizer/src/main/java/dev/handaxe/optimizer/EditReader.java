package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.ProposedEdit.Reason;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionDefinition.Example;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads an action as a model wrote it, and says what is malformed. It knows no set: whether the
 * action can be applied is for {@link EditTransaction} to say.
 *
 * <p>Thread-safe.
 */
final class EditReader {
    static final int MAX_CODE_CHARS = 20_000;

    /** OpenAI refuses requests with a longer description of a function. */
    static final int MAX_DESCRIPTION_CHARS = 1_024;

    static final int MAX_EXAMPLES = 8;
    private static final int MAX_EXAMPLE_CHARS = 4_000;
    private static final int MAX_REASON_CHARS = 500;

    private final List<String> grantedPackages;

    /** For functions that may import those packages. */
    EditReader(List<String> grantedPackages) {
        this.grantedPackages = List.copyOf(grantedPackages);
    }

    ProposedEdit read(ToolCall call) throws Refusal {
        EditAction action =
                EditAction.ofWord(call.name())
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                "There is no action '%s'. There are %s."
                                                        .formatted(
                                                                Refusal.shown(call.name()),
                                                                EditAction.words())));
        if (action == EditAction.TERMINATE) {
            return new ProposedEdit.Terminate();
        }
        ObjectNode arguments = object(call);
        return switch (action) {
            case ADD, REVISE -> write(action, arguments, List.of());
            case MERGE -> write(action, arguments, replaces(arguments));
            case REMOVE -> new ProposedEdit.Remove(text(arguments, "name"), reason(arguments));
            case RENAME -> rename(arguments);
            case TERMINATE -> throw new IllegalStateException();
        };
    }

    /** An action in short, for the ledger, however malformed it is. */
    static ObjectNode summary(ToolCall call) {
        ObjectNode summary = Json.object().put("action", Refusal.shown(call.name()));
        try {
            ObjectNode arguments = Json.read(call.arguments());
            summary.put("name", Refusal.shown(arguments.path("name").asText()));
            for (String field : List.of("hypothesis", "expected_effect")) {
                String text = arguments.path(field).asText();
                summary.put(field, OutcomeFormat.printable(text, MAX_REASON_CHARS));
            }
        } catch (Json.Malformed _) {
            summary.put("name", "");
        }
        return summary;
    }

    /** The edit that a call asked for, whatever is wrong with it; bounded and printable. */
    static TrainingResult.Edit intended(ToolCall call) {
        ObjectNode summary = summary(call);
        return new TrainingResult.Edit(
                summary.path("action").asText(),
                summary.path("name").asText(),
                List.of(),
                summary.path("hypothesis").asText(),
                summary.path("expected_effect").asText());
    }

    private static ObjectNode object(ToolCall call) throws Refusal {
        try {
            return Json.read(call.arguments());
        } catch (Json.Malformed e) {
            throw new Refusal("The arguments of the call are no JSON object: " + e.getMessage());
        }
    }

    private static ProposedEdit rename(ObjectNode arguments) throws Refusal {
        String newName = text(arguments, "new_name");
        defining(() -> FunctionDefinition.builder(newName, ""));
        notPython(newName);
        return new ProposedEdit.Rename(text(arguments, "name"), newName, reason(arguments));
    }

    private ProposedEdit write(EditAction action, ObjectNode arguments, List<String> replaces)
            throws Refusal {
        String name = text(arguments, "name");
        String description = text(arguments, "description").strip();
        String code = text(arguments, "code");
        notPython(name);
        if (description.isEmpty() || description.length() > MAX_DESCRIPTION_CHARS) {
            throw new Refusal(
                    "The description has %d characters; it must have 1 to %d."
                            .formatted(description.length(), MAX_DESCRIPTION_CHARS));
        }
        if (code.length() > MAX_CODE_CHARS) {
            throw new Refusal("The code is longer than " + MAX_CODE_CHARS + " characters.");
        }
        List<String> packages = packages(arguments.path("packages"));
        String schema = schema(arguments);
        JsonNode given = arguments.path("examples");
        ParameterSchema parameters = defining(() -> ParameterSchema.parse(schema));
        List<Example> examples = examples(given, parameters);
        FunctionDefinition function =
                defining(
                        () ->
                                FunctionDefinition.builder(name, code)
                                        .description(description)
                                        .parameters(parameters)
                                        .packages(packages)
                                        .examples(examples)
                                        .build());
        boolean keepsExamples = given.isMissingNode() || given.isNull();
        return new ProposedEdit.Write(action, function, replaces, keepsExamples, reason(arguments));
    }

    private static void notPython(String name) throws Refusal {
        if (name.equals("python")) {
            throw new Refusal("'python' is taken by the general function: use another name.");
        }
    }

    private interface Definition<T> {
        T make();
    }

    private static <T> T defining(Definition<T> definition) throws Refusal {
        try {
            return definition.make();
        } catch (HandaxeException e) {
            throw new Refusal("The function cannot be defined so: " + e.getMessage());
        }
    }

    private static Reason reason(ObjectNode arguments) throws Refusal {
        return new Reason(why(arguments, "hypothesis"), why(arguments, "expected_effect"));
    }

    /** One bounded line: it stands in prompts, in the ledger and in the store. */
    private static String why(ObjectNode arguments, String field) throws Refusal {
        String text = text(arguments, field).replaceAll("\\s+", " ").strip();
        if (text.isEmpty()) {
            throw new Refusal(
                    "The field '" + field + "' is blank: say it in one or two sentences.");
        }
        return OutcomeFormat.printable(text, MAX_REASON_CHARS);
    }

    private static List<String> replaces(ObjectNode arguments) throws Refusal {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode name : arguments.path("replaces")) {
            names.add(name.asText());
        }
        if (names.size() < 2) {
            throw new Refusal(
                    "The field 'replaces' must be a list with the names of two or more functions"
                            + " of set B; to replace one, use revise_function.");
        }
        return List.copyOf(names);
    }

    private List<String> packages(JsonNode packages) throws Refusal {
        List<String> names = new ArrayList<>();
        for (JsonNode name : packages) {
            names.add(name.asText());
        }
        boolean list = packages.isMissingNode() || packages.isNull() || packages.isArray();
        if (!list || !grantedPackages.containsAll(names)) {
            String there =
                    grantedPackages.isEmpty()
                            ? "leave packages empty and use nothing else"
                            : "packages may be " + String.join(", ", grantedPackages);
            throw new Refusal(
                    "No package can be installed. The standard library is there without being"
                            + " listed: "
                            + there
                            + ".");
        }
        return names;
    }

    /** A JSON text, or the object itself: models write both. */
    private static String schema(ObjectNode arguments) throws Refusal {
        JsonNode schema = arguments.path("arguments");
        if (schema.isObject()) {
            return Json.write(schema);
        }
        if (schema.isTextual()) {
            return schema.textValue();
        }
        throw new Refusal("The field 'arguments' is missing: a JSON Schema of the parameters.");
    }

    private static List<Example> examples(JsonNode given, ParameterSchema parameters)
            throws Refusal {
        if (given.isMissingNode() || given.isNull()) {
            return List.of();
        }
        if (!given.isArray() || given.size() > MAX_EXAMPLES) {
            throw new Refusal(
                    "The field 'examples' must be a list of at most %d JSON texts such as {\"arguments\": {\"n\": 3}, \"expected\": 9}."
                            .formatted(MAX_EXAMPLES));
        }
        List<Example> examples = new ArrayList<>();
        for (JsonNode item : given) {
            String where = "Example " + (examples.size() + 1);
            Example example =
                    example(item.isTextual() ? item.textValue() : Json.write(item), where);
            var misfit = parameters.check(example.arguments());
            if (misfit.isPresent()) {
                throw new Refusal(where + " does not fit the schema: " + misfit.get() + ".");
            }
            examples.add(example);
        }
        return examples;
    }

    private static Example example(String json, String where) throws Refusal {
        String form = " must be a JSON text such as {\"arguments\": {\"n\": 3}, \"expected\": 9}";
        if (json.length() > MAX_EXAMPLE_CHARS) {
            throw new Refusal(where + " is longer than " + MAX_EXAMPLE_CHARS + " characters.");
        }
        Map<String, PythonValue> fields;
        try {
            fields = NamedArguments.of(PythonJson.read(json));
            if (fields.keySet().equals(Set.of("arguments", "expected"))) {
                return new Example(
                        NamedArguments.of(value(fields, "arguments")), value(fields, "expected"));
            }
        } catch (HandaxeException e) {
            throw new Refusal(
                    "%s%s: %s."
                            .formatted(
                                    where,
                                    form,
                                    OutcomeFormat.printable(String.valueOf(e.getMessage()), 200)));
        }
        throw new Refusal(where + form + ", with these two fields.");
    }

    private static PythonValue value(Map<String, PythonValue> fields, String name) {
        return Objects.requireNonNull(fields.get(name));
    }

    private static String text(ObjectNode arguments, String field) throws Refusal {
        try {
            return ModelJson.text(arguments, field);
        } catch (Json.Malformed e) {
            throw new Refusal("The " + e.getMessage() + ".");
        }
    }
}
