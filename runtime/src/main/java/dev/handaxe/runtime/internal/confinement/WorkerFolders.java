package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Folders for workers under one temporary folder that is made with the first of them: those in
 * which workers without a file system of their own work, which are deleted when the worker is gone,
 * and copies of what a worker of another user could not read where it is.
 *
 * <p>Thread-safe. The pool closes it, which deletes what is left.
 */
public final class WorkerFolders implements AutoCloseable {
    private final AtomicLong count = new AtomicLong();
    private final Map<Path, Path> readable = new HashMap<>();
    private @Nullable Path root;
    private boolean closed;

    /**
     * Makes a folder for one worker that nobody else may read.
     *
     * @param owner the user the worker runs as, or a negative number for this process's own
     * @throws IOException if it cannot be made
     */
    Path create(int owner) throws IOException {
        Path folder = Files.createDirectory(root().resolve("w" + count.incrementAndGet()));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        if (owner >= 0) {
            Files.setAttribute(folder, "unix:uid", owner);
        }
        return folder;
    }

    /**
     * A folder as a worker of that user can read it: the folder itself, or a copy for that user's
     * group if the folder is not everybody's to read. It is looked at once.
     *
     * @param user as for {@link #create}; its group has the same number
     * @throws IOException if it can be neither read nor copied
     */
    public synchronized Path readable(Path folder, int user) throws IOException {
        Path known = readable.get(folder);
        if (known == null) {
            known =
                    user < 0 || WorkerUser.firstSecret(folder).isEmpty()
                            ? folder
                            : copy(folder, user);
            readable.put(folder, known);
        }
        return known;
    }

    private Path copy(Path folder, int group) throws IOException {
        Path copy = create(-1);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.skip(1)::iterator) {
                Path place = copy.resolve(folder.relativize(file));
                Files.copy(file, place, LinkOption.NOFOLLOW_LINKS);
                Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        // The user's group, not the user: workers read each other's copy, and none may change it.
        Files.setAttribute(copy, "unix:gid", group);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-x---"));
        return copy;
    }

    private synchronized Path root() throws IOException {
        Path made = root;
        if (closed) {
            throw new IOException("the sandbox is closed");
        }
        if (made == null) {
            made = Files.createTempDirectory("handaxe-");
            // Workers of another user pass through, and cannot list it.
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx--x--x"));
            root = made;
        }
        return made;
    }

    /** Deletes a folder with all that is in it; another thread may do the same at the same time. */
    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new Deletion());
        } catch (IOException e) {
            folder.toFile().deleteOnExit(); // or by the system's clean-up of temporary files
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var _ = file.toFile().delete();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path place, @Nullable IOException fault) {
            var _ = place.toFile().delete();
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (root != null) {
            delete(root);
        }
    }
}
