package dev.handaxe.runtime;

import dev.handaxe.runtime.Outcome.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * Renders an outcome for a model that is to mend the code, the most telling first. Sections that do
 * not fit are left out or cut, the last ones first. Confined to one thread.
 */
final class OutcomeBrief {
    private static final int LINE_CHARS = 300;
    private static final int NEIGHBOURS = 2;
    private static final int FRAMES_WITH_VALUES = 3;
    private static final int MAX_CALLS = 24;
    private static final int MAX_LINES = 30;
    private static final int BUSIEST = 5;

    private final StringBuilder out = new StringBuilder();
    private final List<String> sources;
    private final int maxChars;
    private int room;

    private OutcomeBrief(List<String> sources, int maxChars) {
        this.sources = sources;
        this.maxChars = maxChars;
    }

    static String render(Outcome outcome, List<String> sources, int maxChars) {
        var brief = new OutcomeBrief(sources, maxChars);
        brief.outcome(outcome);
        return GuestText.printable(brief.out.toString(), maxChars);
    }

    private void outcome(Outcome outcome) {
        Report report = outcome.report();
        int printed = report.stdout().length() + report.stderr().length();
        // A quarter is kept for what was printed, and what that does not need is free.
        room = maxChars - Math.min(printed + 2 * OutcomeText.SMALLEST_EXCERPT, maxChars / 4);
        out.append(OutcomeText.causeLine(outcome, maxChars));
        switch (outcome) {
            case Outcome.Returned _ -> {}
            case Outcome.Raised raised -> error(outcome, raised.error());
            case Outcome.Denied denied -> error(outcome, denied.error());
            case Outcome.LimitExceeded exceeded -> {
                code(outcome);
                OptionalInt at = exceeded.breach().line();
                if (at.isPresent() && sources.size() == 1) {
                    neighbours(sources.getFirst().lines().toList(), at.getAsInt());
                }
                report.trace().ifPresent(this::busiest);
            }
            case Outcome.Rejected _ -> code(outcome);
            case Outcome.Lost _ -> code(outcome);
        }
        report.trace().ifPresent(this::trace);
        room = maxChars;
        stream("stdout", report.stdout(), report.stderr().isEmpty() ? 1 : 2);
        stream("stderr", report.stderr(), 1);
    }

    private void code(Outcome outcome) {
        line("code: " + OutcomeText.code(outcome));
    }

    private void error(Outcome outcome, GuestError error) {
        List<GuestError.Frame> frames = error.traceback();
        if (!frames.isEmpty()) {
            line("at " + OutcomeText.describe(frames.getLast()));
        }
        code(outcome);
        NearMiss.of(error, sources).ifPresent(name -> line("did you mean: " + name));
        if (!frames.isEmpty()) {
            source(frames.getLast());
            values(frames.getLast());
        }
        if (frames.size() > 1) {
            traceback(frames);
        }
    }

    private void traceback(List<GuestError.Frame> frames) {
        line("traceback, innermost last:");
        OutcomeText.traceback(frames, LINE_CHARS - 2).forEach(frame -> line("  " + frame));
        for (int i = frames.size() - 2; i > frames.size() - 1 - FRAMES_WITH_VALUES && i >= 0; i--) {
            values(frames.get(i));
        }
    }

    /**
     * The frame's line in the source that has it there; a frame does not say which source it is.
     */
    private void source(GuestError.Frame frame) {
        String text = frame.source().endsWith("…") ? "" : frame.source();
        for (String source : sources) {
            List<String> lines = source.lines().toList();
            int at = frame.line();
            if (at >= 1
                    && at <= lines.size()
                    && !text.isEmpty()
                    && lines.get(at - 1).strip().equals(text)) {
                neighbours(lines, at);
                return;
            }
        }
    }

    private void neighbours(List<String> lines, int at) {
        int from = Math.max(1, at - NEIGHBOURS);
        int to = Math.min(lines.size(), at + NEIGHBOURS);
        if (from > to) {
            return;
        }
        line("source:");
        int digits = String.valueOf(to).length();
        for (int i = from; i <= to; i++) {
            String number = " ".repeat(digits - String.valueOf(i).length()) + i;
            String text = GuestText.line(lines.get(i - 1).replace("\t", "    "), LINE_CHARS - 20);
            line((i == at ? "  > " : "    ") + number + " | " + text);
        }
    }

    private void values(GuestError.Frame frame) {
        if (frame.locals().isEmpty()) {
            return;
        }
        line("values in " + GuestText.line(frame.function(), 80) + ":");
        for (GuestError.Local local : frame.locals()) {
            line("  " + GuestText.line(local.name() + " = " + local.value(), LINE_CHARS - 2));
        }
    }

    private void trace(Trace trace) {
        List<Trace.Call> calls = TraceText.ends(trace.calls(), MAX_CALLS);
        if (!calls.isEmpty()) {
            int left = trace.calls().size() - calls.size();
            line("calls" + (left > 0 ? ", " + left + " in the middle left out:" : ":"));
            calls.forEach(call -> line(TraceText.call(call)));
        }
        List<Trace.Line> changed =
                trace.lines().stream().filter(line -> !line.changes().isEmpty()).toList();
        if (!changed.isEmpty()) {
            line("last values, by the line that set them:");
            TraceText.ends(changed, MAX_LINES)
                    .forEach(ran -> line("  " + TraceText.line(ran, isOfSeveral(trace))));
        }
    }

    private void busiest(Trace trace) {
        List<Trace.Line> lines = new ArrayList<>(trace.lines());
        lines.sort(Comparator.comparingLong(Trace.Line::count).reversed());
        if (!lines.isEmpty()) {
            line("lines that ran most:");
            lines.stream()
                    .limit(BUSIEST)
                    .forEach(ran -> line("  " + TraceText.line(ran, isOfSeveral(trace))));
        }
    }

    private static boolean isOfSeveral(Trace trace) {
        return trace.lines().stream().map(Trace.Line::file).distinct().count() > 1;
    }

    /** Appends the line if all of it fits; after one that does not, none fits. */
    private void line(String text) {
        String safe = GuestText.line(text, LINE_CHARS);
        if (out.length() + 1 + safe.length() <= room) {
            out.append('\n').append(safe);
        } else {
            room = out.length();
        }
    }

    private void stream(String name, String text, int sharers) {
        out.append(OutcomeText.excerpt(name, text, (room - out.length()) / sharers));
    }
}
