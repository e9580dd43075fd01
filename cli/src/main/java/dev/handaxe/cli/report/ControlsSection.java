package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.optimizer.report.RunReport.Measured;

/** What the same budget gets without training, and the comparison on the test tasks. */
final class ControlsSection {
    private ControlsSection() {}

    static void write(Html html, RunReport run) {
        Measured measured = run.outcome().measured();
        html.open("section", "id", "controls", "aria-labelledby", "controls-title");
        html.element("h2", "Controls", "id", "controls-title");
        html.element(
                "p", "What the same budget gets without training: a gain counts only beyond that.");
        if (measured.controls().isEmpty()) {
            html.element("p", "Controls: " + Numbers.NOT_MEASURED + ".", "class", "absent");
        } else {
            FactsTable.write(html, "Arms with the same budget", "Arm", measured.controls());
        }
        if (!measured.test().isEmpty()) {
            Table table = new Table(html, "Comparison on the test tasks", "Figure", "Value");
            Facts test = measured.test();
            test.values()
                    .forEach(
                            (name, value) -> table.row(Numbers.words(name), Numbers.figure(value)));
            table.end();
        }
        html.close("section");
    }
}
