package dev.handaxe.worker;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathType;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.protocol.CallSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of one guest, in memory: read-only inputs, and with a folder also {@code /work} and
 * {@code /tmp} to write to, under one quota. Paths are absolute and normal; who calls has seen to
 * it that they are {@link #covers covered}, and for changes {@link #mayChange changeable}. There
 * are no links. Thread-safe.
 */
final class GuestFolder implements ReadableFiles {
    private static final String WORK = Grants.GUEST_FOLDER;
    private static final String TEMP = "/tmp";
    private static final int BLOCK_BYTES = 4096;

    /** The type in {@code st_mode}, and for folders the right to search them. */
    private static final int DIRECTORY_MODE = 0040111;

    private static final int FILE_MODE = 0100000;

    private final FileSystem memory;
    private final boolean writable;
    private final Set<Path> inputs = new HashSet<>();
    private final Map<Object, FileUse> uses = new HashMap<>();
    private final FolderQuota quota;

    GuestFolder(CallSettings settings) {
        quota = new FolderQuota(settings.limits());
        writable = settings.grants().folder();
        Configuration.Builder shape =
                Configuration.builder(PathType.unix())
                        .setRoots("/")
                        .setWorkingDirectory(WORK)
                        .setBlockSize(BLOCK_BYTES)
                        .setMaxSize(maxMemory(settings.limits()))
                        .setMaxCacheSize(0)
                        .setAttributeViews("basic", "owner", "posix", "unix");
        settings.determinism()
                .ifPresent(fixed -> shape.setFileTimeSource(() -> FileTime.from(fixed.clock())));
        memory = Jimfs.newFileSystem(shape.build());
        try {
            if (writable) {
                Files.createDirectory(memory.getPath(TEMP));
            }
            for (GuestFile input : settings.grants().inputs()) {
                Path place = memory.getPath(WORK, input.name());
                Files.createDirectories(place.getParent());
                Files.write(place, input.content().value());
                inputs.add(place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Jimfs counts whole blocks, the inputs too; the quota is exact and hits first. */
    private static long maxMemory(Limits limits) {
        return Math.max(1L << 30, 4 * limits.heapBytes());
    }

    FolderQuota quota() {
        return quota;
    }

    @Override
    public boolean covers(Path path) {
        return path.startsWith(WORK)
                || (writable && path.startsWith(TEMP))
                || path.equals(path.getRoot());
    }

    /** Whether the guest may create, change and remove what is there. */
    boolean mayChange(Path path) {
        return writable
                && (isBelow(path, WORK) || isBelow(path, TEMP))
                && !inputs.contains(inMemory(path));
    }

    @Override
    public boolean mayWrite(Path path) {
        return mayChange(path)
                || (writable && (path.equals(Path.of(WORK)) || path.equals(Path.of(TEMP))));
    }

    /** Whether an input is there or further down. */
    boolean holdsInput(Path path) {
        Path place = inMemory(path);
        return inputs.stream().anyMatch(input -> input.startsWith(place));
    }

    private static boolean isBelow(Path path, String folder) {
        return path.startsWith(folder) && path.getNameCount() > 1;
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(inMemory(path));
    }

    /** Opens for reading, or for changing if the options say so. */
    @Override
    public synchronized SeekableByteChannel open(Path path, Set<? extends OpenOption> options)
            throws IOException {
        Path place = inMemory(path);
        String name = path.toString();
        boolean write = FolderOptions.write(options);
        boolean exists = Files.exists(place);
        if (exists && Files.isDirectory(place)) {
            if (write) {
                throw new FileSystemException(name, null, "Is a directory");
            }
            quota.open(name);
            return new DirectoryChannel(quota::closed);
        }
        boolean create = !exists && FolderOptions.create(options);
        if (create) {
            GuestNames.check(path);
            quota.create(name);
        }
        SeekableByteChannel channel;
        try {
            quota.open(name);
            try {
                channel = Files.newByteChannel(place, FolderOptions.basic(options));
            } catch (IOException | RuntimeException e) {
                quota.closed();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            if (create) {
                quota.removed();
            }
            throw e;
        }
        FileUse use = use(place);
        use.channels++;
        if (write && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.truncate(0);
            resize(use, 0, name);
        }
        return new FolderChannel(
                this, channel, use, name, options.contains(StandardOpenOption.APPEND));
    }

    /** What is known of a file while it has a name or is open. */
    static final class FileUse {
        private final boolean charged;
        private long size;
        private int channels;
        private boolean unlinked;

        private FileUse(boolean charged, long size) {
            this.charged = charged;
            this.size = size;
        }
    }

    /** Charges the file for having that size from now on. */
    synchronized void resize(FileUse use, long size, String name) throws FileSystemException {
        quota.grow(size - use.size, name);
        use.size = size;
    }

    /** A channel was closed; a file without a name goes with its last one. */
    synchronized void closed(FileUse use) {
        quota.closed();
        use.channels--;
        release(use);
    }

    private void release(FileUse use) {
        if (use.unlinked && use.channels == 0 && use.charged) {
            quota.free(use.size);
        }
    }

    private FileUse use(Path place) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(place, BasicFileAttributes.class);
        boolean charged = !inputs.contains(place);
        return uses.computeIfAbsent(
                attributes.fileKey(), key -> new FileUse(charged, attributes.size()));
    }

    synchronized void createDirectory(Path path) throws IOException {
        GuestNames.check(path);
        Path place = inMemory(path);
        quota.create(path.toString());
        try {
            Files.createDirectory(place);
        } catch (IOException e) {
            quota.removed();
            throw e;
        }
    }

    synchronized void delete(Path path) throws IOException {
        Path place = inMemory(path);
        Optional<FileUse> use = fileUse(place);
        Files.delete(place);
        quota.removed();
        use.ifPresent(this::unlink);
    }

    synchronized void move(Path from, Path to) throws IOException {
        GuestNames.check(to);
        Path source = inMemory(from);
        Path target = inMemory(to);
        if (!Files.exists(source)) {
            throw new NoSuchFileException(from.toString());
        }
        if (source.equals(target)) {
            return;
        }
        boolean replaces = Files.exists(target);
        if (replaces && Files.isDirectory(target) && !Files.isDirectory(source)) {
            throw new FileSystemException(to.toString(), null, "Is a directory");
        }
        checkNames(source, to);
        Optional<FileUse> replaced = fileUse(target);
        Files.move(source, target, StandardCopyOption.REPLACE_EXISTING);
        if (replaces) {
            quota.removed();
        }
        replaced.ifPresent(this::unlink);
    }

    /** Passes if all that is moved may have the names that it gets. */
    private static void checkNames(Path source, Path to) throws IOException {
        try (Stream<Path> inside = Files.walk(source)) {
            for (Path each : (Iterable<Path>) inside::iterator) {
                GuestNames.check(to.resolve(source.relativize(each).toString()));
            }
        }
    }

    private Optional<FileUse> fileUse(Path place) throws IOException {
        return Files.isRegularFile(place) ? Optional.of(use(place)) : Optional.empty();
    }

    private void unlink(FileUse use) {
        use.unlinked = true;
        uses.values().remove(use);
        release(use);
    }

    @Override
    public List<String> names(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(inMemory(path))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public Map<String, Object> attributes(Path path, String wanted, LinkOption... options)
            throws IOException {
        Map<String, Object> attributes =
                new HashMap<>(Files.readAttributes(inMemory(path), wanted, options));
        // As the JDK's own Unix file system has them, and GraalPy casts them.
        for (String name : List.of("ino", "dev")) {
            attributes.computeIfPresent(name, (key, value) -> ((Number) value).longValue());
        }
        // Jimfs knows the permissions only.
        int type = Files.isDirectory(inMemory(path)) ? DIRECTORY_MODE : FILE_MODE;
        for (String owner : List.of("uid", "gid")) { // Jimfs numbers them as they are asked for
            attributes.computeIfPresent(owner, (key, value) -> 0);
        }
        attributes.computeIfPresent("mode", (key, value) -> type | ((Number) value).intValue());
        return attributes;
    }

    void setAttribute(Path path, String name, Object value, LinkOption... options)
            throws IOException {
        Files.setAttribute(inMemory(path), name, value, options);
    }

    /**
     * What the guest left in its folder, in the order of the names; not inputs, not temporaries.
     */
    synchronized List<GuestFile> left() {
        if (!writable) {
            return List.of();
        }
        Path work = memory.getPath(WORK);
        List<GuestFile> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(work)) {
            for (Path file : (Iterable<Path>) all.sorted()::iterator) {
                if (Files.isRegularFile(file) && !inputs.contains(file)) {
                    files.add(
                            new GuestFile(
                                    work.relativize(file).toString(),
                                    new PyBytes(Files.readAllBytes(file))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private Path inMemory(Path path) {
        return memory.getPath(path.toString());
    }
}
