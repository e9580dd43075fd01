package dev.handaxe.runtime.packages;

import java.util.Objects;
import java.util.Optional;

/**
 * A package of the store, as its manifest has it.
 *
 * <p>Immutable.
 *
 * @param name what Python code imports
 * @param version of the distribution it came with; empty if none was found
 * @param hash SHA-256 over the sorted paths and the contents of its files
 * @param files how many there are
 * @param bytes of all files
 * @param addedFrom the folder it was taken from
 * @param compiled its byte-code, if it was compiled when it was added
 */
public record StoredPackage(
        String name,
        String version,
        String hash,
        int files,
        long bytes,
        String addedFrom,
        Optional<Compiled> compiled) {

    /** Rejects nulls. */
    public StoredPackage {
        Objects.requireNonNull(name);
        Objects.requireNonNull(version);
        Objects.requireNonNull(hash);
        Objects.requireNonNull(addedFrom);
        Objects.requireNonNull(compiled);
    }

    /**
     * Byte-code of a package, which makes importing it faster and smaller.
     *
     * @param hash as that of the package
     * @param files how many there are
     * @param bytes of all files
     */
    public record Compiled(String hash, int files, long bytes) {}

    /** Its folder in the store: another content is another folder. */
    String folder() {
        return folder(name, hash);
    }

    static String folder(String name, String hash) {
        return name + "-" + hash.substring(0, 12);
    }
}
