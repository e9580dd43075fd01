package dev.handaxe.runtime;

import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Report;
import java.util.List;
import java.util.Locale;

/** Renders an outcome as lines for a model or a person, the most telling first. */
final class OutcomeText {
    private static final int LINE_CHARS = 300;
    private static final int FRAME_CHARS = 200;
    private static final int OUTER_FRAMES = 3;
    private static final int INNER_FRAMES = 9;

    /** Less room than this shows nothing of what was printed. */
    private static final int SMALLEST_EXCERPT = 40;

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
            case Outcome.Raised raised -> {
                GuestError error = raised.error();
                cause(error.type() + (error.message().isEmpty() ? "" : ": " + error.message()));
                error(error, error.code());
            }
            case Outcome.LimitExceeded exceeded -> {
                Breach breach = exceeded.breach();
                cause("limit_exceeded: " + describe(breach));
                line("code: LIMIT_" + breach.limit().name());
            }
            case Outcome.Denied denied -> {
                cause("denied: " + denied.capability().key() + " '" + denied.name() + "'");
                error(denied.error(), "DENIED_" + denied.capability().name());
            }
            case Outcome.Rejected rejected -> {
                cause("rejected: " + rejected.reason());
                line("code: REJECTED");
            }
            case Outcome.Lost lost -> {
                cause("lost: " + lost.reason());
                line("code: WORKER_LOST");
            }
        }
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

    private void cause(String text) {
        out.append(GuestText.line(text, Math.max(maxChars / 2, SMALLEST_EXCERPT)));
    }

    private void error(GuestError error, String code) {
        List<GuestError.Frame> frames = error.traceback();
        if (!frames.isEmpty()) {
            line("at " + describe(frames.getLast()));
        }
        line("code: " + code);
        if (frames.size() < 2) {
            return;
        }
        line("traceback, innermost last:");
        int skipped = frames.size() - OUTER_FRAMES - INNER_FRAMES;
        for (int i = 0; i < frames.size(); i++) {
            if (skipped > 0 && i == OUTER_FRAMES) {
                line("  ... " + skipped + " more frames");
                i += skipped;
            }
            String frame = GuestText.line(describe(frames.get(i)), FRAME_CHARS);
            out.append("\n  ").append(frame);
        }
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
        if (text.isEmpty()) {
            return;
        }
        String label = "\n" + name + ":\n";
        int left = room - label.length();
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (left >= Math.min(SMALLEST_EXCERPT, body.length())) {
            out.append(label).append(GuestText.excerpt(body, left));
        }
    }
}
