package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.RunReport;
import java.util.List;

/** What there was to win, and which gains the splits are large enough to show. */
final class HeadroomPart {
    private static final List<String> BARS = List.of("deciding", "test");

    private HeadroomPart() {}

    static void write(Html html, RunReport run) {
        Facts headroom = run.outcome().measured().headroom();
        html.element("h3", "What there was to win");
        if (headroom.isEmpty()) {
            Absent.write(html, run, "Headroom");
            return;
        }
        headroom.text("text").ifPresent(text -> html.element("p", text, "class", "guest"));
        if (BARS.stream().noneMatch(bar -> headroom.text(bar + " needs_won").isPresent())) {
            return;
        }
        Table table =
                new Table(
                        html,
                        "The smallest gain that each split can show",
                        "Split",
                        "Tasks",
                        "Can be won",
                        "Must be won, none lost",
                        "For p up to",
                        "Within reach");
        for (String bar : BARS) {
            if (headroom.text(bar + " needs_won").isPresent()) {
                table.row(
                        headroom.text(bar + " split").orElse(bar),
                        figure(headroom, bar + " tasks"),
                        figure(headroom, bar + " winnable"),
                        figure(headroom, bar + " needs_won"),
                        figure(headroom, bar + " significance"),
                        reach(headroom, bar));
            }
        }
        table.end();
    }

    private static String reach(Facts headroom, String bar) {
        return headroom.text(bar + " out_of_reach").filter("true"::equals).isPresent()
                ? "no: the split is too small"
                : "yes";
    }

    private static String figure(Facts headroom, String name) {
        return headroom.text(name).map(Numbers::figure).orElse("–");
    }
}
