package dev.handaxe.runtime;

import java.util.List;
import java.util.Objects;

/**
 * An exception that guest code let escape. All text comes from the guest: bounded, but to be
 * escaped before it is shown ({@link OutcomeFormat} does).
 *
 * <p>Immutable.
 *
 * @param type the exception's class, without a module when it is a builtin
 * @param message {@code str(exception)}, cut at 8,192 characters
 * @param traceback guest frames only, the outermost first, at most 50
 */
public record GuestError(String type, String message, List<Frame> traceback) {

    /**
     * One frame of guest code.
     *
     * @param line the line in its source, from 1
     * @param function the function's name, {@code <module>} at the top level
     * @param source the text of that line, without indentation
     */
    public record Frame(int line, String function, String source) {
        /** Rejects nulls. */
        public Frame {
            Objects.requireNonNull(function);
            Objects.requireNonNull(source);
        }
    }

    /** Copies. */
    public GuestError {
        Objects.requireNonNull(type);
        Objects.requireNonNull(message);
        traceback = List.copyOf(traceback);
    }

    /** A stable code: the exception's class, upper-case, words joined by underscores. */
    public String code() {
        String simple = type.substring(type.lastIndexOf('.') + 1);
        return simple.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(java.util.Locale.ROOT);
    }
}
