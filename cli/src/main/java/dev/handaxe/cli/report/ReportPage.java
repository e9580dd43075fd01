package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.RunFailures;
import dev.handaxe.optimizer.report.RunReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

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
    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");
    private static final String POLICY =
            "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none';"
                            .formatted(hash(STYLE), hash(SCRIPT))
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

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
        head(html, run);
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

    private static void head(Html html, RunReport run) {
        html.open("head");
        html.single("meta", "charset", "utf-8");
        html.single("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.single("meta", "name", "color-scheme", "content", "light dark");
        html.single("meta", "name", "referrer", "content", "no-referrer");
        html.element("title", "Handaxe report: " + run.about().name());
        html.open("style");
        html.trusted(STYLE);
        html.close("style");
        html.close("head");
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

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream stream =
                Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
