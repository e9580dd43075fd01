package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.optimizer.report.SplitScores;
import java.util.List;
import java.util.Optional;

/** The learning curve: a chart, and the same numbers as a table. */
final class CurveSection {
    private CurveSection() {}

    static void write(Html html, RunReport run) {
        List<CurvePoint> points = CurvePoint.of(run);
        html.open("section", "id", "curve", "aria-labelledby", "curve-heading");
        html.element("h2", "Learning curve", "id", "curve-heading");
        html.element(
                "p",
                "Mean score of each set that was tried, with 95 % intervals (Wilson) over tasks."
                        + " Filled marks were kept, hollow ones rolled back. Test tasks are used"
                        + " once, for the set the run began with and the one it kept.");
        new CurveChart(html, run, points).write();
        table(html, run, points);
        html.close("section");
    }

    private static void table(Html html, RunReport run, List<CurvePoint> points) {
        Table table =
                new Table(html, "Scores by epoch", "Epoch", "Set", "Train", "Validation", "Test");
        for (CurvePoint point : points) {
            table.row(
                    point.label(),
                    point.fate(),
                    cell(point.scores(run, "train")),
                    cell(point.scores(run, "validation")),
                    cell(point.scores(run, "test")));
        }
        table.end();
    }

    private static String cell(Optional<SplitScores> scores) {
        return scores.map(
                        score ->
                                "%s (%s)"
                                        .formatted(
                                                Numbers.percent(score.mean()),
                                                Numbers.interval(score.interval())))
                .orElse("–");
    }
}
