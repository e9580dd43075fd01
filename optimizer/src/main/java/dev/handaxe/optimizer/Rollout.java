package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.evidence.Cause;
import dev.handaxe.optimizer.evidence.FailureCluster;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One attempt of the agent at one task.
 *
 * <p>Immutable.
 *
 * @param taskId the task
 * @param verdict the grader's
 * @param messages the whole conversation, the final message last
 * @param calls what it called, in order
 * @param usage of its model calls
 */
record Rollout(
        String taskId,
        Verdict verdict,
        List<Message> messages,
        List<FunctionCall> calls,
        Usage usage) {
    Rollout {
        Objects.requireNonNull(taskId);
        Objects.requireNonNull(verdict);
        messages = List.copyOf(messages);
        calls = List.copyOf(calls);
        Objects.requireNonNull(usage);
    }

    boolean solved() {
        return verdict.score() >= 1;
    }

    /** Why it failed, with those functions. */
    Cause.Found<FunctionCall> cause(FunctionSet functions) {
        return Cause.of(calls, name -> functions.find(name).isPresent())
                .orSymptom(verdict.symptom().map(Verdict.Symptom::kind));
    }

    /** As clusters of failures are made of it, with those functions. */
    FailureCluster.Attempt attempt(FunctionSet functions) {
        return new FailureCluster.Attempt(
                taskId,
                solved() ? Optional.empty() : Optional.of(cause(functions).cause()),
                messages.stream().mapToLong(message -> message.text().length()).sum());
    }

    /** What was asked; empty if nothing was. */
    String question() {
        return messages.stream()
                .filter(Message.User.class::isInstance)
                .findFirst()
                .map(Message::text)
                .orElse("");
    }

    String finalMessage() {
        return messages.getLast().text();
    }

    ObjectNode node() {
        ObjectNode node = VerdictJson.write(verdict, Json.object().put("task", taskId));
        node.set("messages", ModelJson.messages(messages));
        var list = node.putArray("calls");
        calls.forEach(call -> list.add(call.node()));
        node.putObject("usage")
                .put("calls", usage.calls())
                .put("input_tokens", usage.inputTokens())
                .put("output_tokens", usage.outputTokens());
        return node;
    }

    static Rollout read(JsonNode node) throws Json.Malformed {
        List<FunctionCall> calls = new ArrayList<>();
        for (JsonNode call : node.path("calls")) {
            calls.add(FunctionCall.read(call));
        }
        JsonNode usage = node.path("usage");
        return new Rollout(
                ModelJson.text(node, "task"),
                VerdictJson.read(node),
                ModelJson.readMessages(node.path("messages")),
                calls,
                new Usage(
                        usage.path("calls").asLong(),
                        usage.path("input_tokens").asLong(),
                        usage.path("output_tokens").asLong()));
    }
}
