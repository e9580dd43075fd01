package dev.handaxe.worker;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The file system that guest code sees: nothing is there, and every attempt to open, list or change
 * something is refused and remembered. GraalPy's own standard library is let through by the wrapper
 * of {@link FileSystem#allowInternalResources}. It never touches the host's files.
 *
 * <p>Thread-safe.
 */
final class GuestFileSystem implements FileSystem {
    /** As on Linux; the time to normalise a path grows with the square of its length. */
    private static final int MAX_PATH = 4096;

    private volatile @Nullable String lastRefused;

    /** The path of the latest refusal. */
    Optional<String> lastRefused() {
        return Optional.ofNullable(lastRefused);
    }

    @Override
    public Path parsePath(URI uri) {
        return parsePath(uri.getPath() == null ? uri.toString() : uri.getPath());
    }

    @Override
    public Path parsePath(String path) {
        if (path.length() > MAX_PATH) {
            throw new IllegalArgumentException("the path is too long");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path", e);
        }
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options)
            throws IOException {
        throw new NoSuchFileException(path.toString());
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) {
        throw refuse(path);
    }

    @Override
    public void delete(Path path) {
        throw refuse(path);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) {
        throw refuse(path);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path path, DirectoryStream.Filter<? super Path> filter) {
        throw refuse(path);
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return path.isAbsolute() ? path : Path.of("/").resolve(path);
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) {
        return toAbsolutePath(path).normalize();
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        throw new NoSuchFileException(path.toString());
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw refuse(path);
    }

    @Override
    public void createLink(Path link, Path existing) {
        throw refuse(link);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) {
        throw refuse(link);
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        throw new NotLinkException(link.toString());
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw refuse(target);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) {
        throw refuse(target);
    }

    @Override
    public Path getTempDirectory() {
        return Path.of("/tmp");
    }

    private SecurityException refuse(Path path) {
        lastRefused = path.toString();
        return new SecurityException("refused by the policy");
    }
}
