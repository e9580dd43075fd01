package dev.handaxe.runtime.packages;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A package where somebody installed it: a folder {@code NAME} or a module {@code NAME.py}. Copies
 * what is pure Python and data, and refuses the whole package otherwise. Confined to one thread.
 */
final class PackageSource {
    private static final int MAX_FILES = 50_000;
    private static final long MAX_BYTES = 1L << 30;
    private static final int MAX_DEPTH = 40;

    /** Made from the sources, by another Python: never taken. */
    private static final String CACHE = "__pycache__";

    private final Path from;
    private final String name;
    private final Path origin;
    private int files;
    private long bytes;

    private PackageSource(Path from, String name, Path origin) {
        this.from = from;
        this.name = name;
        this.origin = origin;
    }

    /**
     * Finds a package in a folder.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is not there
     */
    static PackageSource find(Path from, String name) {
        PackageName.check(name);
        if (!Files.isDirectory(from)) {
            throw new HandaxeException(Code.INVALID_INPUT, from + ": there is no such folder");
        }
        Path real;
        try {
            real = from.toRealPath();
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, from + ": cannot be read", e);
        }
        for (Path origin : new Path[] {real.resolve(name), real.resolve(name + ".py")}) {
            boolean folder = origin.getFileName().toString().equals(name);
            if (folder ? Files.isDirectory(origin) : Files.isRegularFile(origin)) {
                return new PackageSource(real, name, origin);
            }
        }
        throw new HandaxeException(
                Code.INVALID_INPUT,
                nativeModule(real, name)
                        .map(file -> "the package " + name + " is native code: " + file)
                        .orElse(
                                "no package %s in %s: neither a folder %s nor a module %s.py"
                                        .formatted(name, from, name, name)));
    }

    private static Optional<Path> nativeModule(Path from, String name) {
        try (Stream<Path> entries = Files.list(from)) {
            return entries.filter(
                            entry -> {
                                String file = entry.getFileName().toString();
                                return file.startsWith(name + ".") && NativeCode.isNamedSo(file);
                            })
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, from + ": cannot be listed", e);
        }
    }

    /**
     * Copies its files into an empty folder.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming the file that is refused, or
     *     {@link Code#INTERRUPTED}
     */
    void copyTo(Path target) {
        try {
            requireInside(origin);
            if (Files.isRegularFile(origin)) {
                copy(origin, target.resolve(origin.getFileName()));
            } else {
                Files.walkFileTree(origin, new Copying(target));
                requirePython(target);
            }
        } catch (ClosedByInterruptException e) {
            throw interrupted();
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.IO,
                    "the package %s cannot be copied: %s".formatted(name, PackageName.line(e, 300)),
                    e);
        }
    }

    private final class Copying extends SimpleFileVisitor<Path> {
        private final Path target;

        Copying(Path target) {
            this.target = target;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            if (folder.getFileName().toString().equals(CACHE)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            checkName(folder);
            Files.createDirectory(target.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            String own = file.getFileName().toString().toLowerCase(Locale.ROOT);
            if (own.endsWith(".pyc") || own.endsWith(".pyo")) {
                return FileVisitResult.CONTINUE;
            }
            checkName(file);
            if (attributes.isSymbolicLink()) {
                requireInside(file);
            } else if (!attributes.isRegularFile()) {
                throw refused(file, "is a special file");
            }
            copy(file, target.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
        }
    }

    private void checkName(Path file) {
        if (!PackageName.canNameFile(file.getFileName().toString())) {
            throw refused(file, "has a name that is not printable ASCII");
        }
        if (origin.relativize(file).getNameCount() > MAX_DEPTH) {
            throw refused(file, "is nested deeper than " + MAX_DEPTH + " folders");
        }
    }

    /** A link may stand for a file of the same package, and for nothing else. */
    private void requireInside(Path file) throws IOException {
        if (!Files.isSymbolicLink(file)) {
            return;
        }
        if (!Files.exists(file)) {
            throw refused(file, "is a link that leads nowhere");
        }
        if (!file.toRealPath().startsWith(origin) || file.equals(origin)) {
            throw refused(file, "is a link that leads out of the package");
        }
        if (!Files.isRegularFile(file)) {
            throw refused(file, "is a link to something other than a file");
        }
        if (NativeCode.isNamedSo(file.toRealPath().getFileName().toString())) {
            throw refused(file, "is native code");
        }
    }

    private void copy(Path file, Path to) throws IOException {
        if (NativeCode.isNamedSo(file.getFileName().toString())) {
            throw refused(file, "is native code");
        }
        if (++files > MAX_FILES) {
            throw refused(file, "is one too many: a package has at most " + MAX_FILES + " files");
        }
        Path source = Files.isSymbolicLink(file) ? file.toRealPath() : file;
        try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS);
                OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
            byte[] header = in.readNBytes(NativeCode.HEADER_BYTES);
            if (NativeCode.beginsSo(header)) {
                throw refused(file, "is native code");
            }
            out.write(header);
            bytes += header.length + transfer(file, in, out);
        }
    }

    private long transfer(Path file, InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long copied = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            copied += read;
            if (bytes + copied > MAX_BYTES) {
                throw refused(file, "makes the package larger than " + MAX_BYTES + " bytes");
            }
        }
        return copied;
    }

    private void requirePython(Path target) throws IOException {
        try (Stream<Path> all = Files.walk(target)) {
            if (all.noneMatch(file -> file.toString().endsWith(".py"))) {
                throw refused(origin, "holds no Python source");
            }
        }
    }

    /** The flag is cleared, so that what was copied can be deleted. */
    static HandaxeException interrupted() {
        Thread.interrupted();
        return new HandaxeException(
                Code.INTERRUPTED, "interrupted: the package store is as it was before");
    }

    private HandaxeException refused(Path file, String why) {
        return new HandaxeException(
                Code.INVALID_INPUT,
                "the package %s is refused: %s %s"
                        .formatted(name, PackageName.line(file, 300), why));
    }

    /** The version in the distribution's metadata beside it; empty if there is none. */
    String version() {
        return DistributionInfo.version(from, name);
    }

    String name() {
        return name;
    }

    Path from() {
        return from;
    }
}
