package dev.handaxe.benchmarks.goals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.compare.Samples;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A figure beside what it is to be.
 *
 * <p>Immutable.
 *
 * @param goal the number of the goal it belongs to
 * @param quantity what was measured
 * @param spread the lowest and the highest of the same figure over the parts of the measurement
 */
record GoalFigure(int goal, Quantity quantity, double measured, Spread spread, Bound bound) {
    private static final int BLOCKS = 5;

    /** What is measured, and its unit. */
    record Quantity(String what, String unit) {}

    /** Between which values a figure varied. */
    record Spread(double low, double high) {}

    /**
     * A statistic of values in the order they were measured in. Its spread is that over fifths of
     * them, so that what changed in the course of the measurement is seen.
     */
    static GoalFigure of(
            int goal,
            Quantity quantity,
            double[] values,
            ToDoubleFunction<Samples> statistic,
            Bound bound) {
        int blocks = Math.min(BLOCKS, values.length);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int block = 0; block < blocks; block++) {
            int from = values.length * block / blocks;
            int to = values.length * (block + 1) / blocks;
            double part =
                    statistic.applyAsDouble(new Samples(Arrays.copyOfRange(values, from, to)));
            low = Math.min(low, part);
            high = Math.max(high, part);
        }
        double whole = statistic.applyAsDouble(new Samples(values));
        return new GoalFigure(goal, quantity, whole, new Spread(low, high), bound);
    }

    /** One value that does not vary. */
    static GoalFigure single(int goal, Quantity quantity, double value, Bound bound) {
        return new GoalFigure(goal, quantity, value, new Spread(value, value), bound);
    }

    void into(ObjectNode json) {
        json.put("goal", goal).put("what", quantity.what).put("unit", quantity.unit);
        json.put("measured", rounded(measured));
        json.putArray("spread").add(rounded(spread.low)).add(rounded(spread.high));
        if (bound.least() > Double.NEGATIVE_INFINITY) {
            json.put("at_least", bound.least());
        }
        if (bound.most() < Double.POSITIVE_INFINITY) {
            json.put("at_most", bound.most());
        }
        bound.met(measured).ifPresent(met -> json.put("met", met));
    }

    /** A line of the table for people. */
    String line() {
        return String.format(
                        Locale.ROOT,
                        "%d  %-62s %10.1f  %10.1f to %-10.1f %-4s %-8s %s",
                        goal,
                        quantity.what,
                        measured,
                        spread.low,
                        spread.high,
                        quantity.unit,
                        bound.text(),
                        bound.met(measured).map(met -> met ? "met" : "NOT MET").orElse(""))
                .stripTrailing();
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
