package dev.handaxe.optimizer.evidence;

import dev.handaxe.runtime.OutcomeFormat;

/**
 * Text of models and guest code, made printable and cut to a bound that always holds.
 *
 * <p>Thread-safe.
 */
public final class Excerpt {
    /** Room for the note that says how much was left out. */
    private static final int NOTE_CHARS = 48;

    private static final int SMALLEST_WITH_NOTE = 3 * NOTE_CHARS;

    private Excerpt() {}

    /** The beginning and the end: the end of an answer is where its result stands. */
    public static String shortened(String text, int maxChars) {
        if (text.length() <= maxChars) {
            String all = escaped(text);
            if (all.length() <= maxChars) {
                return all;
            }
        }
        if (maxChars < SMALLEST_WITH_NOTE) {
            return OutcomeFormat.printable(text, Math.max(0, maxChars));
        }
        int head = (maxChars - NOTE_CHARS) * 2 / 3;
        int tail = maxChars - NOTE_CHARS - head;
        int left = Math.max(1, text.length() - head - tail);
        return beginning(escaped(beginning(text, head)), head)
                + " [... %d characters left out ...] ".formatted(left)
                + end(escaped(end(text, tail)), tail);
    }

    /** The same as one line, with runs of white space made one space. */
    public static String oneLine(String text, int maxChars) {
        String part =
                text.length() <= 8L * maxChars
                        ? text
                        : beginning(text, 4 * maxChars) + " ... " + end(text, 4 * maxChars);
        return shortened(part.replaceAll("\\s+", " ").strip(), maxChars).replace('\n', ' ');
    }

    private static String escaped(String text) {
        return OutcomeFormat.printable(text, Integer.MAX_VALUE);
    }

    private static String beginning(String text, int chars) {
        if (text.length() <= chars) {
            return text;
        }
        return text.substring(0, splitsPair(text, chars) ? chars - 1 : chars);
    }

    private static String end(String text, int chars) {
        if (text.length() <= chars) {
            return text;
        }
        int from = text.length() - chars;
        return text.substring(splitsPair(text, from) ? from + 1 : from);
    }

    private static boolean splitsPair(String text, int at) {
        return at > 0
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }
}
