package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who a worker is on the host. Workers of a supervisor that is root become nobody where they can. A
 * user namespace alone would not do: to much of the kernel its user still is root, to the limit of
 * processes, which does not bind root, and to the settings under /proc/sys.
 *
 * <p>Immutable.
 *
 * @param become the command that becomes that user; empty to stay
 * @param id the user's number on the host
 */
record WorkerUser(List<String> become, int id) {
    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    WorkerUser {
        become = List.copyOf(become);
    }

    /**
     * The users to try.
     *
     * @param users the best first
     * @param weaker why root is not left; empty if it is, or if this is not root
     */
    record Choice(List<WorkerUser> users, Optional<String> weaker) {}

    boolean isRoot() {
        return id == ROOT;
    }

    /** The user's number if it is not that of this process, otherwise negative. */
    int changed() {
        return become.isEmpty() ? -1 : id;
    }

    /**
     * The users that workers of this process can be.
     *
     * @param own facts of this process
     */
    static Choice choose(Map<String, String> own, Path jdk, Path home) {
        WorkerUser same =
                new WorkerUser(List.of(), Integer.parseInt(own.getOrDefault("uid", "-1")));
        if (!same.isRoot()) {
            return new Choice(List.of(same), Optional.empty());
        }
        Optional<Path> setpriv = HostTool.find("setpriv");
        if (setpriv.isEmpty()) {
            return new Choice(List.of(same), Optional.of("no setpriv, which leaves root"));
        }
        Optional<Path> secret = firstSecret(jdk, home);
        if (secret.isPresent()) {
            return new Choice(
                    List.of(same), Optional.of("only its owner can read " + secret.get()));
        }
        List<String> become = new ArrayList<>(List.of(setpriv.get().toString()));
        become.addAll(List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        return new Choice(List.of(new WorkerUser(become, NOBODY), same), Optional.empty());
    }

    /** The first of a worker's files that not everybody can read. */
    private static Optional<Path> firstSecret(Path jdk, Path home) {
        Stream<Path> program = Stream.of(jdk.resolve("bin/java"), jdk.resolve("lib/modules"));
        return Stream.concat(above(jdk), program)
                .filter(path -> !everybodyReads(path))
                .findFirst()
                .or(() -> firstSecret(home));
    }

    /** The first file of a folder, or folder above it, that not everybody can read. */
    static Optional<Path> firstSecret(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return Stream.concat(above(folder), files)
                    .filter(path -> !everybodyReads(path))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.of(folder);
        }
    }

    private static Stream<Path> above(Path folder) {
        return Stream.iterate(folder, Path::getParent).takeWhile(place -> place != null);
    }

    private static boolean everybodyReads(Path path) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            return Files.isDirectory(path)
                    ? permissions.contains(PosixFilePermission.OTHERS_EXECUTE)
                    : permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }
}
