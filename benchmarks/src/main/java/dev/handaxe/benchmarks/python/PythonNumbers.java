package dev.handaxe.benchmarks.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Python's {@code float(text)}, {@code int(text)}, {@code str(float)} and {@code round}, to the
 * letter of CPython 3.11: underscores between digits, the digits of every script, {@code inf} and
 * {@code nan}, space around the number, at most 4,300 digits of an {@code int}.
 */
public final class PythonNumbers {
    private static final int MAX_INT_DIGITS = 4300;
    private static final Pattern INT = Pattern.compile("[+-]?+[0-9]++");
    private static final Pattern FLOAT =
            Pattern.compile("[+-]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");
    private static final Pattern INFINITE = Pattern.compile("(?i)[+-]?+inf(?:inity)?+");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("(?i)[+-]?+nan");

    private PythonNumbers() {}

    /** {@code float(text)}; empty where it raises. */
    public static OptionalDouble parseFloat(String text) {
        String number = withoutUnderscores(ascii(text));
        if (FLOAT.matcher(number).matches()) {
            return OptionalDouble.of(Double.parseDouble(number));
        }
        if (INFINITE.matcher(number).matches()) {
            return OptionalDouble.of(
                    number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return NOT_A_NUMBER.matcher(number).matches()
                ? OptionalDouble.of(Double.NaN)
                : OptionalDouble.empty();
    }

    /** {@code int(text)}; empty where it raises. */
    public static Optional<BigInteger> parseInt(String text) {
        String number = withoutUnderscores(ascii(text));
        if (!INT.matcher(number).matches()) {
            return Optional.empty();
        }
        int digits = number.length() - (isDigit(number.charAt(0)) ? 0 : 1);
        return digits > MAX_INT_DIGITS ? Optional.empty() : Optional.of(new BigInteger(number));
    }

    /** An underscore stands between two digits; where one does not, the text is no number. */
    private static String withoutUnderscores(String text) {
        for (int i = text.indexOf('_'); i >= 0; i = text.indexOf('_', i + 1)) {
            boolean between = i > 0 && isDigit(text.charAt(i - 1));
            if (!between || i + 1 == text.length() || !isDigit(text.charAt(i + 1))) {
                return "";
            }
        }
        return text.replace("_", "");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The text with ASCII digits and without the space that a number may have around it. */
    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> ascii.append(ascii(c)));
        int start = 0;
        int end = ascii.length();
        while (start < end && isSpace(ascii.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(ascii.charAt(end - 1))) {
            end--;
        }
        return ascii.substring(start, end);
    }

    private static char ascii(int c) {
        if (c < 0x7f) {
            return (char) c;
        }
        if (c <= Character.MAX_VALUE && PythonText.isSpace((char) c)) {
            return ' ';
        }
        int digit =
                Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER
                        ? Character.digit(c, 10)
                        : -1;
        return digit < 0 ? '?' : (char) ('0' + digit);
    }

    /** Fewer than {@link PythonText#isSpace}: the separators below 0x20 are no space here. */
    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** {@code str(value)}: the shortest text that reads back, in Python's notation. */
    public static String text(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value > 0 ? "0.0" : "-0.0";
        }
        BigDecimal shortest = shortest(value);
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        return String.format(
                Locale.ROOT,
                "%s%s%se%s%02d",
                value < 0 ? "-" : "",
                digits.charAt(0),
                digits.length() > 1 ? "." + digits.substring(1) : "",
                exponent < 0 ? "-" : "+",
                Math.abs(exponent));
    }

    /** Java writes two digits where one would do for the smallest numbers. */
    private static BigDecimal shortest(double value) {
        BigDecimal written = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal oneDigit = written.round(new MathContext(1, RoundingMode.HALF_EVEN));
        return oneDigit.doubleValue() == value ? oneDigit.stripTrailingZeros() : written;
    }

    /** {@code round(value, places)}: by the exact value, ties to even. */
    public static double round(double value, int places) {
        if (!Double.isFinite(value)) {
            return value;
        }
        double rounded =
                new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).doubleValue();
        return Math.copySign(rounded, value);
    }

    /** {@code int(round(value))}; empty where it raises, which is for what is not finite. */
    public static Optional<BigInteger> rounded(double value) {
        return Double.isFinite(value)
                ? Optional.of(
                        new BigDecimal(value)
                                .setScale(0, RoundingMode.HALF_EVEN)
                                .toBigIntegerExact())
                : Optional.empty();
    }

    /** {@code int(value)}, towards zero; empty where it raises. */
    public static Optional<BigInteger> truncated(double value) {
        return Double.isFinite(value)
                ? Optional.of(new BigDecimal(value).toBigInteger())
                : Optional.empty();
    }
}
