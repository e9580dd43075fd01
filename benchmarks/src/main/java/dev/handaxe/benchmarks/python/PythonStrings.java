package dev.handaxe.benchmarks.python;

import java.util.Locale;
import java.util.Set;

/**
 * Python's string and bytes literals: prefixes, single and triple quotes, every escape.
 *
 * <p>Confined to one thread.
 */
final class PythonStrings {
    private static final Set<String> PREFIXES = Set.of("", "r", "u", "b", "br", "rb");

    private final LiteralText in;
    private final boolean raw;
    private final boolean bytes;
    private final StringBuilder text = new StringBuilder();

    private PythonStrings(LiteralText in, boolean raw, boolean bytes) {
        this.in = in;
        this.raw = raw;
        this.bytes = bytes;
    }

    /**
     * One literal.
     *
     * @param text the characters; for bytes one character for each byte
     */
    record Part(String text, boolean bytes) {}

    /** Whether a string literal stands here, with any letters before its quote. */
    static boolean startsString(LiteralText in) {
        int letters = 0;
        while (letters < 3 && Character.isLetter(in.peek(letters))) {
            letters++;
        }
        return in.peek(letters) == '\'' || in.peek(letters) == '"';
    }

    static Part read(LiteralText in) {
        int start = in.position();
        while (Character.isLetter(in.peek())) {
            in.next();
        }
        String prefix = in.from(start).toLowerCase(Locale.ROOT);
        if (!PREFIXES.contains(prefix)) {
            throw new PythonLiteral.Malformed(start, "'" + prefix + "' is no literal's prefix");
        }
        PythonStrings string = new PythonStrings(in, prefix.contains("r"), prefix.contains("b"));
        string.body();
        return new Part(string.text.toString(), string.bytes);
    }

    private void body() {
        char quote = in.next();
        boolean isTriple = in.peek() == quote && in.peek(1) == quote;
        if (isTriple) {
            in.skip(2);
        }
        while (true) {
            char c = in.next();
            if (c == quote && !isTriple) {
                return;
            }
            if (c == quote && in.peek() == quote && in.peek(1) == quote) {
                in.skip(2);
                return;
            }
            if ((c == '\n' || c == '\r') && !isTriple) {
                throw in.malformed("the string is not closed on its line");
            }
            if (c == '\\') {
                escape();
            } else {
                plain(c);
            }
        }
    }

    private void plain(char c) {
        if (c == LiteralText.END) {
            throw in.malformed("a NUL character");
        }
        if (bytes && c > 0x7f) {
            throw in.malformed("bytes hold ASCII only");
        }
        if (c == '\r') { // as Python's tokenizer reads line ends
            if (in.peek() != '\n') {
                text.append('\n');
            }
        } else {
            text.append(c);
        }
    }

    private void escape() {
        char c = in.next();
        if (raw) {
            text.append('\\');
            plain(c);
            return;
        }
        switch (c) {
            case '\n' -> {}
            case '\\', '\'', '"' -> text.append(c);
            case 'a' -> text.append('\u0007');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'v' -> text.append('\u000b');
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c);
            case 'x' -> text.append((char) hex(2));
            case 'u', 'U', 'N' -> unicode(c);
            default -> {
                text.append('\\'); // an unknown escape stays as it is
                plain(c);
            }
        }
    }

    private void unicode(char kind) {
        if (bytes) {
            text.append('\\').append(kind);
        } else if (kind == 'N') {
            text.appendCodePoint(named());
        } else {
            int codePoint = hex(kind == 'u' ? 4 : 8);
            if (!Character.isValidCodePoint(codePoint)) {
                throw in.malformed("no such character");
            }
            text.appendCodePoint(codePoint);
        }
    }

    private void octal(char first) {
        int value = first - '0';
        for (int i = 0; i < 2 && in.peek() >= '0' && in.peek() <= '7'; i++) {
            value = value * 8 + in.next() - '0';
        }
        text.append((char) (bytes ? value & 0xff : value));
    }

    private int hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            char c = in.peek();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw in.malformed("the escape needs " + digits + " hexadecimal digits");
            }
            in.next();
            value = value << 4 | digit;
        }
        return value;
    }

    private int named() {
        in.expect('{');
        int start = in.position();
        while (in.peek() != '}') {
            in.next();
        }
        String name = in.from(start);
        in.expect('}');
        try {
            if (name.equals(name.strip())) { // which codePointOf would do by itself
                return Character.codePointOf(name);
            }
            throw new PythonLiteral.Malformed(start, "a character's name has no space around it");
        } catch (IllegalArgumentException e) {
            throw new PythonLiteral.Malformed(start, "no character has this name");
        }
    }
}
