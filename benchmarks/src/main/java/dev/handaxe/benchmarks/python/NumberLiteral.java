package dev.handaxe.benchmarks.python;

import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyComplex;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyInt;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Python's numbers: signs, integers of any size in four bases, floats, imaginary and complex
 * numbers, underscores between digits.
 *
 * <p>Confined to one thread.
 */
final class NumberLiteral {
    private static final int MAX_DIGITS = 100_000;
    private static final Pattern INTEGER = Pattern.compile("0++|[1-9][0-9]*+");
    private static final Pattern BASED =
            Pattern.compile("0(?:[xX][0-9a-fA-F]++|[oO][0-7]++|[bB][01]++)");
    private static final Pattern FLOAT =
            Pattern.compile("(?:[0-9]*+\\.[0-9]++|[0-9]++\\.?+)(?:[eE][+-]?+[0-9]++)?+");
    private final LiteralText in;

    NumberLiteral(LiteralText in) {
        this.in = in;
    }

    /** A number with its signs, and the imaginary part that may follow. */
    PythonValue read(Runnable skipSpace) {
        PythonValue left = signed(skipSpace);
        skipSpace.run();
        char sign = in.peek();
        if ((sign != '+' && sign != '-') || left instanceof PyComplex) {
            return left;
        }
        int start = in.position();
        in.next();
        skipSpace.run();
        if (unsigned() instanceof PyComplex(double real, double imaginary) && real == 0) {
            return sign == '+'
                    ? new PyComplex(real(left, start) + 0.0, 0.0 + imaginary)
                    : new PyComplex(real(left, start) - 0.0, 0.0 - imaginary);
        }
        throw new PythonLiteral.Malformed(start, "arithmetic is no literal");
    }

    private PythonValue signed(Runnable skipSpace) {
        boolean negative = false;
        for (char c = in.peek(); c == '+' || c == '-'; c = in.peek()) {
            negative ^= c == '-';
            in.next();
            skipSpace.run();
        }
        PythonValue value = unsigned();
        return negative ? negated(value) : value;
    }

    private static PythonValue negated(PythonValue value) {
        return switch (value) {
            case PyInt number -> new PyInt(number.value().negate());
            case PyFloat number -> new PyFloat(-number.value());
            case PyComplex number -> new PyComplex(-number.real(), -number.imaginary());
            case PythonValue other -> throw new IllegalStateException(other.toString());
        };
    }

    private static double real(PythonValue value, int position) {
        double real =
                switch (value) {
                    case PyInt number -> number.value().doubleValue();
                    case PyFloat number -> number.value();
                    case PythonValue other -> throw new IllegalStateException(other.toString());
                };
        if (value instanceof PyInt && Double.isInfinite(real)) {
            throw new PythonLiteral.Malformed(position, "the integer is too large for a float");
        }
        return real;
    }

    private PythonValue unsigned() {
        int start = in.position();
        if (!isDigit(in.peek()) && in.peek() != '.') {
            throw in.malformed("expected a number but found " + in.shown());
        }
        String written = token();
        if (written.length() > MAX_DIGITS) {
            throw new PythonLiteral.Malformed(start, "more than " + MAX_DIGITS + " digits");
        }
        String text = withoutUnderscores(written, start);
        if (BASED.matcher(text).matches()) {
            return new PyInt(new BigInteger(text.substring(2), radix(text.charAt(1))));
        }
        if (INTEGER.matcher(text).matches()) {
            return new PyInt(new BigInteger(text));
        }
        boolean imaginary = text.endsWith("j") || text.endsWith("J");
        String real = imaginary ? text.substring(0, text.length() - 1) : text;
        boolean integer = real.chars().allMatch(c -> isDigit((char) c));
        if (FLOAT.matcher(real).matches() && (imaginary || !integer)) {
            double value = Double.parseDouble(real);
            return imaginary ? new PyComplex(0.0, value) : new PyFloat(value);
        }
        throw new PythonLiteral.Malformed(start, "this is no Python number");
    }

    /** Underscores stand between digits only, or after the letter of a base. */
    private static String withoutUnderscores(String text, int start) {
        boolean based = BASED.matcher(text.replace("_", "")).matches();
        for (int i = text.indexOf('_'); i >= 0; i = text.indexOf('_', i + 1)) {
            char before = i > 0 ? text.charAt(i - 1) : LiteralText.END;
            char after = i + 1 < text.length() ? text.charAt(i + 1) : LiteralText.END;
            boolean placed =
                    based
                            ? i > 1 && before != '_' && Character.isLetterOrDigit(after)
                            : isDigit(before) && isDigit(after);
            if (!placed) {
                throw new PythonLiteral.Malformed(start, "an underscore stands between digits");
            }
        }
        return text.replace("_", "");
    }

    /** What belongs to the number: up to the next space, bracket or operator. */
    private String token() {
        int start = in.position();
        boolean hex = in.startsWith("0x") || in.startsWith("0X");
        while (true) {
            char c = in.peek();
            boolean exponentSign =
                    (c == '+' || c == '-')
                            && !hex
                            && (previous(start) == 'e' || previous(start) == 'E');
            if (Character.isLetterOrDigit(c) || c == '.' || c == '_' || exponentSign) {
                in.next();
            } else {
                return in.from(start);
            }
        }
    }

    private char previous(int start) {
        return in.position() > start ? in.peek(-1) : LiteralText.END;
    }

    private static int radix(char letter) {
        return switch (letter) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> throw new IllegalStateException(String.valueOf(letter));
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
