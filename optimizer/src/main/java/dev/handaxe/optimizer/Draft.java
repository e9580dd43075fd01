package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import java.util.List;
import java.util.Objects;

/**
 * The set that a step is making: set B.
 *
 * <p>Immutable.
 *
 * @param functions as they are now
 * @param edits that led to it from set A, in order
 * @param recorded calls of earlier rollouts, by the functions' present names
 */
record Draft(FunctionSet functions, List<TrainingResult.Edit> edits, RecordedCalls recorded) {
    Draft {
        Objects.requireNonNull(functions);
        edits = List.copyOf(edits);
        Objects.requireNonNull(recorded);
    }

    /** Set A as it was evaluated, not edited yet. */
    static Draft of(Evaluation current) {
        return new Draft(current.functions(), List.of(), RecordedCalls.of(current));
    }
}
