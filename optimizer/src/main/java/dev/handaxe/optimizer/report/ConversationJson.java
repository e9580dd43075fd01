package dev.handaxe.optimizer.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.optimizer.Verdict.Symptom;
import dev.handaxe.optimizer.report.Conversation.Ask;
import dev.handaxe.optimizer.report.Conversation.Call;
import dev.handaxe.optimizer.report.Conversation.Failure;
import dev.handaxe.optimizer.report.Conversation.Said;
import dev.handaxe.optimizer.report.Conversation.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conversations as the ledger has them. */
final class ConversationJson {
    private ConversationJson() {}

    /**
     * The rollout of that event.
     *
     * @param key the set's hash, the split, the task and the repeat; split and task may have spaces
     */
    static Optional<Conversation> read(String key, JsonNode data) {
        int afterSet = key.indexOf(' ');
        int beforeRepeat = key.lastIndexOf(' ');
        if (afterSet < 0 || beforeRepeat <= afterSet) {
            return Optional.empty();
        }
        String sample = key.substring(afterSet + 1, beforeRepeat);
        String task = LenientJson.text(data, "task");
        int afterSplit =
                !task.isEmpty() && sample.endsWith(" " + task)
                        ? sample.length() - task.length() - 1
                        : sample.indexOf(' ');
        if (afterSplit < 0) {
            return Optional.empty();
        }
        JsonNode usage = data.path("usage");
        double score = data.path("score").asDouble();
        return Optional.of(
                new Conversation(
                        new Conversation.Id(
                                key.substring(0, afterSet),
                                sample.substring(0, afterSplit),
                                sample.substring(afterSplit + 1),
                                repeat(key.substring(beforeRepeat + 1)),
                                usage.path("input_tokens").asLong()
                                        + usage.path("output_tokens").asLong()),
                        new Verdict(
                                Double.isNaN(score) ? 0 : Math.clamp(score, 0, 1),
                                LenientJson.text(data, "reason"),
                                symptom(data.path("symptom"))),
                        messages(data.path("messages")),
                        calls(data.path("calls"))));
    }

    private static Optional<Symptom> symptom(JsonNode symptom) {
        return symptom.isObject()
                ? Optional.of(
                        new Symptom(
                                LenientJson.text(symptom, "kind"),
                                LenientJson.text(symptom, "detail")))
                : Optional.empty();
    }

    private static int repeat(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static List<Said> messages(JsonNode array) {
        List<Said> messages = new ArrayList<>();
        for (JsonNode message : array) {
            List<Ask> asks = new ArrayList<>();
            for (JsonNode call : message.path("calls")) {
                asks.add(
                        new Ask(
                                LenientJson.text(call, "name"),
                                LenientJson.text(call, "arguments")));
            }
            messages.add(
                    new Said(
                            LenientJson.text(message, "role"),
                            LenientJson.text(message, "text"),
                            LenientJson.text(message, "name"),
                            asks));
        }
        return messages;
    }

    private static List<Call> calls(JsonNode array) {
        List<Call> calls = new ArrayList<>();
        for (JsonNode call : array) {
            calls.add(
                    new Call(
                            LenientJson.text(call, "name"),
                            LenientJson.text(call, "arguments"),
                            LenientJson.text(call, "kind"),
                            LenientJson.text(call, "reply"),
                            new Seen(failure(call.path("failure")), trace(call.path("trace")))));
        }
        return calls;
    }

    private static Optional<Failure> failure(JsonNode at) {
        return at.isObject()
                ? Optional.of(
                        new Failure(
                                LenientJson.text(at, "type"),
                                LenientJson.text(at, "message"),
                                at.path("line").asInt(),
                                LenientJson.text(at, "function"),
                                LenientJson.text(at, "source")))
                : Optional.empty();
    }

    private static Optional<String> trace(JsonNode trace) {
        List<String> lines = new ArrayList<>();
        for (JsonNode call : trace.path("calls")) {
            lines.add(
                    "%s%s(%s)%s"
                            .formatted(
                                    "  ".repeat(Math.clamp(call.path("depth").asInt(), 0, 20)),
                                    LenientJson.text(call, "function"),
                                    LenientJson.text(call, "arguments"),
                                    end(call)));
        }
        int left = trace.path("total").asInt() - lines.size();
        if (left > 0) {
            lines.add("(" + left + " in the middle left out)");
        }
        String text = lines.isEmpty() ? LenientJson.shown(trace) : String.join("\n", lines);
        return text.isBlank() || text.equals("{}") || trace.isNull()
                ? Optional.empty()
                : Optional.of(text);
    }

    private static String end(JsonNode call) {
        String result = LenientJson.text(call, "result");
        if (call.path("raised").asBoolean()) {
            return " raised " + result;
        }
        return result.isEmpty() ? " did not end" : " -> " + result;
    }
}
