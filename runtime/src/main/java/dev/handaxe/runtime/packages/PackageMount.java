package dev.handaxe.runtime.packages;

import java.nio.file.Path;

/**
 * A package of the store, its files checked, as a worker mounts it.
 *
 * <p>Immutable.
 *
 * @param name what Python code imports
 * @param hash of its files
 * @param folder of the host: its files in {@code files}, its byte-code in {@code compiled}
 */
public record PackageMount(String name, String hash, Path folder) {}
