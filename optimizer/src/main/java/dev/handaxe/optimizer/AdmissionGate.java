package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.ParameterSchema;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses edits that cannot work before any rollout is spent on them, and says why in words that
 * the optimizer can act on. Code is really run: it must define the function, with parameters that
 * fit its schema.
 *
 * <p>Thread-safe.
 */
final class AdmissionGate {
    /** Providers refuse requests with more tools than about a hundred. */
    static final int MAX_FUNCTIONS = 40;

    private static final int MAX_CODE_CHARS = 20_000;
    private static final int MAX_DESCRIPTION_CHARS = 2_000;
    private static final int MAX_REASON_CHARS = 1_500;

    private final FunctionRunner runner;
    private final ExecutionPolicy policy;
    private final Ledger ledger;

    AdmissionGate(FunctionRunner runner, ExecutionPolicy policy, Ledger ledger) {
        this.runner = runner;
        this.policy = policy;
        this.ledger = ledger;
    }

    /** An edit that was asked for, judged. */
    sealed interface Admission {
        /** The set with the edit applied. */
        record Admitted(FunctionSet functions, TrainingResult.Edit edit) implements Admission {}

        /** The optimizer ends the step. */
        record Terminated() implements Admission {}

        /** The edit cannot work. */
        record Refused(String reason) implements Admission {}
    }

    /** A reason to refuse. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String reason) {
            super(reason);
        }
    }

    /** Judges one action on that set. */
    Admission judge(ToolCall call, FunctionSet functions) {
        try {
            EditAction action =
                    EditAction.ofWord(call.name())
                            .orElseThrow(() -> new Refusal(unknownAction(call.name())));
            return switch (action) {
                case TERMINATE -> new Admission.Terminated();
                case REMOVE -> remove(read(call), functions);
                case ADD -> add(read(call), functions);
                case REVISE -> revise(read(call), functions);
            };
        } catch (Refusal e) {
            return new Admission.Refused(
                    OutcomeFormat.printable(String.valueOf(e.getMessage()), MAX_REASON_CHARS));
        }
    }

    private static String unknownAction(String name) {
        return "There is no action '%s'. There are revise_function, add_function, remove_function and terminate."
                .formatted(OutcomeFormat.printable(name, 80));
    }

    private static ObjectNode read(ToolCall call) throws Refusal {
        try {
            return Json.read(call.arguments());
        } catch (Json.Malformed e) {
            throw new Refusal("The arguments of the call are no JSON object: " + e.getMessage());
        }
    }

