package dev.handaxe.runtime;

import java.util.List;

/**
 * Outcomes as text: the JSON of the command line's contract, and lines for people and models.
 * Whatever the guest printed or raised, no raw control character comes out.
 *
 * <p>Thread-safe.
 */
public final class OutcomeFormat {
    private static final int CHARS_PER_TOKEN = 4;

    private OutcomeFormat() {}

    /**
     * The outcome as one compact JSON object of printable ASCII, as {@code handaxe run --json}
     * prints it; times are milliseconds, with decimals.
     */
    public static String json(Outcome outcome) {
        return OutcomeJson.write(outcome);
    }

    /**
     * The outcome for a model or a person: cause first, then the guest line it happened on with its
     * source, a stable code, the traceback, what was printed. Printable text only.
     *
     * <pre>
     * ZeroDivisionError: division by zero
     * at line 2 in mean: return sum(xs) / len(xs)
     * code: ZERO_DIVISION_ERROR
     * traceback, innermost last:
     *   line 4 in &lt;module&gt;: mean([])
     *   line 2 in mean: return sum(xs) / len(xs)
     * stdout:
     * starting
     * </pre>
     *
     * @param maxChars an upper bound; what does not fit is cut and said to be
     */
    public static String text(Outcome outcome, int maxChars) {
        return OutcomeText.render(outcome, maxChars);
    }

    /**
     * How the call ended, in one line for a log: the invocation's id, the outcome and its cause,
     * times. No value, no output, no raw control character; a rejected or lost call's reason and a
     * denied name are quoted and bounded.
     *
     * <pre>
     * invocation=… outcome=limit_exceeded limit=cpu_ms allowed=500 used=503 stage=soft …
     * </pre>
     */
    public static String line(Outcome outcome) {
        return OutcomeLine.write(outcome);
    }

    /**
     * The outcome for a model that is to mend the code: cause first, a stable code, a near miss of
     * a name that does not exist, the offending line with its neighbours, the values of variables,
     * the traceback, the trace if there is one, what was printed. Printable text only, the same for
     * the same run: no times, no addresses.
     *
     * <pre>
     * ZeroDivisionError: division by zero
     * at line 2 in mean: return sum(xs) / len(xs)
     * code: ZERO_DIVISION_ERROR
     * source:
     *     1 | def mean(xs):
     *   &gt; 2 |     return sum(xs) / len(xs)
     * values in mean:
     *   xs = []
     * </pre>
     *
     * @param sources the sources that ran; neighbours of a line are shown where it is in one of
     *     them
     * @param maxTokens an upper bound, at an estimated four characters a token; the least important
     *     goes first
     */
    public static String forModel(Outcome outcome, List<String> sources, int maxTokens) {
        long maxChars = Math.max(0, maxTokens) * (long) CHARS_PER_TOKEN;
        return OutcomeBrief.render(outcome, sources, (int) Math.min(maxChars, Integer.MAX_VALUE));
    }

    /**
     * A trace for people, a line for each call, nested, and for each line that ran: times in
     * milliseconds, printable text only.
     *
     * @param maxChars an upper bound; what does not fit is cut and said to be
     */
    public static String trace(Trace trace, int maxChars) {
        return TraceText.render(trace, maxChars);
    }

    /**
     * Guest text made safe to show: control, format and line-separator characters and lone
     * surrogates are escaped as {@code \xNN}, {@code \\uNNNN} or {@code \UNNNNNNNN}, newline and
     * tab kept. What is longer than the bound is cut, with the number of characters left out if the
     * bound is 40 or more.
     *
     * @param maxChars an upper bound of the result's length
     */
    public static String printable(String text, int maxChars) {
        return GuestText.printable(text, maxChars);
    }
}
