package dev.handaxe.benchmarks.compare;

import java.util.Arrays;

/** Measured values of one kind, at least one. Immutable. */
public final class Samples {
    private final double[] sorted;

    /** Copies them. */
    public Samples(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there are no values");
        }
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    /** How many there are. */
    public int count() {
        return sorted.length;
    }

    /** The one in the middle. */
    public double median() {
        return quantile(0.5);
    }

    /** The smallest value that at least this share of all values does not exceed. */
    public double quantile(double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
