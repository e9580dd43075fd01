package dev.handaxe.benchmarks.grading;

import dev.handaxe.benchmarks.python.PythonText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The normal form of an answer in LaTeX by MATH's rules, step by step in their order. Where the
 * official code raises, there is none.
 */
final class MathText {
    private static final String UNIT = "\\text{ ";
    private static final String SQRT = "\\sqrt";
    private static final String FRAC = "\\frac";
    private static final String INT = "(?:0|-?[1-9][0-9]{0,4299})";
    private static final Pattern SLASH = Pattern.compile("(INT)/(INT)".replace("INT", INT));

    private MathText() {}

    /** The normal form; empty where the official code raises. */
    static Optional<String> normalised(String answer) {
        String plain =
                answer.replace("\n", "")
                        .replace("\\!", "")
                        .replace("\\\\", "\\")
                        .replace("tfrac", "frac")
                        .replace("dfrac", "frac")
                        .replace("\\left", "")
                        .replace("\\right", "")
                        .replace("^{\\circ}", "")
                        .replace("^\\circ", "")
                        .replace("\\$", "");
        return withoutUnit(plain)
                .map(MathText::withDigits)
                .flatMap(text -> text.isEmpty() ? Optional.of(text) : rewritten(text));
    }

    /** The part before a unit such as {@code \text{ cm}}; the official code allows one only. */
    private static Optional<String> withoutUnit(String text) {
        List<String> parts = PythonText.split(text, UNIT);
        return parts.size() <= 2 ? Optional.of(parts.getFirst()) : Optional.empty();
    }

    private static String withDigits(String text) {
        return text.replace("\\%", "").replace(" .", " 0.").replace("{.", "{0.");
    }

    private static Optional<String> rewritten(String text) {
        String number = text.startsWith(".") ? "0" + text : text;
        return withBracedRoots(rightSide(number))
                .map(roots -> roots.replace(" ", ""))
                .flatMap(MathText::withBracedFractions)
                .map(fractions -> fractions.equals("0.5") ? "\\frac{1}{2}" : fractions)
                .map(MathText::withoutSlash);
    }

    /** {@code x = 5} is {@code 5}, if what is on the left is at most two characters. */
    private static String rightSide(String text) {
        List<String> sides = PythonText.split(text, "=");
        return sides.size() == 2 && sides.getFirst().codePoints().count() <= 2
                ? sides.getLast()
                : text;
    }

    /** {@code \sqrt3} as {@code \sqrt{3}}. */
    private static Optional<String> withBracedRoots(String text) {
        List<String> parts = PythonText.split(text, SQRT);
        StringBuilder braced = new StringBuilder(parts.getFirst());
        for (String part : parts.subList(1, parts.size())) {
            if (part.isEmpty()) {
                return Optional.empty();
            }
            braced.append(SQRT);
            if (part.startsWith("{")) {
                braced.append(part);
            } else {
                int end = part.offsetByCodePoints(0, 1);
                braced.append('{').append(part, 0, end).append('}').append(part.substring(end));
            }
        }
        return Optional.of(braced.toString());
    }

    /** {@code \frac12} as {@code \frac{1}{2}}; the text as it is if one has less than two parts. */
    private static Optional<String> withBracedFractions(String text) {
        List<String> parts = PythonText.split(text, FRAC);
        StringBuilder braced = new StringBuilder(parts.getFirst());
        for (String part : parts.subList(1, parts.size())) {
            if (part.isEmpty()) {
                return Optional.empty();
            }
            braced.append(FRAC);
            if (part.startsWith("{")) {
                braced.append(part);
            } else if (part.codePointCount(0, part.length()) < 2) {
                return Optional.of(text);
            } else {
                int first = part.offsetByCodePoints(0, 1);
                int second = part.offsetByCodePoints(first, 1);
                String below = part.substring(first, second);
                braced.append('{').append(part, 0, first).append('}');
                braced.append(below.equals("{") ? below : "{" + below + "}");
                braced.append(part.substring(second));
            }
        }
        return Optional.of(braced.toString());
    }

    /** {@code 3/4} as {@code \\frac{3}{4}}, if the whole is two integers and a slash. */
    private static String withoutSlash(String text) {
        Matcher slash = SLASH.matcher(text);
        return slash.matches() ? "\\frac{%s}{%s}".formatted(slash.group(1), slash.group(2)) : text;
    }
}
