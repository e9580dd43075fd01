package dev.handaxe.optimizer.findings;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What each function of the set that the search found is worth, and what was pruned for it.
 *
 * <p>Immutable.
 *
 * @param functions in the set's order, before anything was pruned
 * @param pruning empty if there was nothing to prune, or it was not asked for
 */
public record Credit(List<FunctionCredit> functions, Optional<Pruning> pruning) {
    /** Copies. */
    public Credit {
        functions = List.copyOf(functions);
        Objects.requireNonNull(pruning);
    }

    /**
     * Functions that were found to be worth nothing, and what became of the set without them.
     *
     * @param unused nothing reached them, in training or validation
     * @param harmful the set is better without them, by leave-one-out
     * @param accepted whether the set without them was kept
     * @param reason of the acceptance rule
     */
    public record Pruning(
            List<String> unused, List<String> harmful, boolean accepted, String reason) {
        /** Copies. */
        public Pruning {
            unused = List.copyOf(unused);
            harmful = List.copyOf(harmful);
            Objects.requireNonNull(reason);
        }

        /** All of them. */
        public List<String> functions() {
            return Stream.of(unused, harmful).flatMap(List::stream).distinct().toList();
        }
    }
}
