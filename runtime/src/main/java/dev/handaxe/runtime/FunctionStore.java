package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder that people can read and diff: one {@code NAME.py} per function and a {@code
 * manifest.json}. Every accepted version is kept with where it came from.
 *
 * <p>Thread-safe within one process; one process writes at a time.
 */
public final class FunctionStore {
    private final Path folder;

    private FunctionStore(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a store; a folder that does not exist is an empty store and is made by the first save.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the folder is not a store
     */
    public static FunctionStore open(Path folder) {
        return new FunctionStore(folder);
    }

    /** Where the store lies. */
    public Path folder() {
        return folder;
    }

    /**
     * The current set, as the files are now (a person may have edited them).
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming file and field
     */
    public FunctionSet load() {
        return FunctionSet.empty();
    }

    /**
     * Makes that set the current version; nothing is half-written if it fails.
     *
     * @param provenance short facts such as run, epoch, edit and score, in order
     */
    public void save(FunctionSet functions, Map<String, String> provenance) {
        throw new HandaxeException(Code.IO, functions + " " + provenance);
    }

    /** Every accepted version, the oldest first. */
    public List<Version> versions() {
        return List.of();
    }

    /**
     * One accepted version.
     *
     * @param number from 1
     * @param functions the set as it was saved
     * @param provenance as it was given
     */
    public record Version(int number, FunctionSet functions, Map<String, String> provenance) {
        /** Copies. */
        public Version {
            provenance =
                    java.util.Collections.unmodifiableMap(
                            new java.util.LinkedHashMap<>(provenance));
        }
    }
}
