package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A function set's rollouts on a split, in the order of its tasks.
 *
 * <p>Immutable.
 */
record Evaluation(FunctionSet functions, List<Rollout> rollouts) {
    Evaluation {
        Objects.requireNonNull(functions);
        rollouts = List.copyOf(rollouts);
    }

    /** The mean score; empty if there was no task. */
    Optional<Double> score() {
        return rollouts.isEmpty() ? Optional.empty() : Optional.of(sum() / rollouts.size());
    }

    /** Whether no task is left to fail. */
    boolean perfect() {
        return rollouts.stream().allMatch(Rollout::solved);
    }

    /** Such as {@code 5 of 8 (62.5 %)}. */
    String rate() {
        double sum = sum();
        String solved =
                sum == Math.rint(sum)
                        ? Long.toString(Math.round(sum))
                        : String.format(Locale.ROOT, "%.2f", sum);
        return String.format(
                Locale.ROOT,
                "%s of %d (%.1f %%)",
                solved,
                rollouts.size(),
                rollouts.isEmpty() ? 0 : 100 * sum / rollouts.size());
    }

    private double sum() {
        return rollouts.stream().mapToDouble(rollout -> rollout.verdict().score()).sum();
    }
}