    private static Admission remove(ObjectNode arguments, FunctionSet functions) throws Refusal {
        String name = text(arguments, "name");
        requireKnown(name, functions, EditAction.REMOVE);
        Pattern use = Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(");
        for (FunctionDefinition other : functions.functions()) {
            if (!other.name().equals(name) && use.matcher(other.source()).find()) {
                throw new Refusal(
                        "%s calls %s: revise %s first, so that it does without."
                                .formatted(other.name(), name, other.name()));
            }
        }
        return new Admission.Admitted(
                functions.without(name), new TrainingResult.Edit(EditAction.REMOVE.word(), name));
    }

    private Admission add(ObjectNode arguments, FunctionSet functions) throws Refusal {
        String name = text(arguments, "name");
        if (functions.find(name).isPresent()) {
            throw new Refusal(
                    "Set B has a function %s already: use revise_function to change it."
                            .formatted(name));
        }
        if (functions.size() >= MAX_FUNCTIONS) {
            throw new Refusal(
                    "Set B has %d functions, which is the most: remove one first."
                            .formatted(functions.size()));
        }
        return admit(EditAction.ADD, definition(arguments), functions);
    }

    private Admission revise(ObjectNode arguments, FunctionSet functions) throws Refusal {
        String name = text(arguments, "name");
        requireKnown(name, functions, EditAction.REVISE);
        FunctionDefinition revised = definition(arguments);
        if (functions.find(name).equals(Optional.of(revised))) {
            throw new Refusal(
                    "This version of " + name + " is the one set B has: nothing changes.");
        }
        return admit(EditAction.REVISE, revised, functions);
    }

    private static void requireKnown(String name, FunctionSet functions, EditAction action)
            throws Refusal {
        if (functions.find(name).isEmpty()) {
            throw new Refusal(
                    "Set B has no function '%s', so %s cannot be applied to it. Set B has: %s."
                            .formatted(
                                    OutcomeFormat.printable(name, 80),
                                    action.word(),
                                    functions.size() == 0
                                            ? "no functions"
                                            : String.join(
                                                    ", ",
                                                    functions.functions().stream()
                                                            .map(FunctionDefinition::name)
                                                            .toList())));
        }
    }

    private static FunctionDefinition definition(ObjectNode arguments) throws Refusal {
        String name = text(arguments, "name");
        String description = text(arguments, "description").strip();
        String code = text(arguments, "code");
        if (name.equals("python")) {
            throw new Refusal("'python' is taken by the general function: use another name.");
        }
        if (description.isEmpty() || description.length() > MAX_DESCRIPTION_CHARS) {
            throw new Refusal(
                    "The description must have 1 to " + MAX_DESCRIPTION_CHARS + " characters.");
        }
        if (code.length() > MAX_CODE_CHARS) {
            throw new Refusal("The code is longer than " + MAX_CODE_CHARS + " characters.");
        }
        JsonNode packages = arguments.path("packages");
        if (!(packages.isMissingNode() || packages.isNull() || packages.isEmpty())) {
            throw new Refusal(
                    "No package can be installed. The standard library is there without being"
                            + " listed: leave packages empty and use nothing else.");
        }
        try {
            return FunctionDefinition.builder(name, code)
                    .description(description)
                    .parameters(ParameterSchema.parse(schema(arguments)))
                    .build();
        } catch (HandaxeException e) {
            throw new Refusal("The function cannot be defined so: " + e.getMessage());
        }
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

    private static String text(ObjectNode arguments, String field) throws Refusal {
        try {
            return ModelJson.text(arguments, field);
        } catch (Json.Malformed e) {
            throw new Refusal("The " + e.getMessage() + ".");
        }
    }

    private Admission admit(EditAction action, FunctionDefinition function, FunctionSet functions)
            throws Refusal {
        FunctionSet edited = edited(function, functions);
        ObjectNode verdict =
                ledger.remember(
                        "admission",
                        edited.hash() + " " + function.name(),
                        () -> Json.object().put("reason", tryOut(function, edited)));
        String reason = verdict.path("reason").asText();
        if (!reason.isEmpty()) {
            throw new Refusal(reason);
        }
        return new Admission.Admitted(
                edited, new TrainingResult.Edit(action.word(), function.name()));
    }

    /** The set with the function in it; names that differ only in case do not fit into one set. */
    private static FunctionSet edited(FunctionDefinition function, FunctionSet functions)
            throws Refusal {
        try {
            return functions.with(function);
        } catch (HandaxeException e) {
            throw new Refusal(OutcomeFormat.printable(e.getMessage(), 300) + ".");
        }
    }

    /** Why the function does not work; empty if it is there and takes what its schema says. */
    private String tryOut(FunctionDefinition function, FunctionSet edited) {
        Outcome outcome = runner.call(edited, probe(function), policy);
        if (outcome instanceof Outcome.Lost) {
            if (Thread.currentThread().isInterrupted()) {
                throw new HandaxeException(Code.INTERRUPTED, "a trial of code was interrupted");
            }
            outcome = runner.call(edited, probe(function), policy);
        }
        return outcome instanceof Outcome.Returned
                ? ""
                : "The code was tried and does not work. " + ToolReply.ofCall(outcome);
    }

    /** The program that looks at a function without calling it. */
    private static Invocation probe(FunctionDefinition function) {
        ParameterSchema schema = function.parameters();
        List<String> required =
                schema.names().stream().filter(schema.required()::contains).toList();
        return Invocation.program(
                """
                import inspect
                _found = globals().get('%1$s')
                if _found is None:
                    raise NameError("the code does not define a function named '%1$s'")
                if not callable(_found):
                    raise TypeError("'%1$s' is defined, but it is no function")
                for _names in (%2$s, %3$s):
                    try:
                        inspect.signature(_found).bind(**dict.fromkeys(_names))
                    except TypeError as e:
                        raise TypeError("the schema's parameters do not fit the function's: " + str(e)) from None
                """
                        .formatted(function.name(), literal(schema.names()), literal(required)));
    }

    /** A list of strings in JSON is one in Python. */
    private static String literal(List<String> names) {
        var array = Json.object().arrayNode();
        names.forEach(array::add);
        return Json.write(array);
    }
}
