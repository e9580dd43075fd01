package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.RunReport;

/** Says that something was not measured, or not yet. */
final class Absent {
    private Absent() {}

    static void write(Html html, RunReport run, String what) {
        boolean finished = run.outcome().stopped().isPresent();
        html.element(
                "p",
                what
                        + ": "
                        + Numbers.NOT_MEASURED
                        + (finished ? "." : " yet. The run has not finished."),
                "class",
                "absent");
    }
}
