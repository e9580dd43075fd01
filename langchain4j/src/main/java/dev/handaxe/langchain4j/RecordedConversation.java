package dev.handaxe.langchain4j;

import dev.handaxe.optimizer.Rollout;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.optimizer.tools.ToolAnswer;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One conversation under way. Calls of one answer may end in any order, of a stream before the
 * answer does; they are kept in the order in which the model asked for them.
 *
 * <p>Thread-safe: tools may run on several threads.
 */
final class RecordedConversation {
    private final Task task;
    private final Rollout.Builder rollout = Rollout.builder();
    private final List<Call> made = new ArrayList<>();
    private Optional<ChatRequest> unanswered = Optional.empty();
    private AiMessage said = AiMessage.from("");

    /** A call that was made. */
    record Call(ToolExecutionRequest request, ToolAnswer answer) {}

    RecordedConversation(Task task) {
        this.task = task;
    }

    Task task() {
        return task;
    }

    /**
     * The model is asked. An answer that a guardrail asked for, and that called tools, is told by
     * nothing but the request with their results.
     */
    synchronized void asked(ChatRequest request) {
        unanswered.ifPresent(
                last ->
                        next(last.messages(), request.messages())
                                .ifPresent(
                                        told ->
                                                answered(
                                                        last,
                                                        ChatResponse.builder()
                                                                .aiMessage(told)
                                                                .build())));
        flush();
        unanswered = Optional.of(request);
    }

    private static Optional<AiMessage> next(List<ChatMessage> before, List<ChatMessage> now) {
        return now.stream()
                .skip(before.size())
                .findFirst()
                .filter(AiMessage.class::isInstance)
                .map(AiMessage.class::cast);
    }

    synchronized void answered(ChatRequest request, ChatResponse response) {
        rollout.exchange(request, response);
        unanswered = Optional.empty();
        said = response.aiMessage();
    }

    /** A guardrail looked at an answer, which is a new one if the model was asked again. */
    synchronized void guarded(ChatResponse response) {
        unanswered.ifPresent(request -> answered(request, response));
    }

    synchronized void called(ToolExecutionRequest request, ToolAnswer answer) {
        made.add(new Call(request, answer));
    }

    /** What the user was given, where it is text; otherwise what the model said last. */
    synchronized String finalMessage(Optional<Object> result) {
        return switch (result.orElse(said)) {
            case String text -> text;
            case Result<?> wrapped when wrapped.content() instanceof String text -> text;
            case ChatResponse streamed -> text(streamed.aiMessage());
            default -> text(said);
        };
    }

    private static String text(AiMessage message) {
        String text = message.text();
        return text == null ? "" : text;
    }

    synchronized Rollout rollout(String finalMessage, Verdict verdict) {
        flush();
        return rollout.build(task, finalMessage, verdict);
    }

    private void flush() {
        List<ToolExecutionRequest> order = said.toolExecutionRequests();
        made.sort(Comparator.comparingInt(call -> order.indexOf(call.request())));
        for (Call call : made) {
            String arguments = call.request().arguments();
            rollout.call(call.request().name(), arguments == null ? "" : arguments, call.answer());
        }
        made.clear();
    }
}
