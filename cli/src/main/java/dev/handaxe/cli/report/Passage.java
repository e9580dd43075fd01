package dev.handaxe.cli.report;

import java.util.List;

/** Longer texts of a run: sources, schemas, diffs. All scroll by themselves, also by keyboard. */
final class Passage {
    private Passage() {}

    /** A text as it is, behind a line that opens it. */
    static void folded(Html html, String title, String text) {
        html.open("details");
        html.element("summary", title);
        plain(html, title, text);
        html.close("details");
    }

    static void plain(Html html, String label, String text) {
        html.open("pre", "tabindex", "0", "aria-label", label);
        html.element("code", text.stripTrailing());
        html.close("pre");
    }

    /**
     * A unified diff, behind a line that opens it; lines keep their signs for those who see no
     * colour.
     */
    static void diff(Html html, String title, List<String> lines) {
        html.open("details");
        html.element("summary", title);
        html.open("pre", "class", "diff", "tabindex", "0", "aria-label", title);
        html.open("code");
        for (String line : lines) {
            html.open("span", "class", style(line));
            html.text(line + "\n");
            html.close("span");
        }
        html.close("code");
        html.close("pre");
        html.close("details");
    }

    private static String style(String line) {
        if (line.startsWith("+++") || line.startsWith("---")) {
            return "file";
        }
        if (line.isEmpty()) {
            return "same";
        }
        return switch (line.charAt(0)) {
            case '+' -> "added";
            case '-' -> "removed";
            case '@' -> "place";
            default -> "same";
        };
    }

    /** Such as {@code 1 line} or {@code 12 lines}. */
    static String lines(String text) {
        return Numbers.count(text.lines().count(), "line");
    }
}
