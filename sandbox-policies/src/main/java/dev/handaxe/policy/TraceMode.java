package dev.handaxe.policy;

import java.util.Locale;

/**
 * What is recorded of a run besides its outcome.
 *
 * <p>Immutable.
 */
public enum TraceMode {
    /** Nothing. */
    OFF,
    /** Calls of guest functions: arguments, result or exception, duration, nesting. */
    CALLS,
    /** As calls, and the lines run with their counts and the values of changed locals. */
    LINES;

    /** The word in policy files and options. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
