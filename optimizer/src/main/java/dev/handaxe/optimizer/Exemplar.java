package dev.handaxe.optimizer;

import dev.handaxe.optimizer.evidence.FailureCluster;
import java.util.Optional;
import java.util.function.Function;

/**
 * One failed conversation that stands for its cause: what was said, what happened inside the call
 * that shows the cause, and the solved task most like it.
 *
 * <p>Immutable.
 */
final class Exemplar {
    private static final int HEADING_CHARS = 80;

    private final Evaluation evaluation;
    private final Function<FunctionCall, String> lineTrace;

    Exemplar(Evaluation evaluation, Function<FunctionCall, String> lineTrace) {
        this.evaluation = evaluation;
        this.lineTrace = lineTrace;
    }

    /** The exemplar of that cluster in at most that many characters. */
    String text(int number, FailureCluster cluster, int maxChars) {
        Rollout failed = evaluation.rollouts().get(cluster.exemplar());
        Optional<FunctionCall> call = failed.cause(evaluation.functions()).call();
        String lines = call.map(lineTrace).orElse("");
        // the trace by lines has the calls too
        String calls =
                call.filter(_ -> lines.isEmpty())
                        .map(made -> made.seen().trace().text())
                        .orElse("");
        Optional<Integer> solved = Contrast.of(failed, evaluation.rollouts());

        Room room = new Room(maxChars);
        room.add(
                "\n## Cause %d, for example conversation %d, which failed\n\n"
                        .formatted(number, cluster.exemplar() + 1));
        int fifth = room.left() / 5;
        int forCalls = calls.isEmpty() ? 0 : fifth / 2;
        int forLines = lines.isEmpty() ? 0 : fifth * 3 / 2;
        int forSolved = solved.isEmpty() ? 0 : fifth;
        String symptom = failed.verdict().symptom().map(Verdict.Symptom::detail).orElse("");
        int forSymptom = symptom.isEmpty() ? 0 : fifth;
        room.add(
                ConversationText.of(
                        failed, room.left() - forCalls - forLines - forSolved - forSymptom));
        part(room, "What grading showed:", symptom, room.left() - forCalls - forLines - forSolved);
        part(
                room,
                "Calls inside the call that shows it:",
                calls,
                room.left() - forLines - forSolved);
        part(room, "That call run again, with values by line:", lines, room.left() - forSolved);
        if (solved.isPresent()) {
            part(
                    room,
                    "The solved task most like it, conversation %d:".formatted(solved.get() + 1),
                    success(evaluation.rollouts().get(solved.get()), room.left()),
                    room.left());
        }
        room.add("\n");
        return room.text();
    }

    private static String success(Rollout solved, int maxChars) {
        String said = ConversationText.text(solved, maxChars);
        String inside =
                solved.calls().isEmpty() ? "" : solved.calls().getLast().seen().trace().text();
        return inside.isEmpty() ? said : said + "calls inside its last call:\n" + inside;
    }

    private static void part(Room room, String heading, String text, int maxChars) {
        int chars = Math.min(maxChars, room.left()) - HEADING_CHARS;
        if (!text.isEmpty() && chars > HEADING_CHARS) {
            room.add("\n" + heading + "\n" + ConversationText.quoted(text, chars));
        }
    }
}
