package dev.handaxe.benchmarks.python;

import dev.handaxe.runtime.OutcomeFormat;

/**
 * The text of a literal and the place that reading has come to.
 *
 * <p>Confined to one thread.
 */
final class LiteralText {
    /** What {@link #peek} sees beyond the end; a real NUL is no part of any literal either. */
    static final char END = 0;

    private final String text;
    private int position;

    LiteralText(String text) {
        this.text = text;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position >= text.length();
    }

    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return position + ahead < text.length() ? text.charAt(position + ahead) : END;
    }

    char next() {
        if (atEnd()) {
            throw malformed("the literal ends too early");
        }
        return text.charAt(position++);
    }

    void skip(int chars) {
        position += chars;
    }

    boolean startsWith(String prefix) {
        return text.startsWith(prefix, position);
    }

    String from(int start) {
        return text.substring(start, position);
    }

    void expect(char wanted) {
        if (peek() != wanted || atEnd()) {
            throw malformed("expected '" + wanted + "' but found " + shown());
        }
        position++;
    }

    /** Letters, digits and underscores from here on. */
    String word() {
        int start = position;
        while (Character.isLetterOrDigit(peek()) || peek() == '_') {
            position++;
        }
        return from(start);
    }

    /** Passes over spaces and comments; over line ends only inside brackets. */
    void skipSpace(boolean inBrackets) {
        while (!atEnd()) {
            char c = peek();
            if (c == '#') {
                while (!atEnd() && peek() != '\n') {
                    position++;
                }
            } else if (c == '\\' && peek(1) == '\n') {
                position += 2;
            } else if (c == ' ' || c == '\t' || c == '\f') {
                position++;
            } else if (inBrackets && (c == '\n' || c == '\r')) {
                position++;
            } else {
                return;
            }
        }
    }

    /** What stands here, for a message. */
    String shown() {
        return atEnd()
                ? "the end"
                : "'" + OutcomeFormat.printable(String.valueOf(peek()), 20) + "'";
    }

    PythonLiteral.Malformed malformed(String what) {
        return new PythonLiteral.Malformed(position, what);
    }
}
