package dev.handaxe.runtime.packages;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The right to change a store: of one thread in one process. What a change works on lies in hidden
 * places of the store, so that it can be moved to where it belongs at once. Confined to one thread.
 */
final class StoreLock implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String DRAFT = ".draft-";
    private static final String MANIFEST = "manifest.json";

    /** A file lock is the whole process's. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path store;
    private final FileChannel file;

    private StoreLock(Path store, FileChannel file) {
        this.store = store;
        this.file = file;
    }

    static StoreLock of(Path store) throws IOException {
        THREADS.lock();
        FileChannel file = null;
        boolean held = false;
        try {
            Files.createDirectories(store);
            file =
                    FileChannel.open(
                            store.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            file.lock();
            held = true;
            return new StoreLock(store, file);
        } finally {
            if (!held) {
                closeQuietly(file);
                THREADS.unlock();
            }
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    Path newDraft() throws IOException {
        return Files.createDirectory(newFile());
    }

    /** Of a file or folder that is not there yet. */
    Path newFile() {
        return store.resolve(DRAFT + UUID.randomUUID());
    }

    /** Deletes drafts, those that were left by a crash too, and contents that nothing names. */
    void clean(Collection<StoredPackage> kept) throws IOException {
        Set<String> names = new HashSet<>(Set.of(MANIFEST, LOCK));
        kept.forEach(stored -> names.add(stored.folder()));
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(store)) {
            leftovers =
                    entries.filter(entry -> !names.contains(entry.getFileName().toString()))
                            .filter(StoreLock::isOurs)
                            .toList();
        }
        for (Path leftover : leftovers) {
            delete(leftover);
        }
    }

    private static boolean isOurs(Path entry) {
        String name = entry.getFileName().toString();
        return name.startsWith(DRAFT) || name.matches("[A-Za-z][A-Za-z0-9_]*-[0-9a-f]{12}");
    }

    /** Deletes a file, or a folder with all in it; links are not followed. */
    static void delete(Path place) throws IOException {
        Files.walkFileTree(
                place,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException fault) throws IOException {
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            THREADS.unlock();
        }
    }
}
