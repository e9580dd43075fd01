package dev.handaxe.cli.report;

import java.util.List;

/**
 * A table that scrolls by itself where it is wider than the screen, also by keyboard. The first
 * cell of a row is its heading. Confined to one thread.
 */
final class Table {
    private final Html html;

    Table(Html html, String caption, String... headings) {
        this(html, caption, List.of(headings));
    }

    Table(Html html, String caption, List<String> headings) {
        this.html = html;
        html.open(
                "div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
        html.open("table");
        html.element("caption", caption);
        html.open("thead");
        html.open("tr");
        headings.forEach(heading -> html.element("th", heading, "scope", "col"));
        html.close("tr");
        html.close("thead");
        html.open("tbody");
    }

    void row(String... cells) {
        row(List.of(cells));
    }

    void row(List<String> cells) {
        begin();
        html.element("th", cells.getFirst(), "scope", "row");
        cells.subList(1, cells.size()).forEach(cell -> html.element("td", cell));
        finish();
    }

    /** For a row whose cells the caller writes. */
    void begin() {
        html.open("tr");
    }

    void finish() {
        html.close("tr");
    }

    void end() {
        html.close("tbody");
        html.close("table");
        html.close("div");
    }
}
