package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.evidence.Cause;
import dev.handaxe.optimizer.evidence.FailureCluster;
import dev.handaxe.optimizer.tools.ToolAnswer;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One attempt of an agent at one task: what was said, what was called, what the grader says.
 *
 * <p>The rollouts of a run are made by the run. An agent that works elsewhere tells of its attempts
 * with {@link #builder}, so that a training can learn from them ({@link Trainer#step}).
 *
 * <pre>{@code
 * Rollout.Builder attempt = Rollout.builder();
 * attempt.exchange(request, response); // each request to the model, with its answer
 * attempt.call("half", "{\"n\": 7}", tools.call("half", "{\"n\": 7}"));
 * Rollout rollout = attempt.build(task, "3.5", grader.grade(task, "3.5"));
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Rollout {
    private final String taskId;
    private final Verdict verdict;
    private final List<Message> messages;
    private final List<FunctionCall> calls;
    private final Usage usage;

    /**
     * An attempt.
     *
     * @param messages the whole conversation, the final message last
     * @param calls what it called, in order
     * @param usage of its model calls
     */
    Rollout(
            String taskId,
            Verdict verdict,
            List<Message> messages,
            List<FunctionCall> calls,
            Usage usage) {
        this.taskId = Objects.requireNonNull(taskId);
        this.verdict = Objects.requireNonNull(verdict);
        this.messages = List.copyOf(messages);
        this.calls = List.copyOf(calls);
        this.usage = Objects.requireNonNull(usage);
    }

    /** Starts an attempt that is made outside of a run. */
    public static Builder builder() {
        return new Builder();
    }

    /** The task's id. */
    public String taskId() {
        return taskId;
    }

    /** The grader's. */
    public Verdict verdict() {
        return verdict;
    }

    /** Of its model calls. */
    public Usage usage() {
        return usage;
    }

    List<Message> messages() {
        return messages;
    }

    List<FunctionCall> calls() {
        return calls;
    }

    /** Whether the score is 1. */
    public boolean solved() {
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
    public String question() {
        return messages.stream()
                .filter(Message.User.class::isInstance)
                .findFirst()
                .map(Message::text)
                .orElse("");
    }

    /** What the agent answered at last; empty if it gave no answer. */
    public String finalMessage() {
        return messages.getLast().text();
    }

    /**
     * The attempt in the form in which a run's ledger keeps it: one line of JSON, with the
     * messages, the calls with their outcomes and the calls inside them, the verdict and the usage.
     */
    public String json() {
        return Json.write(node());
    }

    /**
     * What {@link #json} wrote.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is something else
     */
    public static Rollout parse(String json) {
        try {
            return read(Json.read(json));
        } catch (Json.Malformed e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "this is no rollout: " + e.getMessage(), e);
        }
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

    @Override
    public boolean equals(Object other) {
        return other instanceof Rollout that
                && taskId.equals(that.taskId)
                && verdict.equals(that.verdict)
                && messages.equals(that.messages)
                && calls.equals(that.calls)
                && usage.equals(that.usage);
    }

    @Override
    public int hashCode() {
        return Objects.hash(taskId, verdict, messages, calls, usage);
    }

    @Override
    public String toString() {
        return "Rollout[" + taskId + ", " + verdict + "]";
    }

    /**
     * An attempt while it is made.
     *
     * <p>To be used by one thread at a time.
     */
    public static final class Builder {
        private final Turns turns = new Turns();
        private final List<FunctionCall> calls = new ArrayList<>();
        private Usage usage = Usage.NONE;

        private Builder() {}

        /**
         * The model was asked, and answered. Of messages that are no text the kind is kept; tokens
         * are estimated where the answer does not tell them.
         */
        public Builder exchange(ChatRequest request, ChatResponse response) {
            var asked =
                    new ModelRequest(
                            request.messages().stream().map(ChatTranslation::observed).toList(),
                            List.of());
            ModelAnswer answer = ChatTranslation.observed(asked, response);
            turns.add(asked.messages(), answer.message());
            usage = usage.plus(answer.usage());
            return this;
        }

        /**
         * A function was called. What is kept of the outcome is bounded: where it failed, and the
         * first and last calls inside it, if they were traced.
         *
         * @param arguments as the model wrote them
         */
        public Builder call(String name, String arguments, ToolAnswer answer) {
            calls.add(FunctionCall.of(new Message.ToolCall("", name, arguments), answer));
            return this;
        }

        /**
         * The attempt.
         *
         * @param finalMessage what was graded; empty if the agent gave no answer
         */
        public Rollout build(Task task, String finalMessage, Verdict verdict) {
            return new Rollout(
                    task.id(),
                    verdict,
                    turns.messages(task.question(), finalMessage),
                    calls,
                    usage);
        }
    }
}
