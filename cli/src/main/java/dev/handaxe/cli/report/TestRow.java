package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.Measured.Tested;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One contender on the sealed test tasks.
 *
 * <p>Immutable.
 *
 * @param share with its interval; empty if it was not finished
 * @param against the kept set against it: {@code won}, {@code lost}, {@code p}; empty of itself
 * @param spent such as {@code tokens} and {@code attempts}
 */
record TestRow(String name, Kind kind, Optional<Share> share, Facts against, Facts spent) {
    /** What a contender is. */
    enum Kind {
        /** The set that was kept. */
        KEPT,
        /** The set the run began with. */
        START,
        /** What the same tokens buy without training. */
        ARM,
        /** No contender: what choosing among attempts could reach at best. */
        BOUND
    }

    /** A score with its interval. */
    record Share(double score, double low, double high) {
        static Optional<Share> of(Facts facts) {
            if (facts.number("score").isEmpty()) {
                return Optional.empty();
            }
            double score = within(facts.number("score").getAsDouble());
            return Optional.of(
                    new Share(
                            score,
                            within(facts.number("low").orElse(score)),
                            within(facts.number("high").orElse(score))));
        }

        private static double within(double score) {
            return Math.clamp(score, 0, 1);
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s (%.1f to %.1f\u00a0%%)",
                    Numbers.percent(score),
                    100 * low,
                    100 * high);
        }
    }

    /** Both sets, then the arms as the run has them. */
    static List<TestRow> of(Tested tested) {
        List<TestRow> rows = new ArrayList<>();
        Facts both = tested.comparison();
        if (!both.isEmpty()) {
            rows.add(
                    new TestRow(
                            "trained",
                            Kind.KEPT,
                            Share.of(part(both, "after")),
                            Facts.NONE,
                            Facts.NONE));
            rows.add(
                    new TestRow(
                            "not trained",
                            Kind.START,
                            Share.of(part(both, "before")),
                            both,
                            Facts.NONE));
        }
        for (Facts arm : tested.controls()) {
            boolean bound = arm.text("upper_bound").filter("true"::equals).isPresent();
            rows.add(
                    new TestRow(
                            arm.text("name").orElse("–"),
                            bound ? Kind.BOUND : Kind.ARM,
                            Share.of(arm),
                            part(arm, "trained"),
                            arm));
        }
        return rows;
    }

    /** The members of an object among facts. */
    private static Facts part(Facts facts, String name) {
        Map<String, String> values = new LinkedHashMap<>();
        facts.values()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(name + " ")) {
                                values.put(key.substring(name.length() + 1), value);
                            }
                        });
        return new Facts(values);
    }
}
