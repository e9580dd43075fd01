package dev.handaxe.policy;

import java.util.Locale;

/**
 * Whether the operating system has to confine the worker process, on top of the process boundary.
 *
 * <p>Immutable.
 */
public enum Confinement {
    /** The call is refused on a host that cannot confine its worker. */
    REQUIRED,
    /** The strongest confinement that the host gives; the outcome's report says which. */
    PREFERRED;

    /** The word in policy files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
