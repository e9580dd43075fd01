package dev.handaxe.benchmarks.python;

import java.util.ArrayList;
import java.util.List;

/**
 * Python's methods of {@code str} where Java's differ: which characters are space, how a text is
 * split. Each takes time in proportion to the text.
 */
public final class PythonText {
    private static final char SIGMA = '\u03a3';
    private static final char SMALL_SIGMA = '\u03c3';
    private static final char FINAL_SIGMA = '\u03c2';
    private static final char DOTTED_I = '\u0130';

    /** Punctuation inside words, which Unicode's Case_Ignorable has beside marks and modifiers. */
    private static final String IGNORED =
            "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

    private PythonText() {}

    /** What {@code str.isspace} and {@code \s} of {@code re} take for space. */
    public static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r')
                || (c >= 0x1c && c <= ' ')
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200a)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    /** {@code str.strip()}. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** {@code re.sub(r"\s", "", text)}. */
    public static String withoutSpace(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!isSpace(text.charAt(i))) {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }

    /** {@code str.split(separator)}: every part counts, the empty ones too. */
    public static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int at = text.indexOf(separator);
        while (at >= 0) {
            parts.add(text.substring(start, at));
            start = at + separator.length();
            at = text.indexOf(separator, start);
        }
        parts.add(text.substring(start));
        return parts;
    }

    /**
     * {@code str.lower()}. A capital sigma becomes the final one by Unicode's rule, for which Java
     * looks at the limits of words instead.
     */
    public static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == SIGMA) {
                lower.append(isFinal(text, i) ? FINAL_SIGMA : SMALL_SIGMA);
            } else if (c == DOTTED_I) {
                lower.append("i\u0307");
            } else {
                lower.appendCodePoint(Character.toLowerCase(c));
            }
            i += Character.charCount(c);
        }
        return lower.toString();
    }

    /** After a letter that has case and before none, with what case ignores in between. */
    private static boolean isFinal(String text, int sigma) {
        int before = sigma;
        while (before > 0 && isIgnored(text.codePointBefore(before))) {
            before -= Character.charCount(text.codePointBefore(before));
        }
        int after = sigma + 1;
        while (after < text.length() && isIgnored(text.codePointAt(after))) {
            after += Character.charCount(text.codePointAt(after));
        }
        return before > 0
                && hasCase(text.codePointBefore(before))
                && (after == text.length() || !hasCase(text.codePointAt(after)));
    }

    private static boolean hasCase(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    private static boolean isIgnored(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL ->
                    true;
            default -> IGNORED.indexOf(c) >= 0;
        };
    }
}
