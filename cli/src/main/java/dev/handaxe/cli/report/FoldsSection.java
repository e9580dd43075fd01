package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.Measured.Folds;
import dev.handaxe.optimizer.report.RunReport;
import java.util.OptionalDouble;

/** What trainings like the run's own are worth; nothing if the run had no folds. */
final class FoldsSection {
    private FoldsSection() {}

    static void write(Html html, RunReport run) {
        Folds folds = run.outcome().measured().folds();
        if (folds.pooled().isEmpty()) {
            return;
        }
        html.open("section", "id", "folds", "aria-labelledby", "folds-title");
        html.element("h2", "Folds", "id", "folds-title");
        html.element(
                "p",
                "Every task was tested once, by a training that did not see it. This estimates the"
                        + " procedure, not the set that was kept. "
                        + pooled(folds.pooled()));
        Table table =
                new Table(
                        html, "Folds", "Fold", "Tasks", "Before", "After", "Functions", "Ended by");
        for (Facts fold : folds.each()) {
            table.row(
                    fold.text("fold").orElse("–"),
                    fold.text("tasks").orElse("–"),
                    percent(fold, "before"),
                    percent(fold, "after"),
                    fold.text("functions").orElse("–"),
                    fold.text("stopped").orElse("–"));
        }
        table.end();
        html.close("section");
    }

    private static String pooled(Facts all) {
        String finished =
                "%s of %s folds were finished."
                        .formatted(all.text("finished").orElse("?"), all.text("count").orElse("?"));
        OptionalDouble p = all.number("p");
        return p.isEmpty()
                ? finished
                : "%s Over all: from %s to %s (95\u00a0%% interval %s to %s), %s tasks won and %s lost, %s."
                        .formatted(
                                finished,
                                percent(all, "before score"),
                                percent(all, "after score"),
                                percent(all, "after low"),
                                percent(all, "after high"),
                                all.text("won").orElse("?"),
                                all.text("lost").orElse("?"),
                                Numbers.p(p.getAsDouble()));
    }

    private static String percent(Facts facts, String name) {
        OptionalDouble share = facts.number(name);
        return share.isPresent() ? Numbers.percent(share.getAsDouble()) : "–";
    }
}
