package dev.handaxe.cli.report;

import dev.handaxe.cli.experiment.SummaryText;
import dev.handaxe.cli.experiment.TextTable;
import dev.handaxe.optimizer.report.Facts;
import java.util.Map;

/**
 * An experiment as one HTML page that loads nothing and has no script.
 *
 * <p>Thread-safe.
 */
public final class ExperimentPage {
    private static final String TITLE = "The paper's experiment";

    private ExperimentPage() {}

    /**
     * The page, as UTF-8 is to encode it.
     *
     * @param protocol what the runs have in common, by the names of the options
     */
    public static String of(SummaryText summary, Map<String, String> protocol) {
        Html html = new Html();
        html.open("html", "lang", "en");
        PageHead.write(html, TITLE);
        html.open("body");
        html.open("header");
        html.element("h1", TITLE);
        html.element("p", summary.state());
        html.close("header");
        html.open("main");
        html.open("section", "aria-label", "Conclusions");
        summary.conclusions().forEach(text -> html.element("p", text, "class", "verdict"));
        html.close("section");
        summary.tables().forEach(table -> table(html, table));
        protocol(html, protocol);
        html.close("main");
        html.element(
                "footer", "Made by handaxe experiment. This page loads nothing from elsewhere.");
        html.close("body");
        html.close("html");
        return html.toString();
    }

    private static void table(Html html, TextTable table) {
        html.open("section", "aria-label", table.title());
        html.element("h2", table.title());
        if (!table.note().isEmpty()) {
            html.element("p", table.note());
        }
        Table rows = new Table(html, table.title(), table.headings());
        table.rows().forEach(rows::row);
        rows.end();
        html.close("section");
    }

    private static void protocol(Html html, Map<String, String> protocol) {
        html.open("section", "aria-label", "Protocol");
        html.element("h2", "Protocol");
        FactsList.write(html, "Protocol", new Facts(protocol));
        html.close("section");
    }
}
