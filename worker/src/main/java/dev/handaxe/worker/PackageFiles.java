package dev.handaxe.worker;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The packages that a worker's guests may read, as files below {@code /packages}. It is an index of
 * the regular files that were there when the worker started: what is not in it does not exist, so
 * no link, no {@code ..} and no later change of a folder leads anywhere else. Contents are read
 * into memory, so that a guest holds none of the worker's descriptors.
 *
 * <p>Thread-safe.
 */
final class PackageFiles implements ReadableFiles {
    /** Where guests see packages; their own place on the host is nobody's concern. */
    static final Path ROOT = Path.of("/packages");

    /** A worker without packages. */
    static final PackageFiles NONE = new PackageFiles(List.of());

    private final List<String> names;
    private final Map<Path, Entry> entries = new HashMap<>();

    /** What is at a place. */
    private sealed interface Entry {
        /** A file, its size and the number that it has instead of an inode. */
        record File(Path host, long size, int number) implements Entry {}

        /** A folder and the names in it. */
        record Folder(SortedSet<String> names, int number) implements Entry {}
    }

    /**
     * A package that the worker was started with.
     *
     * @param name what Python code imports
     * @param folder of the host: its files in {@code files}, its byte-code in {@code compiled}
     */
    record Mounted(String name, Path folder) {
        /** Reads {@code NAME=FOLDER}. */
        static Mounted parse(String argument) {
            int equals = argument.indexOf('=');
            return new Mounted(
                    argument.substring(0, equals), Path.of(argument.substring(equals + 1)));
        }
    }

    private PackageFiles(List<String> names) {
        this.names = List.copyOf(names);
    }

    /**
     * Looks at the packages' folders.
     *
     * @throws IOException if one cannot be read
     */
    static PackageFiles of(List<Mounted> packages) throws IOException {
        PackageFiles files = new PackageFiles(packages.stream().map(Mounted::name).toList());
        for (Mounted mounted : packages) {
            files.index(mounted.folder().resolve("files"));
            files.index(mounted.folder().resolve("compiled"));
        }
        return files;
    }

    private void index(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()) {
                            add(ROOT.resolve(folder.relativize(file)), file, attributes.size());
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private void add(Path place, Path host, long size) {
        entries.put(place, new Entry.File(host, size, entries.size() + 1));
        Path folder = ROOT;
        for (Path name : ROOT.relativize(place)) {
            Entry entry =
                    entries.computeIfAbsent(
                            folder, key -> new Entry.Folder(new TreeSet<>(), entries.size() + 1));
            if (entry instanceof Entry.Folder above) {
                above.names().add(name.toString());
            }
            folder = folder.resolve(name);
        }
    }

    /** What contexts import before their call. */
    List<String> names() {
        return names;
    }

    @Override
    public boolean covers(Path path) {
        return !names.isEmpty() && path.startsWith(ROOT);
    }

    @Override
    public boolean exists(Path path) {
        return entries.containsKey(path);
    }

    @Override
    public boolean mayWrite(Path path) {
        return false;
    }

    /** Opens for reading: the caller lets no other options through. */
    @Override
    public SeekableByteChannel open(Path path, Set<? extends OpenOption> options)
            throws IOException {
        return switch (entry(path)) {
            case Entry.File file -> new ReadOnlyBytes(Files.readAllBytes(file.host()));
            case Entry.Folder _ -> new DirectoryChannel(() -> {});
        };
    }

    @Override
    public List<String> names(Path path) throws IOException {
        return switch (entry(path)) {
            case Entry.File _ -> throw new NotDirectoryException(path.toString());
            case Entry.Folder folder -> List.copyOf(folder.names());
        };
    }

    /** Nothing of the host but the size. */
    @Override
    public Map<String, Object> attributes(Path path, String wanted, LinkOption... options)
            throws IOException {
        return switch (entry(path)) {
            case Entry.File file -> ReadOnlyAttributes.file(wanted, file.size(), file.number());
            case Entry.Folder folder -> ReadOnlyAttributes.folder(wanted, folder.number());
        };
    }

    private Entry entry(Path path) throws NoSuchFileException {
        Entry entry = entries.get(path);
        if (entry == null) {
            throw new NoSuchFileException(path.toString());
        }
        return entry;
    }
}
