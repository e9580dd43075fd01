package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.SplitScores;
import dev.handaxe.optimizer.statistics.Interval;
import java.util.Locale;

/** Numbers as the report writes them. */
final class Numbers {
    static final String NOT_MEASURED = "not measured";

    private Numbers() {}

    /** A share, such as {@code 62.5 %}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share);
    }

    /** A 95 % interval of a share. */
    static String interval(Interval interval) {
        return String.format(
                Locale.ROOT, "%.1f to %.1f\u00a0%%", 100 * interval.low(), 100 * interval.high());
    }

    /** A score with its interval and on how many tasks. */
    static String score(SplitScores scores) {
        return "%s (95\u00a0%% interval %s, %d tasks)"
                .formatted(percent(scores.mean()), interval(scores.interval()), scores.tasks());
    }

    /** A count with separators. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** So many of something, such as {@code 1 edit} or {@code 3 edits}. */
    static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** A part of a whole, such as {@code 3 (75.0 %)}; a dash without a whole. */
    static String share(long part, long whole) {
        return whole == 0 ? "–" : "%s (%s)".formatted(count(part), percent((double) part / whole));
    }

    /** A difference of two shares, such as {@code +12.5 points}. */
    static String points(double difference) {
        return String.format(Locale.ROOT, "%+.1f points", 100 * difference);
    }

    /** A p-value; beyond three digits only its size is of interest. */
    static String p(double p) {
        return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
    }

    /** A name of a setting or figure in words: {@code input_tokens} is {@code input tokens}. */
    static String words(String name) {
        return name.replace('_', ' ');
    }

    /** A figure as it was written down: long fractions are cut, whole numbers get separators. */
    static String figure(String text) {
        if (text.matches("-?\\d{5,15}")) {
            return count(Long.parseLong(text));
        }
        if (text.matches("-?\\d{1,15}\\.\\d{4,}(E-?\\d{1,3})?")) {
            return String.format(Locale.ROOT, "%.3f", Double.parseDouble(text));
        }
        return text;
    }
}
