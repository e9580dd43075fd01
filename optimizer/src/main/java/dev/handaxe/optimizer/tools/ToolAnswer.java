package dev.handaxe.optimizer.tools;

import dev.handaxe.runtime.Outcome;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a call that a model asked for.
 *
 * <p>Immutable.
 *
 * @param kind of its outcome, such as {@code returned}; {@code refused} or {@code unknown_function}
 *     if nothing was run
 * @param reply what the model is told: printable and bounded
 * @param outcome how the guest code ended, if any was run
 */
public record ToolAnswer(String kind, String reply, Optional<Outcome> outcome) {
    /** Rejects nulls. */
    public ToolAnswer {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(reply);
        Objects.requireNonNull(outcome);
    }

    /** Nothing was run. */
    static ToolAnswer refused(String kind, String reply) {
        return new ToolAnswer(kind, reply, Optional.empty());
    }

    /** Whether there is no value. */
    public boolean failed() {
        return outcome.filter(Outcome.Returned.class::isInstance).isEmpty();
    }
}
