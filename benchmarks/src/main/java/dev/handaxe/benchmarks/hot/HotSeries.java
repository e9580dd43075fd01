package dev.handaxe.benchmarks.hot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.compare.Samples;
import java.util.Arrays;

/**
 * How long the calls of one program took in one place, one after the other.
 *
 * <p>Immutable.
 */
final class HotSeries {
    /** Calls that are looked at together, so that one that was disturbed says nothing. */
    private static final int WINDOW = 5;

    /** As fast as it gets, but for this. */
    private static final double NEARLY = 1.25;

    private final double[] millis;

    /** In the order of the calls, at least one. */
    HotSeries(double... millis) {
        if (millis.length == 0) {
            throw new IllegalArgumentException("there are no calls");
        }
        this.millis = millis.clone();
    }

    /** How many calls there were. */
    int calls() {
        return millis.length;
    }

    /** The first call. */
    double first() {
        return millis[0];
    }

    /** The median of the last quarter. */
    double warm() {
        int from = millis.length - Math.max(1, millis.length / 4);
        return new Samples(Arrays.copyOfRange(millis, from, millis.length)).median();
    }

    /** What the calls took together before some in a row were nearly as fast as the warm ones. */
    double millisUntilWarm() {
        double limit = warm() * NEARLY;
        double before = 0;
        for (int i = 0; i + WINDOW <= millis.length; i++) {
            if (new Samples(Arrays.copyOfRange(millis, i, i + WINDOW)).median() <= limit) {
                return before;
            }
            before += millis[i];
        }
        return before;
    }

    void into(ObjectNode json) {
        json.put("calls", calls())
                .put("first_ms", rounded(first()))
                .put("warm_ms", rounded(warm()))
                .put("until_warm_ms", rounded(millisUntilWarm()));
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
