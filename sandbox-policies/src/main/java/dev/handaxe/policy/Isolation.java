package dev.handaxe.policy;

import java.util.Locale;

/**
 * How far one call is kept from the next.
 *
 * <p>Immutable.
 */
public enum Isolation {
    /** A fresh Python context per call, on an engine that serves one tenant. */
    CONTEXT,
    /** A fresh worker process per call. */
    PROCESS,
    /**
     * One context that keeps its state from call to call, for a caller who opens a session. A call
     * outside of one has nothing to keep and gets a fresh context.
     */
    SESSION;

    /** The word in policy files and options. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
