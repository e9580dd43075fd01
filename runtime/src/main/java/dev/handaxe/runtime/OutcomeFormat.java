package dev.handaxe.runtime;

/** Outcomes as text: the JSON of the command line's contract, and lines for people and models. */
public final class OutcomeFormat {
    private OutcomeFormat() {}

    /** The outcome as one compact JSON object, as {@code handaxe run --json} prints it. */
    public static String json(Outcome outcome) {
        return outcome.toString();
    }

    /**
     * The outcome for a model or a person: cause first, then the guest line it happened on with its
     * source, the traceback, what was printed. Printable text only.
     *
     * @param maxChars an upper bound; what does not fit is cut and said to be
     */
    public static String text(Outcome outcome, int maxChars) {
        return printable(outcome.toString(), maxChars);
    }

    /**
     * Guest text made safe to show: control and format characters are escaped as {@code \xNN} or
     * {@code \\uNNNN}, newline and tab kept, cut at the bound with the number of characters left
     * out.
     */
    public static String printable(String text, int maxChars) {
        return text.length() <= maxChars ? text : text.substring(0, maxChars);
    }
}
