package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Facts;

/** Whatever facts there are, as names with values. */
final class FactsList {
    private FactsList() {}

    /** Writes nothing if there is none. */
    static void write(Html html, String title, Facts facts) {
        if (facts.isEmpty()) {
            return;
        }
        html.open("dl", "aria-label", title);
        facts.values()
                .forEach(
                        (name, value) -> {
                            html.open("div");
                            html.element("dt", Numbers.words(name));
                            html.element("dd", Numbers.figure(value));
                            html.close("div");
                        });
        html.close("dl");
    }
}
