package dev.handaxe.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Hostile text made safe to show. What moves a cursor, hides or reorders text is escaped: control
 * and format characters, line separators, surrogates without a partner. Bounds count the escaped
 * text, and work stops at the bound.
 */
final class GuestText {
    /** From this bound on, a cut says how much it left out. */
    private static final int SHORTEST_WITH_NOTE = 40;

    private static final int NOTE_CHARS = 32;

    private GuestText() {}

    /** The text with newlines and tabs kept, cut at the bound. */
    static String printable(String text, int maxChars) {
        return cut(text, maxChars, false);
    }

    /** The text as one line: newlines and tabs are escaped too. */
    static String line(String text, int maxChars) {
        return cut(text, maxChars, true);
    }

    /** Beginning and end of the text when it is longer than the bound: the end matters more. */
    static String excerpt(String text, int maxChars) {
        String whole = printable(text, maxChars);
        if (maxChars < 3 * SHORTEST_WITH_NOTE || !isCut(text, maxChars)) {
            return whole;
        }
        int headRoom = maxChars / 3;
        var out = new StringBuilder();
        int from = 0;
        while (true) {
            int codePoint = text.codePointAt(from);
            String token = token(codePoint, false);
            if (out.length() + token.length() > headRoom) {
                break;
            }
            out.append(token);
            from += Character.charCount(codePoint);
        }
        int tailRoom = maxChars - out.length() - NOTE_CHARS;
        Deque<String> tail = new ArrayDeque<>();
        int to = text.length();
        while (to > from) {
            int codePoint = text.codePointBefore(to);
            String token = token(codePoint, false);
            if (token.length() > tailRoom) {
                break;
            }
            tailRoom -= token.length();
            tail.push(token);
            to -= Character.charCount(codePoint);
        }
        out.append(note(text.codePointCount(from, to)));
        tail.forEach(out::append);
        return out.toString();
    }

    /** Whether every surrogate has its partner, so that the text survives UTF-8. */
    static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= 0xdfff);
    }

    private static String cut(String text, int maxChars, boolean oneLine) {
        int room = Math.max(0, maxChars);
        boolean noted = room >= SHORTEST_WITH_NOTE;
        int lastCut = noted ? room - NOTE_CHARS : room;
        var out = new StringBuilder(Math.min(text.length(), room) + 16);
        int keptIn = 0;
        int keptOut = 0;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            out.append(token(codePoint, oneLine));
            at += Character.charCount(codePoint);
            if (out.length() <= lastCut) {
                keptIn = at;
                keptOut = out.length();
            }
            if (out.length() > room) {
                out.setLength(keptOut);
                return noted
                        ? out.append(note(text.codePointCount(keptIn, text.length()))).toString()
                        : out.toString();
            }
        }
        return out.toString();
    }

    private static boolean isCut(String text, int maxChars) {
        int length = 0;
        for (int at = 0; at < text.length() && length <= maxChars; ) {
            int codePoint = text.codePointAt(at);
            length += token(codePoint, false).length();
            at += Character.charCount(codePoint);
        }
        return length > maxChars;
    }

    private static String note(int leftOut) {
        return " ... [" + leftOut + " more characters]";
    }

    private static String token(int codePoint, boolean oneLine) {
        if (codePoint == '\n') {
            return oneLine ? "\\n" : "\n";
        }
        if (codePoint == '\t') {
            return oneLine ? "\\t" : "\t";
        }
        return isSafe(codePoint) ? Character.toString(codePoint) : escape(codePoint);
    }

    private static boolean isSafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    private static String escape(int codePoint) {
        if (codePoint < 0x100) {
            return "\\x%02x".formatted(codePoint);
        }
        return codePoint < 0x10000
                ? "\\u%04x".formatted(codePoint)
                : "\\U%08x".formatted(codePoint);
    }
}
