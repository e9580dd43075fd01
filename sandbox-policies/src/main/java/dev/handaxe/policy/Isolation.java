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
    PROCESS;

    /** The word in policy files and options. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
