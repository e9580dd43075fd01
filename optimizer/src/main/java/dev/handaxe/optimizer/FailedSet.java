package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import java.util.List;
import java.util.Objects;

/**
 * A set that was tried and not kept.
 *
 * <p>Immutable.
 *
 * @param functions the set
 * @param edits what led to it from the set that stands
 * @param train its training score
 */
record FailedSet(FunctionSet functions, List<TrainingResult.Edit> edits, double train) {
    FailedSet {
        Objects.requireNonNull(functions);
        edits = List.copyOf(edits);
    }
}
