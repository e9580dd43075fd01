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
    /**
     * A context that was brought back to its state before any guest code ran in it, on an engine
     * that serves one tenant. Where that cannot be done a fresh one takes its place.
     */
    RESTORED,
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
