package dev.handaxe.cli.report;

import java.util.Locale;

/** Lines and words of a chart. Confined to one thread. */
final class Svg {
    private final Html html;

    Svg(Html html) {
        this.html = html;
    }

    /**
     * Opens a chart of that size, which screen readers are told of.
     *
     * @param id of the chart, for its title and its description
     */
    void open(String id, int width, int height, String title, String description) {
        html.open(
                "svg",
                "viewBox",
                "0 0 " + width + " " + height,
                "role",
                "img",
                "aria-labelledby",
                id + "-title " + id + "-description");
        html.element("title", title, "id", id + "-title");
        html.element("desc", description, "id", id + "-description");
    }

    void close() {
        html.close("svg");
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        html.open(
                "path", "class", style, "d", "M" + n(x1) + " " + n(y1) + "L" + n(x2) + " " + n(y2));
        html.close("path");
    }

    void label(String text, double x, double y, String anchor) {
        html.element("text", text, "x", n(x), "y", n(y), "text-anchor", anchor);
    }

    /** A coordinate; tenths are finer than any screen. */
    static String n(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
