package dev.handaxe.worker;

import dev.handaxe.policy.Determinism;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the contexts of a worker are given before their call: packages, and for a repeatable call
 * the seed and clock under which these are imported, as they may keep what they draw or read then.
 *
 * <p>Immutable.
 *
 * @param restored whether a context that served a call is brought back to its state before it, to
 *     serve the next one
 */
record Preparation(PackageFiles packages, Optional<Determinism> determinism, boolean restored) {
    /** No packages; the seed and clock of a call are then fixed when it comes. */
    static final Preparation NONE = new Preparation(PackageFiles.NONE, Optional.empty(), false);

    /** The same for contexts that are used again. */
    static final Preparation RESTORED = new Preparation(PackageFiles.NONE, Optional.empty(), true);

    private static final String PACKAGE = "--package=";
    private static final String REPEATABLE = "--repeatable=";
    private static final String RESTORE = "--restore";

    /**
     * Reads {@code --package=NAME=FOLDER}, {@code --repeatable=SEED,INSTANT} and {@code --restore}.
     *
     * @throws IOException if a package's folder cannot be read
     */
    static Preparation parse(String[] arguments) throws IOException {
        List<PackageFiles.Mounted> packages = new ArrayList<>();
        Optional<Determinism> determinism = Optional.empty();
        boolean restored = false;
        for (String argument : arguments) {
            if (argument.startsWith(PACKAGE)) {
                packages.add(PackageFiles.Mounted.parse(argument.substring(PACKAGE.length())));
            } else if (argument.startsWith(REPEATABLE)) {
                String[] parts = argument.substring(REPEATABLE.length()).split(",", 2);
                determinism =
                        Optional.of(
                                new Determinism(Long.parseLong(parts[0]), Instant.parse(parts[1])));
            } else if (argument.equals(RESTORE)) {
                restored = true;
            } else {
                throw new IllegalArgumentException("no such argument: " + argument);
            }
        }
        return new Preparation(PackageFiles.of(packages), determinism, restored);
    }
}
