package dev.handaxe.runtime;

import dev.handaxe.runtime.PythonValue.PyBytes;
import java.util.Objects;

/**
 * A file of the guest's folder: an input it was given, or one that it left there.
 *
 * <p>Immutable.
 *
 * @param name its path in the folder: relative, with {@code /} between its parts, no way out of the
 *     folder; the parts are the guest's choice and to be escaped before they are shown
 * @param content its bytes
 */
public record GuestFile(String name, PyBytes content) {
    /** Rejects nulls. */
    public GuestFile {
        Objects.requireNonNull(name);
        Objects.requireNonNull(content);
    }
}
