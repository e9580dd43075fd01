package dev.handaxe.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An exception that guest code let escape. All text comes from the guest: bounded, but to be
 * escaped before it is shown ({@link OutcomeFormat} does).
 *
 * <p>Immutable.
 *
 * @param type the exception's class, without a module when it is a builtin
 * @param message {@code str(exception)}, cut at 8,192 characters
 * @param traceback guest frames only, the outermost first; of more than 50 the outermost 10 and the
 *     innermost 40
 */
public record GuestError(String type, String message, List<Frame> traceback) {
    private static final int TYPE_CHARS = 200;
    private static final int MESSAGE_CHARS = 8_192;
    private static final int LINE_CHARS = 1_000;
    private static final int OUTER_FRAMES = 10;
    private static final int INNER_FRAMES = 40;
    private static final int CODE_CHARS = 64;
    private static final int LOCALS = 50;

    /**
     * One frame of guest code.
     *
     * @param line the line in its source, from 1
     * @param function the function's name, {@code <module>} at the top level
     * @param source the text of that line, without indentation
     * @param locals the frame's variables when the exception left it, as far as they were read
     */
    public record Frame(int line, String function, String source, List<Local> locals) {
        /** Cuts a name at 200 and a line at 1,000 characters, and keeps the first 50 locals. */
        public Frame {
            function = cut(function, TYPE_CHARS);
            source = cut(source, LINE_CHARS);
            locals = List.copyOf(locals.subList(0, Math.min(LOCALS, locals.size())));
        }

        /** A frame whose variables were not read. */
        public Frame(int line, String function, String source) {
            this(line, function, source, List.of());
        }
    }

    /**
     * A variable of a frame.
     *
     * @param name the variable's
     * @param value rendered without running guest code
     */
    public record Local(String name, String value) {
        /** Cuts a name at 200 and a value at 1,000 characters. */
        public Local {
            name = cut(name, TYPE_CHARS);
            value = cut(value, LINE_CHARS);
        }
    }

    /** Copies, and cuts what is too long; of a long traceback both ends stay. */
    public GuestError {
        type = cut(type, TYPE_CHARS);
        message = cut(message, MESSAGE_CHARS);
        traceback = ends(traceback);
    }

    /**
     * A stable code: the exception's class, upper-case, words joined by underscores, such as {@code
     * ZERO_DIVISION_ERROR} or {@code OS_ERROR}. Only {@code A-Z}, {@code 0-9} and underscores, at
     * most 64, whatever the guest called its class.
     */
    public String code() {
        String simple = type.substring(type.lastIndexOf('.') + 1);
        String words =
                simple.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
                        .replaceAll("[^A-Za-z0-9_]", "_")
                        .toUpperCase(Locale.ROOT);
        return words.isEmpty() ? "ERROR" : cut(words, CODE_CHARS);
    }

    private static String cut(String text, int maxChars) {
        return text.length() <= maxChars ? text : text.substring(0, maxChars);
    }

    private static List<Frame> ends(List<Frame> frames) {
        int size = frames.size();
        if (size <= OUTER_FRAMES + INNER_FRAMES) {
            return List.copyOf(frames);
        }
        List<Frame> kept = new ArrayList<>(frames.subList(0, OUTER_FRAMES));
        kept.addAll(frames.subList(size - INNER_FRAMES, size));
        return List.copyOf(kept);
    }
}
