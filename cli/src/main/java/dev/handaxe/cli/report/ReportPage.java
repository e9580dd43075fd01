package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.RunFailures;
import dev.handaxe.optimizer.report.RunReport;
import java.util.List;

/**
 * A run's report as one HTML page that needs no network and asks for none: its policy allows its
 * own script and style sheet by their hashes and nothing else, and no text can become markup,
 * whoever wrote it. Without a script everything but the conversations reads.
 *
 * <pre>{@code
 * String page = ReportPage.of(RunReport.read(RunFolder.open(folder)));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ReportPage {
    private static final String SCRIPT = PageHead.resource("report.js");

    private static final List<String> SECTIONS =
            List.of(
                    "summary",
                    "curve",
                    "controls",
                    "folds",
                    "epochs",
                    "functions",
                    "credit",
                    "failures",
                    "conversations");

    private ReportPage() {}

    /** The page, as UTF-8 is to encode it. */
    public static String of(RunReport run) {
        Html html = new Html();
        SetNames sets = SetNames.of(run);
        RunFailures failures = RunFailures.of(run);
        html.open("html", "lang", "en");
        PageHead.withScript(html, "Handaxe report: " + run.about().name(), SCRIPT);
        html.open("body");
        html.element("a", "Skip to the summary", "class", "skip", "href", "#summary");
        html.open("header");
        html.open("h1");
        html.text("Run ");
        html.element("code", run.about().name());
        html.close("h1");
        navigation(html, run);
        html.close("header");
        html.open("main");
        SummarySection.write(html, run);
        CurveSection.write(html, run);
        ControlsSection.write(html, run);
        FoldsSection.write(html, run);
        new EpochsSection(html, run, sets).write();
        new FunctionsSection(html, run).write();
        CreditSection.write(html, run);
        FailuresSection.write(html, run, sets, failures);
        ConversationsSection.write(html, run, sets, failures.clusters());
        html.close("main");
        html.element("footer", "Made by handaxe report. This page loads nothing from elsewhere.");
        html.open("script");
        html.trusted(SCRIPT);
        html.close("script");
        html.close("body");
        html.close("html");
        return html.toString();
    }

    private static void navigation(Html html, RunReport run) {
        html.open("nav", "aria-label", "Sections");
        html.open("ul");
        for (String section : SECTIONS) {
            if (section.equals("folds") && run.outcome().measured().folds().pooled().isEmpty()) {
                continue;
            }
            html.open("li");
            html.element("a", section, "href", "#" + section);
            html.close("li");
        }
        html.close("ul");
        html.close("nav");
    }
}
