package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An answer that gives the whole set anew, an ablation of the paper: it is read as the edits that
 * lead to that set, which are admitted together or not at all, as any other transaction.
 *
 * <p>Thread-safe.
 */
final class WholeSet {
    /** The one action. */
    static final String REWRITE = "rewrite_set";

    private static final List<String> FIELDS =
            List.of("name", "description", "arguments", "packages", "code");
    private static final List<Tool> TOOLS = List.of(rewrite(), terminate());

    private final AdmissionGate gate;
    private final EditReader reader;

    WholeSet(AdmissionGate gate, ExecutionPolicy policy) {
        this.gate = gate;
        this.reader = new EditReader(policy.grants().packages());
    }

    /** What the optimizer is offered. */
    static List<Tool> tools() {
        return TOOLS;
    }

    private static Tool rewrite() {
        ObjectNode function = EditAction.schema(String.join(" ", FIELDS), "");
        ObjectNode schema = EditAction.schema("hypothesis expected_effect", "");
        ((ObjectNode) schema.path("properties"))
                .putObject("functions")
                .put("type", "array")
                .put("description", "Every function of the new set.")
                .set("items", function);
        schema.withArray("required").add("functions");
        return new Tool(
                REWRITE, "Puts a new set in the place of the whole set.", Json.write(schema));
    }

    private static Tool terminate() {
        String word = EditAction.TERMINATE.word();
        return new Tool(word, "Leaves the set as it is.", Json.write(EditAction.schema("", "")));
    }

    /** Judges an answer: the set it gives takes the place of the draft's. */
    Admission judge(List<ToolCall> calls, Draft draft) {
        if (calls.size() == 1) {
            ToolCall call = calls.getFirst();
            if (call.name().equals(EditAction.TERMINATE.word())) {
                return new Admission.Terminated();
            }
            if (call.name().equals(REWRITE)) {
                return judge(call, draft);
            }
        }
        return new Admission.Refused(
                "The answer must call " + REWRITE + " once, or terminate, and nothing else.");
    }

    private Admission judge(ToolCall call, Draft draft) {
        List<ToolCall> edits;
        try {
            edits = edits(call, draft.functions());
        } catch (Refusal e) {
            return new Admission.Refused(e.reason());
        }
        return edits.isEmpty()
                ? new Admission.Terminated()
                : gate.judge(edits, draft, Integer.MAX_VALUE);
    }

    /** The edits that lead from one set to the other: what goes, then what is written. */
    private List<ToolCall> edits(ToolCall call, FunctionSet before) throws Refusal {
        ObjectNode answer;
        try {
            answer = Json.read(call.arguments());
        } catch (Json.Malformed e) {
            throw new Refusal("The arguments of the call are no JSON object: " + e.getMessage());
        }
        if (!answer.path("functions").isArray()) {
            throw new Refusal(
                    "The field 'functions' must be a list with every function of the new set.");
        }
        Set<String> names = new LinkedHashSet<>();
        List<ToolCall> written = new ArrayList<>();
        for (JsonNode function : answer.path("functions")) {
            String name = function.path("name").asText();
            if (!names.add(name)) {
                throw new Refusal(
                        "The set has two functions '%s': names must differ."
                                .formatted(Refusal.shown(name)));
            }
            ToolCall write = write(call.id(), function, answer, before);
            if (!isThere(write, before)) {
                written.add(write);
            }
        }
        List<ToolCall> edits = new ArrayList<>();
        for (FunctionDefinition function : before.functions()) {
            if (!names.contains(function.name())) {
                edits.add(
                        new ToolCall(
                                call.id(),
                                EditAction.REMOVE.word(),
                                Json.write(reasoned(answer).put("name", function.name()))));
            }
        }
        edits.addAll(written);
        return edits;
    }

    private static ToolCall write(
            String id, JsonNode function, ObjectNode answer, FunctionSet before) {
        ObjectNode arguments = reasoned(answer);
        for (String field : FIELDS) {
            if (function.has(field)) {
                arguments.set(field, function.get(field));
            }
        }
        boolean known = before.find(function.path("name").asText()).isPresent();
        EditAction action = known ? EditAction.REVISE : EditAction.ADD;
        return new ToolCall(id, action.word(), Json.write(arguments));
    }

    private static ObjectNode reasoned(ObjectNode answer) {
        ObjectNode arguments = Json.object();
        for (String field : List.of("hypothesis", "expected_effect")) {
            if (answer.has(field)) {
                arguments.set(field, answer.get(field));
            }
        }
        return arguments;
    }

    /** What cannot be read is not there: the gate says what is wrong with it. */
    private boolean isThere(ToolCall write, FunctionSet before) {
        try {
            return reader.read(write) instanceof ProposedEdit.Write given
                    && before.find(given.function().name())
                            .filter(old -> old.hash().equals(given.function().hash()))
                            .isPresent();
        } catch (Refusal _) {
            return false;
        }
    }
}
