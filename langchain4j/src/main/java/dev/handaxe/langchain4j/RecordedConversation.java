package dev.handaxe.langchain4j;

import dev.handaxe.optimizer.Rollout;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.optimizer.tools.ToolAnswer;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One conversation under way. Calls of one answer may end in any order; they are kept in the order
 * in which the model asked for them.
 *
 * <p>Thread-safe: tools may run on several threads.
 */
final class RecordedConversation {
    private final Task task;
    private final Rollout.Builder rollout = Rollout.builder();
    private final List<Made> made = new ArrayList<>();
    private List<ToolExecutionRequest> asked = List.of();
    private String said = "";

    private record Made(ToolExecutionRequest request, ToolAnswer answer) {}

    RecordedConversation(Task task) {
        this.task = task;
    }

    Task task() {
        return task;
    }

    synchronized void answered(ChatRequest request, ChatResponse response) {
        flush();
        rollout.exchange(request, response);
        asked = response.aiMessage().toolExecutionRequests();
        String text = response.aiMessage().text();
        said = text == null ? "" : text;
    }

    /** Whether this very request is the model's last answer's. */
    @SuppressWarnings("ReferenceEquality") // an equal one may be another conversation's
    synchronized boolean asksFor(ToolExecutionRequest request) {
        return asked.stream().anyMatch(own -> own == request);
    }

    synchronized void called(ToolExecutionRequest request, ToolAnswer answer) {
        made.add(new Made(request, answer));
    }

    /** What the user was given, where it is text; otherwise what the model said last. */
    synchronized String finalMessage(Optional<Object> result) {
        return switch (result.orElse(said)) {
            case String text -> text;
            case Result<?> wrapped when wrapped.content() instanceof String text -> text;
            default -> said;
        };
    }

    synchronized Rollout rollout(String finalMessage, Verdict verdict) {
        flush();
        return rollout.build(task, finalMessage, verdict);
    }

    private void flush() {
        made.sort(Comparator.comparingInt(call -> asked.indexOf(call.request())));
        for (Made call : made) {
            String arguments = call.request().arguments();
            rollout.call(call.request().name(), arguments == null ? "" : arguments, call.answer());
        }
        made.clear();
    }
}
