package dev.handaxe.benchmarks.goals;

import java.util.Locale;
import java.util.Optional;

/**
 * What a figure is to be.
 *
 * <p>Immutable.
 *
 * @param least in the figure's unit; minus infinity if any is small enough
 * @param most in the figure's unit; infinity if any is large enough
 */
record Bound(double least, double most) {
    /** For what is only told. */
    static final Bound NONE = new Bound(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    static Bound atMost(double most) {
        return new Bound(Double.NEGATIVE_INFINITY, most);
    }

    static Bound atLeast(double least) {
        return new Bound(least, Double.POSITIVE_INFINITY);
    }

    /** Whether that value is within; empty where there is no goal. */
    Optional<Boolean> met(double value) {
        return equals(NONE) ? Optional.empty() : Optional.of(value >= least && value <= most);
    }

    /** For people. */
    String text() {
        if (most < Double.POSITIVE_INFINITY) {
            return "<= " + number(most);
        }
        return least > Double.NEGATIVE_INFINITY ? ">= " + number(least) : "";
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
