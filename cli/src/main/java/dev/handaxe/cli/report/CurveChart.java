package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.optimizer.report.SplitScores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The learning curve as SVG. Series differ in colour, in the shape of their marks and in the dashes
 * of their lines. Confined to one thread.
 */
final class CurveChart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int LEFT = 84;
    private static final int RIGHT = 20;
    private static final int TOP = 16;
    private static final int BOTTOM = 46;
    private static final int MAX_TICKS = 11;

    private final Html html;
    private final Svg svg;
    private final RunReport run;
    private final List<CurvePoint> points;
    private final int lastEpoch;

    /** Splits stand a little beside each other, so that equal scores are both seen. */
    private record Mark(CurvePoint point, SplitScores scores) {
        double offset() {
            return switch (scores.split()) {
                case "train" -> -7;
                case "validation" -> 0;
                default -> 7;
            };
        }
    }

    CurveChart(Html html, RunReport run, List<CurvePoint> points) {
        this.html = html;
        this.svg = new Svg(html);
        this.run = run;
        this.points = points;
        this.lastEpoch = Math.max(1, points.getLast().epoch());
    }

    void write() {
        html.open("figure");
        svg.open("curve", WIDTH, HEIGHT, "Score by epoch", description());
        grid();
        for (String split : CurvePoint.SPLITS) {
            series(split);
        }
        svg.close();
        legend();
        html.close("figure");
    }

    private String description() {
        List<String> parts = new ArrayList<>();
        for (String split : CurvePoint.SPLITS) {
            List<Mark> marks = marks(split);
            if (!marks.isEmpty()) {
                parts.add(
                        "%s from %s at epoch %s to %s at epoch %s"
                                .formatted(
                                        split,
                                        Numbers.percent(marks.getFirst().scores().mean()),
                                        marks.getFirst().point().label(),
                                        Numbers.percent(marks.getLast().scores().mean()),
                                        marks.getLast().point().label()));
            }
        }
        return parts.isEmpty()
                ? "No score is known yet."
                : String.join("; ", parts) + ". The table below has all numbers.";
    }

    private void grid() {
        for (int percent = 0; percent <= 100; percent += 25) {
            double y = y(percent / 100.0);
            svg.line("grid", LEFT, y, WIDTH - RIGHT, y);
            svg.label(percent + " %", LEFT - 8, y + 5, "end");
        }
        int step = Math.max(1, Math.ceilDiv(lastEpoch + 1, MAX_TICKS));
        for (int epoch = 0; epoch <= lastEpoch; epoch += step) {
            svg.label(tick(epoch), x(epoch), HEIGHT - BOTTOM + 20, "middle");
        }
        svg.label("epoch", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle");
    }

    private String tick(int epoch) {
        CurvePoint last = points.getLast();
        return epoch == last.epoch() ? last.label() : Integer.toString(epoch);
    }

    private List<Mark> marks(String split) {
        List<Mark> marks = new ArrayList<>();
        for (CurvePoint point : points) {
            point.scores(run, split).ifPresent(scores -> marks.add(new Mark(point, scores)));
        }
        return marks;
    }

    private void series(String split) {
        List<Mark> marks = marks(split);
        if (marks.isEmpty()) {
            return;
        }
        html.open("g", "class", split);
        if (split.equals("test")) {
            marks.forEach(this::whisker);
        } else {
            band(marks);
        }
        html.open("polyline", "class", "line", "points", path(marks));
        html.close("polyline");
        marks.forEach(mark -> mark(split, mark));
        html.close("g");
    }

    private void band(List<Mark> marks) {
        List<String> corners = new ArrayList<>();
        marks.forEach(mark -> corners.add(at(mark, mark.scores().interval().high())));
        List<String> lower = new ArrayList<>();
        marks.forEach(mark -> lower.add(at(mark, mark.scores().interval().low())));
        Collections.reverse(lower);
        corners.addAll(lower);
        html.open("polygon", "class", "band", "points", String.join(" ", corners));
        html.close("polygon");
    }

    private void whisker(Mark mark) {
        double x = x(mark);
        double high = y(mark.scores().interval().high());
        double low = y(mark.scores().interval().low());
        svg.line("whisker", x, low, x, high);
        svg.line("whisker", x - 5, low, x + 5, low);
        svg.line("whisker", x - 5, high, x + 5, high);
    }

    private String path(List<Mark> marks) {
        return String.join(
                " ", marks.stream().map(mark -> at(mark, mark.scores().mean())).toList());
    }

    private void mark(String split, Mark mark) {
        double x = x(mark);
        double y = y(mark.scores().mean());
        html.open(
                "path",
                "class",
                mark.point().kept() ? "mark kept" : "mark",
                "d",
                shape(split, x, y));
        html.element(
                "title",
                "%s, epoch %s, %s: %s"
                        .formatted(
                                split,
                                mark.point().label(),
                                mark.point().fate(),
                                Numbers.score(mark.scores())));
        html.close("path");
    }

    private static String shape(String split, double x, double y) {
        return switch (split) {
            case "train" ->
                    "M" + Svg.n(x - 5) + " " + Svg.n(y) + "a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z";
            case "validation" -> "M" + Svg.n(x - 4.5) + " " + Svg.n(y - 4.5) + "h9v9h-9z";
            default -> "M" + Svg.n(x) + " " + Svg.n(y - 7) + "l7 7l-7 7l-7 -7z";
        };
    }

    private void legend() {
        html.open("figcaption");
        for (String split : CurvePoint.SPLITS) {
            html.open("span", "class", "key " + split);
            html.open(
                    "svg",
                    "viewBox",
                    "0 0 34 16",
                    "width",
                    "34",
                    "height",
                    "16",
                    "aria-hidden",
                    "true");
            html.open("g", "class", split);
            svg.line("line", 0, 8, 34, 8);
            html.open("path", "class", "mark kept", "d", shape(split, 17, 8));
            html.close("path");
            html.close("g");
            html.close("svg");
            html.text(" " + split);
            html.close("span");
        }
        html.close("figcaption");
    }

    private String at(Mark mark, double score) {
        return Svg.n(x(mark)) + "," + Svg.n(y(score));
    }

    private double x(Mark mark) {
        return x(mark.point().epoch()) + mark.offset();
    }

    private double x(int epoch) {
        double inner = WIDTH - LEFT - RIGHT - 40.0;
        return LEFT + 20 + inner * epoch / lastEpoch;
    }

    private static double y(double score) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - score);
    }
}
