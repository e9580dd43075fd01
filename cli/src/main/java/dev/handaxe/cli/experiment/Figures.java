package dev.handaxe.cli.experiment;

import dev.handaxe.optimizer.findings.TestComparison.Share;
import dev.handaxe.optimizer.statistics.Interval;
import java.util.Locale;
import java.util.Optional;

/** Numbers as the experiment's tables write them. */
final class Figures {
    private Figures() {}

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String percent(Optional<Double> share) {
        return share.map(Figures::percent).orElse("–");
    }

    /** A score with its interval, such as {@code 53.8 % (49.6 to 57.9)}. */
    static String share(Share share) {
        return String.format(
                Locale.ROOT,
                "%.1f %% (%.1f to %.1f)",
                100 * share.score(),
                100 * share.interval().low(),
                100 * share.interval().high());
    }

    /** A difference in points. */
    static String points(double difference) {
        return String.format(Locale.ROOT, "%+.1f", 100 * difference);
    }

    static String points(Interval interval) {
        return points(interval.low()) + " to " + points(interval.high());
    }

    static String p(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    /** The same in a sentence. */
    static String pIs(double p) {
        return p < 0.001 ? "p < 0.001" : "p = " + p(p);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
