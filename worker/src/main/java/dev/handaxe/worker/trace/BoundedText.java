package dev.handaxe.worker.trace;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Text that stops growing at a bound, with Python's way to write strings and floats. What moves a
 * cursor, hides or reorders text is escaped. Confined to one thread.
 */
final class BoundedText {
    private static final String CUT = "...";

    private final StringBuilder out = new StringBuilder();
    private final int maxChars;
    private boolean cut;

    /**
     * @param maxChars an upper bound of the result's length, at least 3
     */
    BoundedText(int maxChars) {
        this.maxChars = maxChars;
    }

    /** Whether no more fits. */
    boolean isFull() {
        return cut;
    }

    /** Appends text that is known to be harmless. */
    BoundedText add(String text) {
        if (cut) {
            return this;
        }
        if (out.length() + text.length() <= maxChars) {
            out.append(text);
            return this;
        }
        cut = true;
        int room = Math.max(0, maxChars - CUT.length());
        out.append(text, 0, Math.min(text.length(), Math.max(0, room - out.length())));
        out.setLength(Math.min(out.length(), room));
        out.append(CUT);
        return this;
    }

    /** Appends a string as Python's {@code repr} does, and escapes more than it. */
    BoundedText quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        add(String.valueOf(quote));
        for (int at = 0; at < text.length() && !cut; ) {
            int codePoint = text.codePointAt(at);
            add(codePoint == quote ? "\\" + quote : token(codePoint));
            at += Character.charCount(codePoint);
        }
        return add(String.valueOf(quote));
    }

    /** Appends a name that the guest chose, unquoted, on one line. */
    BoundedText name(String text) {
        for (int at = 0; at < text.length() && !cut; ) {
            int codePoint = text.codePointAt(at);
            add(token(codePoint));
            at += Character.charCount(codePoint);
        }
        return this;
    }

    /** Appends bytes as Python's {@code repr} does. */
    BoundedText bytes(byte[] data) {
        add("b'");
        for (byte b : data) {
            int value = b & 0xFF;
            boolean plain = value >= ' ' && value < 0x7F && value != '\'' && value != '\\';
            add(plain ? String.valueOf((char) value) : String.format("\\x%02x", value));
        }
        return add("'");
    }

    /** Appends a float as Python's {@code repr} does. */
    BoundedText number(double value) {
        if (Double.isNaN(value)) {
            return add("nan");
        }
        if (Double.isInfinite(value)) {
            return add(value > 0 ? "inf" : "-inf");
        }
        double size = Math.abs(value);
        String shortest = Double.toString(value);
        if (size == 0 || (size >= 1e-3 && size < 1e7)) {
            return add(shortest); // Java writes these as Python does
        }
        BigDecimal exact = new BigDecimal(shortest).stripTrailingZeros();
        if (size >= 1e-4 && size < 1e16) {
            String plain = exact.toPlainString();
            return add(plain.indexOf('.') < 0 ? plain + ".0" : plain);
        }
        BigDecimal oneDigit = exact.round(new MathContext(1));
        if (exact.precision() == 2 && oneDigit.doubleValue() == value) {
            exact = oneDigit.stripTrailingZeros(); // Java never writes less than two digits
        }
        String digits = exact.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - exact.scale();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        String sign = exponent < 0 ? "-" : "+";
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
        return add((value < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + sign + power);
    }

    private static String token(int codePoint) {
        return switch (codePoint) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isPlain(codePoint) ? Character.toString(codePoint) : escape(codePoint);
        };
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }

    private static String escape(int codePoint) {
        if (codePoint < 0x100) {
            return String.format("\\x%02x", codePoint);
        }
        return String.format(codePoint < 0x10000 ? "\\u%04x" : "\\U%08x", codePoint);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
