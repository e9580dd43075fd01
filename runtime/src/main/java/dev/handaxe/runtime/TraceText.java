package dev.handaxe.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a trace as indented lines, for people with times, for models without. Immutable. */
final class TraceText {
    private static final int LINE_CHARS = 400;
    private static final int DEEPEST = 20;

    private TraceText() {}

    static String render(Trace trace, int maxChars) {
        var out = new StringBuilder();
        out.append("trace, ").append(trace.mode().key()).append(":");
        for (Trace.Call call : trace.calls()) {
            double millis = call.duration().toNanos() / 1e6;
            out.append('\n').append(call(call));
            out.append(String.format(Locale.ROOT, "  [%.3f ms]", millis));
        }
        for (Trace.Line line : trace.lines()) {
            out.append("\n  ").append(line(line, true));
        }
        if (trace.truncated()) {
            out.append("\n  ... more happened than a trace holds");
        }
        return GuestText.printable(out.toString(), maxChars);
    }

    /** A call as one indented line: {@code mean(xs=[]) raised ZeroDivisionError}. */
    static String call(Trace.Call call) {
        String end =
                call.raised()
                        ? " raised " + call.result()
                        : call.result().isEmpty() ? " (did not end)" : " -> " + call.result();
        return "  ".repeat(1 + Math.min(Math.max(0, call.depth()), DEEPEST))
                + GuestText.line(call.function() + "(" + call.arguments() + ")" + end, LINE_CHARS);
    }

    /** A line as {@code main.py:3 x12 total=66}. */
    static String line(Trace.Line line, boolean withFile) {
        String text =
                (withFile ? line.file() + ":" : "line ")
                        + line.line()
                        + " x"
                        + line.count()
                        + (line.changes().isEmpty() ? "" : "  " + line.changes());
        return GuestText.line(text, LINE_CHARS);
    }

    /** Beginning and end of a list that is too long. */
    static <T> List<T> ends(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> kept = new ArrayList<>(all.subList(0, most / 2));
        kept.addAll(all.subList(all.size() - (most - most / 2), all.size()));
        return kept;
    }
}
