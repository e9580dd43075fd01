package dev.handaxe.cli.report;

import dev.handaxe.cli.report.TestRow.Kind;
import dev.handaxe.cli.report.TestRow.Share;
import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.Measured.Tested;
import dev.handaxe.optimizer.report.RunReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Both sets on the sealed test tasks, beside what the same tokens buy without training. */
final class ControlsSection {
    private ControlsSection() {}

    static void write(Html html, RunReport run) {
        Tested tested = run.outcome().measured().tested();
        html.open("section", "id", "controls", "aria-labelledby", "controls-title");
        html.element("h2", "Test and controls", "id", "controls-title");
        html.element(
                "p",
                "What the tokens that training took buy without training: a gain counts only"
                        + " beyond that."
                        + budget(tested.controls()));
        List<TestRow> rows = TestRow.of(tested);
        new TestChart(html, rows).write();
        if (!rows.isEmpty()) {
            table(html, rows);
        }
        gap(html, tested.comparison());
        if (tested.controls().isEmpty()) {
            Absent.write(html, run, "Controls");
        }
        html.close("section");
    }

    private static String budget(List<Facts> controls) {
        return controls.stream()
                .flatMap(arm -> arm.text("budget_tokens").stream())
                .findFirst()
                .map(
                        tokens ->
                                " No arm may have more than %s tokens beyond one attempt at each task."
                                        .formatted(Numbers.figure(tokens)))
                .orElse("");
    }

    private static void table(Html html, List<TestRow> rows) {
        Table table =
                new Table(
                        html,
                        "Scores on the test tasks, and the trained set against each",
                        "Contender",
                        "Score (95\u00a0% interval)",
                        "Trained won",
                        "Lost",
                        "p",
                        "Tokens",
                        "Attempts",
                        "Ended by");
        for (TestRow row : rows) {
            table.row(
                    row.name() + (row.kind() == Kind.BOUND ? " – no contender" : ""),
                    row.share().map(Share::text).orElse("not finished"),
                    figure(row.against(), "won"),
                    figure(row.against(), "lost"),
                    p(row.against()),
                    figure(row.spent(), "tokens"),
                    figure(row.spent(), "attempts"),
                    bound(row));
        }
        table.end();
    }

    private static String figure(Facts facts, String name) {
        return facts.text(name).map(Numbers::figure).orElse("–");
    }

    private static String p(Facts against) {
        OptionalDouble p = against.number("p");
        return p.isPresent() ? Numbers.p(p.getAsDouble()).replace("p = ", "") : "–";
    }

    private static String bound(TestRow row) {
        if (row.share().isEmpty()) {
            return "the run's budget";
        }
        Optional<String> bound = row.spent().text("bound");
        return switch (bound.orElse("")) {
            case "" -> "–";
            case "none" -> "nothing more was wanted";
            case "cap" -> "the most attempts";
            case "budget" -> "the tokens of training";
            default -> bound.orElse("");
        };
    }

    private static void gap(Html html, Facts comparison) {
        OptionalDouble gap = comparison.number("validation_gap");
        if (gap.isPresent()) {
            html.element(
                    "p",
                    "Validation, which chose the kept set, flatters it by %s against test."
                            .formatted(Numbers.points(gap.getAsDouble())));
        }
    }
}
