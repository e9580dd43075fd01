package dev.handaxe.cli.experiment;

import dev.handaxe.cli.experiment.Benchmark.Published;
import dev.handaxe.optimizer.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a summary supports, in plain sentences, and no more than it does. */
final class Conclusions {
    private Conclusions() {}

    static List<String> of(Summary summary) {
        List<String> sentences = new ArrayList<>();
        for (Row row : summary.gains()) {
            if (row.overall()) {
                sentences.add(gain(row) + row.paper().map(paper -> beside(row, paper)).orElse(""));
            }
        }
        for (Row row : summary.ablations()) {
            sentences.add(ablation(row));
        }
        for (Row row : summary.transfers()) {
            if (row.overall()) {
                sentences.add(transfer(row));
            }
        }
        summary.curves().forEach(curve -> best(curve).ifPresent(sentences::add));
        if (sentences.isEmpty()) {
            sentences.add("No training is finished: nothing can be said yet.");
        }
        return sentences;
    }

    private static String gain(Row row) {
        Comparison found = row.comparison();
        String verdict =
                verdict(
                        found,
                        "Training helped",
                        "Training did harm",
                        "Not distinguishable from not training");
        return "%s, %s, %s: %s. %s → %s, %s."
                .formatted(
                        row.benchmark().label(),
                        row.agent(),
                        row.variant().about(),
                        verdict,
                        Figures.percent(found.pooled().before().score()),
                        Figures.percent(found.pooled().after().score()),
                        evidence(found));
    }

    private static String verdict(Comparison found, String better, String worse, String same) {
        if (!found.significant()) {
            return same;
        }
        return found.pooled().difference() > 0 ? better : worse;
    }

    /**
     * Such as {@code +4.4 points (95 % interval over tasks +1.0 to +7.8, p = 0.012 over 21 runs)}.
     */
    private static String evidence(Comparison found) {
        return "%s points (95 %% interval over tasks %s, %s over %s)"
                .formatted(
                        Figures.points(found.pooled().difference()),
                        Figures.points(found.difference()),
                        Figures.pIs(found.p()),
                        found.runsDecide()
                                ? found.runs() + " runs"
                                : "%d tasks of %d %s"
                                        .formatted(
                                                found.pooled().after().tasks(),
                                                found.runs(),
                                                found.runs() == 1 ? "run" : "runs"));
    }

    private static String beside(Row row, Published paper) {
        Interval interval = row.comparison().difference();
        boolean inside =
                interval.low() <= paper.difference() && paper.difference() <= interval.high();
        return " The paper reports %s → %s, a gain of %s points, which lies %s this interval."
                .formatted(
                        Figures.percent(paper.before()),
                        Figures.percent(paper.after()),
                        Figures.points(paper.difference()),
                        inside ? "inside" : "outside");
    }

    private static String ablation(Row row) {
        Comparison found = row.comparison();
        String verdict =
                verdict(
                        found,
                        "better than the paper's method",
                        "worse than the paper's method",
                        "not distinguishable from the paper's method");
        return "%s, %s, %s: %s after training, %s."
                .formatted(
                        row.benchmark().label(),
                        row.agent(),
                        row.variant().about(),
                        verdict,
                        evidence(found));
    }

    private static String transfer(Row row) {
        Comparison found = row.comparison();
        String verdict =
                verdict(
                        found,
                        "help",
                        "do harm",
                        "make no difference that can be told from chance");
        return "%s, %s: functions learned on one subject %s on others, %s."
                .formatted(row.benchmark().label(), row.agent(), verdict, evidence(found));
    }

    private static Optional<String> best(Curve curve) {
        return curve.best()
                .map(
                        best ->
                                "%s, %s, %s: the mean test score was highest after epoch %d (%s; at the end %s). This was looked up afterwards, so it is no score of a method."
                                        .formatted(
                                                curve.benchmark().label(),
                                                curve.agent(),
                                                curve.variant().about(),
                                                best.epoch(),
                                                Figures.percent(best.test()),
                                                Figures.percent(curve.points().getLast().test())));
    }
}
