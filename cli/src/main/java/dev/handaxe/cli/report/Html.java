package dev.handaxe.cli.report;

import dev.handaxe.runtime.OutcomeFormat;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * Writes HTML of which only names of elements and attributes come from the program: whatever else
 * is put in is escaped, and control, format and bidirectional characters are made visible.
 *
 * <p>A template engine was weighed and left out: jte would bring a compiler plug-in and a run-time
 * library for one page that a program fills and no designer edits, and escaping, the one thing that
 * matters here, is the twenty lines below.
 *
 * <p>Confined to one thread.
 */
final class Html {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");

    private final StringBuilder out = new StringBuilder("<!doctype html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn
     */
    void open(String element, String... attributes) {
        tag(element, attributes);
        open.push(element);
    }

    /** Closes the innermost element, which must be that one. */
    void close(String element) {
        if (!element.equals(open.peek())) {
            throw new IllegalStateException(element + " is not the open one of " + open);
        }
        open.pop();
        out.append("</").append(element).append(">");
        if (!isInline(element)) {
            out.append('\n');
        }
    }

    private static boolean isInline(String element) {
        return switch (element) {
            case "a", "b", "code", "span", "ins", "del", "strong", "em", "text", "small" -> true;
            default -> false;
        };
    }

    /** An element that has neither content nor an end. */
    void single(String element, String... attributes) {
        tag(element, attributes);
        out.append('\n');
    }

    /** An element with a text. */
    void element(String element, String text, String... attributes) {
        open(element, attributes);
        text(text);
        close(element);
    }

    /** A text, whoever wrote it. */
    void text(String text) {
        escape(OutcomeFormat.printable(text, Integer.MAX_VALUE));
    }

    /** The program's own style sheet or script, or data that was escaped for its place. */
    void trusted(String text) {
        out.append(text);
    }

    private void tag(String element, String... attributes) {
        out.append('<').append(name(element));
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(name(attributes[i])).append("=\"");
            text(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
    }

    private static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name: " + name);
        }
        return name;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    /** All of it; every element must be closed. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("open: " + open);
        }
        return out.toString();
    }
}
