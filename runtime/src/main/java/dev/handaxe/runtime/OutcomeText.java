package dev.handaxe.runtime;

import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Renders an outcome as lines for a model or a person, the most telling first. */
final class OutcomeText {
    private static final int LINE_CHARS = 300;
    private static final int FRAME_CHARS = 200;
    private static final int OUTER_FRAMES = 3;
    private static final int INNER_FRAMES = 9;

    /** Less room than this shows nothing of what was printed. */
    static final int SMALLEST_EXCERPT = 40;

    private final StringBuilder out = new StringBuilder();
    private final int maxChars;

    private OutcomeText(int maxChars) {
        this.maxChars = Math.max(0, maxChars);
    }

    static String render(Outcome outcome, int maxChars) {
        var text = new OutcomeText(maxChars);
        text.outcome(outcome);
        if (outcome.report().session() == Outcome.SessionState.LOST) {
            text.line("session: its state is lost, the next call starts from nothing");
        }
        text.printed(outcome.report());
        return GuestText.printable(text.out.toString(), text.maxChars);
    }

    private void outcome(Outcome outcome) {
        switch (outcome) {
            case Outcome.Returned returned -> {
                int share = silent(outcome.report()) ? maxChars : maxChars / 3 * 2;
                out.append(
                        GuestText.line(
                                "returned: " + PythonJson.write(returned.value()),
                                Math.max(share, SMALLEST_EXCERPT)));
            }
            case Outcome.Raised raised -> error(outcome, raised.error());
            case Outcome.Denied denied -> error(outcome, denied.error());
            case Outcome.LimitExceeded _ -> causeAndCode(outcome);
            case Outcome.Rejected _ -> causeAndCode(outcome);
            case Outcome.Lost _ -> causeAndCode(outcome);
        }
    }

    private void causeAndCode(Outcome outcome) {
        out.append(causeLine(outcome, maxChars));
        line("code: " + code(outcome));
    }

    /** What happened, in at most half of that room. */
    static String causeLine(Outcome outcome, int maxChars) {
        return GuestText.line(cause(outcome), Math.max(maxChars / 2, SMALLEST_EXCERPT));
    }

    private static String cause(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned returned -> "returned: " + PythonJson.write(returned.value());
            case Outcome.Raised raised -> {
                GuestError error = raised.error();
                yield error.message().isEmpty()
                        ? error.type()
                        : error.type() + ": " + error.message();
            }
            case Outcome.LimitExceeded exceeded -> "limit_exceeded: " + describe(exceeded.breach());
            case Outcome.Denied denied ->
                    "denied: " + denied.capability().key() + " '" + denied.name() + "'";
            case Outcome.Rejected rejected -> "rejected: " + rejected.reason();
            case Outcome.Lost lost -> "lost: " + lost.reason();
        };
    }

    /** The stable word for what happened; empty for a value. */
    static String code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned _ -> "";
            case Outcome.Raised raised -> raised.error().code();
            case Outcome.LimitExceeded exceeded -> "LIMIT_" + exceeded.breach().limit().name();
            case Outcome.Denied denied -> "DENIED_" + denied.capability().name();
            case Outcome.Rejected _ -> "REJECTED";
            case Outcome.Lost _ -> "WORKER_LOST";
        };
    }

    static String describe(Breach breach) {
        String said =
                String.format(
                        Locale.ROOT,
                        "%s allowed %d, used %d, stopped %s",
                        breach.limit().key(),
                        breach.allowed(),
                        breach.used(),
                        breach.stage() == Outcome.Stage.SOFT ? "softly" : "hard");
        return breach.line().isPresent() ? said + ", on line " + breach.line().getAsInt() : said;
    }

    private void error(Outcome outcome, GuestError error) {
        out.append(causeLine(outcome, maxChars));
        List<GuestError.Frame> frames = error.traceback();
        if (!frames.isEmpty()) {
            line("at " + describe(frames.getLast()));
        }
        line("code: " + code(outcome));
        if (frames.size() > 1) {
            line("traceback, innermost last:");
            for (String frame : traceback(frames, FRAME_CHARS)) {
                out.append("\n  ").append(frame);
            }
        }
    }

    /** A line for each frame; of many, the middle ones are only counted. */
    static List<String> traceback(List<GuestError.Frame> frames, int lineChars) {
        List<String> lines = new ArrayList<>();
        int skipped = frames.size() - OUTER_FRAMES - INNER_FRAMES;
        for (int i = 0; i < frames.size(); i++) {
            if (skipped > 0 && i == OUTER_FRAMES) {
                lines.add("... " + skipped + " more frames");
                i += skipped;
            }
            lines.add(GuestText.line(describe(frames.get(i)), lineChars));
        }
        return lines;
    }

    static String describe(GuestError.Frame frame) {
        return "line "
                + frame.line()
                + " in "
                + GuestText.line(frame.function(), 80)
                + (frame.source().isEmpty() ? "" : ": " + frame.source());
    }

    private void line(String text) {
        out.append('\n').append(GuestText.line(text, LINE_CHARS));
    }

    private static boolean silent(Report report) {
        return report.stdout().isEmpty() && report.stderr().isEmpty();
    }

    /** Shares the room that is left; what stdout does not need is stderr's. */
    private void printed(Report report) {
        boolean both = !report.stdout().isEmpty() && !report.stderr().isEmpty();
        int room = maxChars - out.length();
        stream("stdout", report.stdout(), both ? room / 2 : room);
        stream("stderr", report.stderr(), maxChars - out.length());
    }

    private void stream(String name, String text, int room) {
        out.append(excerpt(name, text, room));
    }

    /** What was printed under its name, with a line end before it; empty if nothing of it fits. */
    static String excerpt(String name, String text, int room) {
        String label = "\n" + name + ":\n";
        int left = room - label.length();
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return text.isEmpty() || left < Math.min(SMALLEST_EXCERPT, body.length())
                ? ""
                : label + GuestText.excerpt(body, left);
    }
}
