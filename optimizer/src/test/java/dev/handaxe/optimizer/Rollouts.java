package dev.handaxe.optimizer;

import dev.handaxe.optimizer.FunctionCall.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes rollouts for tests of what the optimizer is shown. */
final class Rollouts {
    private Rollouts() {}

    static Rollout solved(String id, String question, FunctionCall... calls) {
        return of(id, question, 1, calls);
    }

    static Rollout failed(String id, String question, FunctionCall... calls) {
        return of(id, question, 0, calls);
    }

    private static Rollout of(String id, String question, double score, FunctionCall... calls) {
        List<Message> messages = new ArrayList<>();
        messages.add(new Message.Instructions("hidden instructions"));
        messages.add(new Message.User(question));
        for (FunctionCall call : calls) {
            var asked = new Message.ToolCall("c", call.name(), call.arguments());
            messages.add(new Message.Assistant("", List.of(asked)));
            messages.add(new Message.ToolResult("c", call.name(), call.reply()));
        }
        messages.add(new Message.Assistant("answer of " + id, List.of()));
        return new Rollout(id, new Verdict(score, "secret"), messages, List.of(calls), Usage.NONE);
    }

    static FunctionCall returned(String name, String arguments) {
        return new FunctionCall(name, arguments, "returned", "42", Optional.empty());
    }

    static FunctionCall raised(String name, String type, int line) {
        return raised(name, type, line, CallTrace.NONE);
    }

    static FunctionCall raised(String name, String type, int line, CallTrace trace) {
        var at = new Failure(type, "because", line, name, "return n / 0");
        return new FunctionCall(
                name,
                "{\"n\": 3}",
                "raised",
                type + ": because",
                new FunctionCall.Seen(Optional.of(at), trace));
    }

    static FunctionCall limit(String name) {
        return new FunctionCall(
                name,
                "{}",
                "limit_exceeded",
                "stopped",
                Optional.of(new Failure("cpu_ms", "stopped", 0, "", "")));
    }

    static FunctionCall notRun(String name, String kind) {
        return new FunctionCall(name, "{n: 1", kind, "cannot be run", Optional.empty());
    }
}
