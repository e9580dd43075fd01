package dev.handaxe.optimizer;

import java.util.List;

/**
 * What a model is asked, free of any provider's types.
 *
 * <p>Immutable.
 */
record ModelRequest(List<Message> messages, List<Tool> tools) {
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
}
