package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.Optional;

/**
 * Grades answers that are code, once for a run: what was found of an answer is remembered by the
 * ledger under the task with its tests and the answer, whatever functions the agent had. So a
 * resumed run goes on with what its prompts said, and equal answers of other sets cost nothing.
 *
 * <p>Thread-safe.
 */
final class CodeReview {
    private final Grader.OfCode grader;
    private final Ledger ledger;

    CodeReview(Grader.OfCode grader, Ledger ledger) {
        this.grader = grader;
        this.ledger = ledger;
    }

    /** What the tests that the task shows find wrong. */
    Optional<String> complaint(Task task, String answer) {
        String text =
                ledger.remember(
                                "shown_tests",
                                key(task, answer),
                                () ->
                                        Json.object()
                                                .put(
                                                        "text",
                                                        grader.complaint(task, answer).orElse("")))
                        .path("text")
                        .asText();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    Verdict grade(Task task, String answer) {
        String key = key(task, answer);
        ObjectNode node =
                ledger.remember(
                        "grading",
                        key,
                        () -> VerdictJson.write(grader.grade(task, answer), Json.object()));
        try {
            return VerdictJson.read(node);
        } catch (Json.Malformed e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "the ledger's grading " + key + " is corrupt", e);
        }
    }

    private static String key(Task task, String answer) {
        return CallLabel.sha256(
                String.join("\n", task.id(), task.question(), task.answer(), answer));
    }
}
