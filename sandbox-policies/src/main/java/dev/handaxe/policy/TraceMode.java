package dev.handaxe.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

    /** The mode of that word, if there is one. */
    public static Optional<TraceMode> ofKey(String key) {
        return Arrays.stream(values()).filter(mode -> mode.key().equals(key)).findFirst();
    }
}
