package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The working folders of workers that have no file system of their own, under one temporary folder
 * that is made with the first of them. A worker's folder is deleted when the worker is gone.
 *
 * <p>Thread-safe. The pool closes it, which deletes what is left.
 */
public final class WorkerFolders implements AutoCloseable {
    private final AtomicLong count = new AtomicLong();
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

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            folder.toFile().deleteOnExit(); // or by the system's clean-up of temporary files
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
