package dev.handaxe.policy;

import java.util.Locale;

/**
 * Which program a worker is: one that starts soon, or one that compiles Python to machine code.
 *
 * <p>Immutable.
 */
public enum Image {
    /** Ready within two seconds; Python is interpreted. */
    STARTUP,
    /** Ready after several seconds; what is called many times is compiled. */
    JIT,
    /**
     * Begins as {@link #STARTUP}; calls of a function set that has used much CPU time go on in
     * {@link #JIT} once such a worker is ready.
     */
    AUTO;

    /** The word in policy files and options. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
