package dev.handaxe.optimizer;

import dev.handaxe.optimizer.Message.ToolCall;
import java.util.List;
import java.util.Objects;

/**
 * What a model answered.
 *
 * <p>Immutable.
 *
 * @param text empty if it only asked for calls
 * @param usage of this call alone
 * @param estimated whether the usage is our estimate
 */
record ModelAnswer(String text, List<ToolCall> calls, Usage usage, boolean estimated) {
    ModelAnswer {
        Objects.requireNonNull(text);
        calls = List.copyOf(calls);
        Objects.requireNonNull(usage);
    }

    /** As the next message of the conversation. */
    Message.Assistant message() {
        return new Message.Assistant(text, calls);
    }
}
