package dev.handaxe.optimizer.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.optimizer.report.ReportedEpoch.Answer;
import dev.handaxe.optimizer.report.ReportedEpoch.Edit;
import dev.handaxe.optimizer.report.ReportedEpoch.Place;
import dev.handaxe.optimizer.report.ReportedEpoch.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An answer of the optimizer, put together from the model's calls and what the ledger says of each.
 * Confined to one thread.
 */
final class AnswerDraft {
    private final Place place;
    private final Optional<String> refusal;
    private final String said;
    private final List<Edit> edits = new ArrayList<>();

    /** The model's calls that are not yet told as edits. */
    private final List<JsonNode> calls = new ArrayList<>();

    /**
     * Begins one.
     *
     * @param response of the model; a missing node if the ledger does not have it
     */
    AnswerDraft(Place place, Optional<String> refusal, JsonNode response) {
        this.place = place;
        this.refusal = refusal;
        this.said = LenientJson.text(response, "text");
        response.path("calls").forEach(calls::add);
    }

    Answer answer() {
        return new Answer(place, edits, said, refusal);
    }

    /** Adds an edit as the ledger tells it; what was proposed is looked for among the calls. */
    void add(JsonNode edit) {
        String action = LenientJson.text(edit, "action");
        String name = LenientJson.text(edit, "name");
        List<String> replaced = new ArrayList<>();
        edit.path("replaces").forEach(one -> replaced.add(one.asText()));
        edits.add(
                new Edit(
                        action,
                        name,
                        replaced,
                        taken(action, name).map(AnswerDraft::proposal),
                        LenientJson.facts(edit)
                                .without(
                                        "action",
                                        "name",
                                        "set",
                                        "answer",
                                        "code",
                                        "source",
                                        "replaces")));
    }

    /** The first call that asked for that edit; none is taken for two. */
    private Optional<JsonNode> taken(String action, String name) {
        Optional<JsonNode> found =
                calls.stream()
                        .filter(call -> isOf(call, name))
                        .filter(call -> LenientJson.text(call, "name").equals(action))
                        .findFirst()
                        .or(() -> calls.stream().filter(call -> isOf(call, name)).findFirst());
        found.ifPresent(calls::remove);
        return found.map(AnswerDraft::arguments);
    }

    private static boolean isOf(JsonNode call, String name) {
        JsonNode arguments = arguments(call);
        return LenientJson.text(arguments, "name").equals(name)
                || LenientJson.text(arguments, "new_name").equals(name);
    }

    /** The arguments are JSON in the answer's JSON. */
    private static JsonNode arguments(JsonNode call) {
        return LenientJson.tree(LenientJson.text(call, "arguments"));
    }

    private static Proposal proposal(JsonNode arguments) {
        return new Proposal(
                LenientJson.text(arguments, "code"),
                LenientJson.text(arguments, "description"),
                LenientJson.shown(arguments.path("arguments")));
    }
}
