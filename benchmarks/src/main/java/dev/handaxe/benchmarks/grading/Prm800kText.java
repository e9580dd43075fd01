package dev.handaxe.benchmarks.grading;

import dev.handaxe.benchmarks.python.PythonNumbers;
import dev.handaxe.benchmarks.python.PythonText;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an answer by the rules of PRM800K's grader (openai/prm800k, {@code grader.py}), step
 * by step in their order. The step that needs pylatexenc stands between {@link #beforeLatex} and
 * {@link #afterLatex}.
 */
final class Prm800kText {
    private static final Pattern WHOLE_TEXT = Pattern.compile("(?d)^\\\\text\\{(.+?)}$");
    private static final List<Pattern> UNITS =
            List.of(
                            "degree",
                            "cm",
                            "centimeter",
                            "meter",
                            "mile",
                            "second",
                            "minute",
                            "hour",
                            "day",
                            "week",
                            "month",
                            "year",
                            "foot",
                            "feet",
                            "inch",
                            "yard")
                    .stream()
                    .map(unit -> Pattern.compile(unit + "(?:es)?s? *+(?:\\^[0-9]++)?"))
                    .toList();
    private static final Pattern DEGREES = Pattern.compile("\\^ *+\\\\circ");
    private static final Pattern THIN_SPACE = Pattern.compile(",\\\\! *+");
    private static final Pattern MINUS = Pattern.compile("- *+");
    private static final Pattern MIXED = Pattern.compile("([0-9]) ++([0-9])");
    private static final Pattern THOUSANDS =
            Pattern.compile("(?d)(\\p{Nd}),(\\p{Nd}{3})($|\\P{Nd})");
    private static final Pattern FRACTION = Pattern.compile("(?d)^-?[0-9]+.?/0*[1-9][0-9]*.?$");
    private static final String BRACKETS = "()[]";
    private static final double NEAR = 1e-7;

    private Prm800kText() {}

    /** The first stage: the rule of MATH, after a whole {@code \text{…}} is unwrapped. */
    static String byHendrycks(String answer) {
        String text = PythonText.strip(answer);
        Matcher whole = WHOLE_TEXT.matcher(text);
        if (whole.find()) {
            text = PythonText.strip(whole.group(1));
        }
        return MathText.normalised(text).orElse(text);
    }

    /** The second stage as far as the step that turns LaTeX into text. */
    static String beforeLatex(String answer) {
        Matcher whole = WHOLE_TEXT.matcher(answer);
        String text = whole.find() ? whole.group(1) : answer;
        text =
                text.replace("\\%", "%")
                        .replace("\\$", "$")
                        .replace("$", "")
                        .replace("%", "")
                        .replace(" or ", " , ")
                        .replace(" and ", " , ")
                        .replace("million", "*10^6")
                        .replace("billion", "*10^9")
                        .replace("trillion", "*10^12");
        for (Pattern unit : UNITS) {
            text = unit.matcher(text).replaceAll("");
        }
        text = DEGREES.matcher(text).replaceAll("");
        if (text.startsWith("{") && text.endsWith("}")) {
            text = text.substring(1, text.length() - 1);
        }
        text = THIN_SPACE.matcher(text).replaceAll("");
        OptionalDouble number = PythonNumbers.parseFloat(text);
        return number.isPresent() && isNearInteger(number.getAsDouble())
                ? PythonNumbers.rounded(number.getAsDouble()).orElseThrow().toString()
                : text;
    }

    /** Whether a text still has LaTeX in it. */
    static boolean hasLatex(String text) {
        return text.indexOf('\\') >= 0;
    }

    /** LaTeX as pylatexenc is given it, so that mixed numbers keep apart. */
    static String forLatex(String text) {
        return text.replace("\\tfrac", "\\frac")
                .replace("\\dfrac", "\\frac")
                .replace("\\frac", " \\frac");
    }

    /** What pylatexenc made of it, in the letters that sympy reads. */
    static String fromLatex(String text) {
        return PythonText.strip(
                text.replace("\u221a", "sqrt")
                        .replace("\u03c0", "pi")
                        .replace("\u221e", "inf")
                        .replace("\u222a", "U")
                        .replace("\u00b7", "*")
                        .replace("\u00d7", "*"));
    }

    /** The rest of the second stage. */
    static String afterLatex(String answer) {
        String text = MINUS.matcher(answer).replaceAll("-");
        text = MIXED.matcher(text).replaceAll("$1+$2");
        text = text.replace(" ", "").replace("{", "").replace("}", "");
        text = PythonText.lower(text);
        return isInteger(text) ? integer(text) : text;
    }

    private static boolean isNearInteger(double value) {
        return PythonNumbers.rounded(value)
                .map(BigInteger::doubleValue)
                .filter(near -> Math.abs(value - near) <= NEAR)
                .isPresent();
    }

    /** Whether a text is a number that is an integer, commas between thousands allowed. */
    static boolean isInteger(String text) {
        OptionalDouble number = PythonNumbers.parseFloat(withoutThousands(text));
        return number.isPresent() && isNearInteger(number.getAsDouble());
    }

    /** The official code cuts the decimals off here, where it rounds before. */
    private static String integer(String text) {
        OptionalDouble number = PythonNumbers.parseFloat(text.replace(",", ""));
        return number.isPresent()
                ? PythonNumbers.truncated(number.getAsDouble())
                        .map(BigInteger::toString)
                        .orElse(text)
                : text;
    }

    /** Whether a text is one fraction of integers, which must be met as it is written. */
    static boolean isFraction(String text) {
        return FRACTION.matcher(text).find();
    }

    private static String withoutThousands(String text) {
        String last = text;
        String next = THOUSANDS.matcher(last).replaceAll("$1$2$3");
        while (!next.equals(last)) {
            last = next;
            next = THOUSANDS.matcher(last).replaceAll("$1$2$3");
        }
        return next;
    }

    /** The elements of a tuple or an interval, or the whole as one; none of an empty text. */
    static List<String> elements(String answer) {
        String text = withoutThousands(answer);
        if (text.isEmpty()) {
            return List.of();
        }
        return tuple(text)
                .map(
                        inside ->
                                PythonText.split(inside, ",").stream()
                                        .map(PythonText::strip)
                                        .toList())
                .orElse(List.of(text));
    }

    private static Optional<String> tuple(String text) {
        if (text.length() <= 2
                || BRACKETS.indexOf(text.charAt(0)) < 0
                || BRACKETS.indexOf(text.charAt(text.length() - 1)) < 0) {
            return Optional.empty();
        }
        String inside = text.substring(1, text.length() - 1);
        return Optional.of(inside)
                .filter(part -> part.chars().noneMatch(c -> BRACKETS.indexOf(c) >= 0));
    }
}
