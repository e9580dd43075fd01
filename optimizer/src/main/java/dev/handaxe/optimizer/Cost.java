package dev.handaxe.optimizer;

import java.util.Comparator;

/**
 * What a set costs its user.
 *
 * <p>Immutable.
 *
 * @param tokens that the agent's model uses for one task, in and out, as a mean
 * @param functions of the set
 */
record Cost(double tokens, int functions) {
    /** Means that differ by less than this share are one: two draws of one set differ as much. */
    private static final double STEP = StrictMath.log(1.05);

    static final Comparator<Cost> CHEAPEST_FIRST =
            Comparator.comparingInt(Cost::functions).thenComparingLong(Cost::tokenStep);

    static Cost of(Evaluation evaluation) {
        double tokens =
                evaluation.rollouts().stream()
                        .mapToLong(rollout -> rollout.usage().tokens())
                        .average()
                        .orElse(0);
        return new Cost(tokens, evaluation.functions().size());
    }

    /** Whether it is no higher in anything. */
    boolean atMost(Cost other) {
        return tokenStep() <= other.tokenStep() && functions <= other.functions;
    }

    /** Whether it is no higher in anything and lower in something. */
    boolean below(Cost other) {
        return atMost(other) && !other.atMost(this);
    }

    /** Steps of a scale compare transitively, which a tolerance would not. */
    private long tokenStep() {
        return StrictMath.round(StrictMath.log(tokens + 1) / STEP);
    }
}
