package dev.handaxe.cli;

import dev.handaxe.runtime.OutcomeFormat;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress on stderr: one line that is redrawn on a terminal, sparse plain lines elsewhere, or
 * nothing.
 *
 * <p>Thread-safe. Whoever opens it closes it; closing ends the redrawn line.
 */
final class ProgressDisplay implements AutoCloseable {
    private static final int WIDTH = 28;
    private static final int MAX_LINE = 100;
    private static final Duration REDRAW_EVERY = Duration.ofMillis(100);
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);

    /** How it is drawn. */
    enum Style {
        BAR,
        LINES,
        NOTHING
    }

    private final PrintStream err;
    private final Style style;
    private final LongSupplier nanoClock;
    private long lastDrawn;
    private int lastLength;
    private String phase = "";

    ProgressDisplay(PrintStream err, Style style, LongSupplier nanoClock) {
        this.err = err;
        this.style = style;
        this.nanoClock = nanoClock;
    }

    static ProgressDisplay on(Terminal terminal, CommonOptions.ProgressMode mode) {
        Style style =
                switch (mode) {
                    case AUTO -> terminal.canRedraw() ? Style.BAR : Style.LINES;
                    case PLAIN -> Style.LINES;
                    case NONE -> Style.NOTHING;
                };
        return new ProgressDisplay(terminal.err(), style, System::nanoTime);
    }

    /** A line of its own that stays. */
    synchronized void say(String line) {
        if (style == Style.NOTHING) {
            return;
        }
        erase();
        err.println(OutcomeFormat.printable(line, 500));
    }

    /**
     * So much of the phase is done. Drawn at once when the phase changes or ends, otherwise at most
     * ten times a second, or every five seconds as a line.
     */
    void update(String of, long done, long total) {
        update(of, done, total, "");
    }

    /**
     * The same with a note behind it, such as a count of failures.
     *
     * @param note may differ from call to call without being drawn for that
     */
    synchronized void update(String of, long done, long total, String note) {
        if (style == Style.NOTHING) {
            return;
        }
        long now = nanoClock.getAsLong();
        boolean due = !of.equals(phase) || done >= total || now - lastDrawn >= interval();
        if (!due) {
            return;
        }
        phase = of;
        lastDrawn = now;
        String count = "%s %d/%d%s".formatted(OutcomeFormat.printable(of, 60), done, total, note);
        switch (style) {
            case BAR -> redraw("%s %s".formatted(bar(done, total), count));
            case LINES -> err.println(count);
            case NOTHING -> {}
        }
    }

    private long interval() {
        return (style == Style.BAR ? REDRAW_EVERY : LINE_EVERY).toNanos();
    }

    static String bar(long done, long total) {
        double share = total <= 0 ? 1 : Math.clamp((double) done / total, 0, 1);
        int filled = (int) Math.floor(share * WIDTH);
        return "[%s%s] %3.0f%%"
                .formatted("#".repeat(filled), ".".repeat(WIDTH - filled), Math.floor(share * 100))
                .toLowerCase(Locale.ROOT);
    }

    private void redraw(String line) {
        String cut = line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line;
        err.print("\r" + cut + " ".repeat(Math.max(0, lastLength - cut.length())));
        err.flush();
        lastLength = cut.length();
    }

    private void erase() {
        if (lastLength > 0) {
            err.print("\r" + " ".repeat(lastLength) + "\r");
            lastLength = 0;
        }
    }

    @Override
    public synchronized void close() {
        if (lastLength > 0) {
            err.println();
            lastLength = 0;
        }
    }
}
