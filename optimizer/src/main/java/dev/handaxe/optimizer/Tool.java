package dev.handaxe.optimizer;

import java.util.Objects;

/**
 * A tool that a model is offered.
 *
 * <p>Immutable.
 *
 * @param parameters an object schema as JSON
 */
record Tool(String name, String description, String parameters) {
    Tool {
        Objects.requireNonNull(name);
        Objects.requireNonNull(description);
        Objects.requireNonNull(parameters);
    }
}
