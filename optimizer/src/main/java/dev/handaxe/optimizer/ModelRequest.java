package dev.handaxe.optimizer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a model is asked, free of any provider's types.
 *
 * <p>Immutable.
 */
record ModelRequest(List<Message> messages, List<Tool> tools) {
    /** What a provider may put around a request. */
    private static final long ENVELOPE = 64;

    ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** Calls that the model has asked for so far in this conversation. */
    int callsSoFar() {
        return messages.stream()
                .mapToInt(
                        message ->
                                message instanceof Message.Assistant said ? said.calls().size() : 0)
                .sum();
    }

    /** A rough count for budgets and for providers that report none: 4 characters each. */
    long estimatedTokens() {
        return ModelJson.write(this).length() / 4 + 1L;
    }

    /** More tokens than any provider counts: none is shorter than a byte. */
    long mostTokens() {
        return ModelJson.write(this).getBytes(StandardCharsets.UTF_8).length + ENVELOPE;
    }
}
