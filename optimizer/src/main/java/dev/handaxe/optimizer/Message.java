package dev.handaxe.optimizer;

import java.util.List;
import java.util.Objects;

/**
 * One message of a conversation with a model, free of any provider's types.
 *
 * <p>Immutable.
 */
sealed interface Message {
    /** What it says. */
    String text();

    /** What the model is told to be. */
    record Instructions(String text) implements Message {
        /** Rejects nulls. */
        public Instructions {
            Objects.requireNonNull(text);
        }
    }

    /** What is asked of it. */
    record User(String text) implements Message {
        /** Rejects nulls. */
        public User {
            Objects.requireNonNull(text);
        }
    }

    /** What it said, and what it wants called. */
    record Assistant(String text, List<ToolCall> calls) implements Message {
        /** Rejects nulls. */
        public Assistant {
            Objects.requireNonNull(text);
            calls = List.copyOf(calls);
        }
    }

    /** What a call gave. */
    record ToolResult(String id, String name, String text) implements Message {
        /** Rejects nulls. */
        public ToolResult {
            Objects.requireNonNull(id);
            Objects.requireNonNull(name);
            Objects.requireNonNull(text);
        }
    }

    /**
     * A call that the model asks for; all of it is the model's text.
     *
     * @param id pairs it with its result
     * @param name of the tool, existing or not
     * @param arguments JSON, well-formed or not
     */
    record ToolCall(String id, String name, String arguments) {
        /** Rejects nulls. */
        public ToolCall {
            Objects.requireNonNull(id);
            Objects.requireNonNull(name);
            Objects.requireNonNull(arguments);
        }
    }
}
