package dev.handaxe.cli.report;

import dev.handaxe.cli.report.TestRow.Kind;
import dev.handaxe.cli.report.TestRow.Share;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The scores on the test tasks as SVG, a row each: a mark with its interval, and the kept set's
 * score drawn through all. Confined to one thread.
 */
final class TestChart {
    private static final int WIDTH = 640;
    private static final int ROW = 58;
    private static final int TOP = 10;
    private static final int BOTTOM = 34;
    private static final int SIDE = 30;

    private final Html html;
    private final Svg svg;
    private final List<TestRow> rows;
    private final int height;

    TestChart(Html html, List<TestRow> rows) {
        this.html = html;
        this.svg = new Svg(html);
        this.rows = rows.stream().filter(row -> row.share().isPresent()).toList();
        this.height = TOP + ROW * this.rows.size() + BOTTOM;
    }

    void write() {
        if (rows.isEmpty()) {
            return;
        }
        html.open("figure");
        svg.open("tests", WIDTH, height, "Scores on the test tasks", description());
        for (int percent = 0; percent <= 100; percent += 25) {
            double x = x(percent / 100.0);
            svg.line("grid", x, TOP, x, height - BOTTOM);
            svg.label(percent + " %", x, height - 10, "middle");
        }
        rows.stream()
                .filter(row -> row.kind() == Kind.KEPT)
                .flatMap(row -> row.share().stream())
                .map(share -> x(share.score()))
                .forEach(
                        x -> {
                            html.open("g", "class", "test");
                            svg.line("guide", x, TOP, x, height - BOTTOM);
                            html.close("g");
                        });
        for (int i = 0; i < rows.size(); i++) {
            row(rows.get(i), TOP + ROW * i);
        }
        svg.close();
        html.close("figure");
    }

    private String description() {
        return rows.stream()
                .map(row -> row.name() + " " + row.share().map(Share::text).orElse(""))
                .collect(Collectors.joining("; "));
    }

    private void row(TestRow row, int top) {
        Share share = row.share().orElseThrow();
        double y = top + 40.0;
        html.open("g", "class", row.kind() == Kind.KEPT ? "test" : "control");
        svg.label(name(row) + ", " + Numbers.percent(share.score()), SIDE, top + 22.0, "start");
        svg.line("whisker", x(share.low()), y, x(share.high()), y);
        svg.line("whisker", x(share.low()), y - 6, x(share.low()), y + 6);
        svg.line("whisker", x(share.high()), y - 6, x(share.high()), y + 6);
        double x = x(share.score());
        html.open(
                "path",
                "class",
                row.kind() == Kind.BOUND ? "mark" : "mark kept",
                "d",
                row.kind() == Kind.KEPT
                        ? "M" + Svg.n(x) + " " + Svg.n(y - 9) + "l9 9l-9 9l-9 -9z"
                        : "M" + Svg.n(x - 6) + " " + Svg.n(y) + "a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z");
        html.element("title", row.name() + ": " + share.text());
        html.close("path");
        html.close("g");
    }

    private static String name(TestRow row) {
        String name = row.name();
        return name.length() > 32 ? name.substring(0, 31) + "…" : name;
    }

    private static double x(double score) {
        return SIDE + (WIDTH - 2 * SIDE) * score;
    }
}
