package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.Verdict.Symptom;
import java.util.Optional;

/**
 * Verdicts as the ledger keeps them. One without a symptom is written as it was before there were
 * any.
 */
final class VerdictJson {
    private VerdictJson() {}

    /** Adds the verdict's fields. */
    static ObjectNode write(Verdict verdict, ObjectNode node) {
        node.put("score", verdict.score()).put("reason", verdict.reason());
        verdict.symptom()
                .ifPresent(
                        symptom ->
                                node.putObject("symptom")
                                        .put("kind", symptom.kind())
                                        .put("detail", symptom.detail()));
        return node;
    }

    static Verdict read(JsonNode node) throws Json.Malformed {
        JsonNode symptom = node.path("symptom");
        return new Verdict(
                node.path("score").asDouble(),
                ModelJson.text(node, "reason"),
                symptom.isObject()
                        ? Optional.of(
                                new Symptom(
                                        ModelJson.text(symptom, "kind"),
                                        ModelJson.text(symptom, "detail")))
                        : Optional.empty());
    }
}
