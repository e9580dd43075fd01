package dev.handaxe.worker;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;

/**
 * A guest's file system with GraalPy's own library beside it, read-only. The polyglot wrapper that
 * lets the library through (25.2.4) does not pass {@code move} and links on, so that {@code
 * os.rename} would fail; here moves go to the guest's files, which refuse the library's places as
 * any other. Thread-safe.
 */
final class LibraryFileSystem implements FileSystem {
    private static final String MODIFIED = "lastModifiedTime";

    /**
     * The time of every file of the library: its byte-code was compiled for that, however the
     * worker home was copied since. It also keeps from guests when this host unpacked it.
     */
    private static final FileTime SAME_TIME = FileTime.fromMillis(0);

    private static final Optional<Path> LIBRARY =
            Optional.ofNullable(System.getProperty("polyglot.engine.userResourceCache"))
                    .map(folder -> Path.of(folder).toAbsolutePath().normalize());

    private final GuestFileSystem files;
    private final FileSystem all;

    LibraryFileSystem(GuestFileSystem files) {
        this.files = files;
        all = withLibrary(files);
    }

    @SuppressWarnings("deprecation") // in the newer engine
    private static FileSystem withLibrary(FileSystem files) {
        try {
            return FileSystem.allowInternalResources(files);
        } catch (NoSuchMethodError e) {
            return FileSystem.allowInternalResourceAccess(files); // the image jit's engine, 25.0.3
        }
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        files.move(source, target, options);
    }

    @Override
    public Path parsePath(URI uri) {
        return all.parsePath(uri);
    }

    @Override
    public Path parsePath(String path) {
        return all.parsePath(path);
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options)
            throws IOException {
        all.checkAccess(path, modes, options);
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        all.createDirectory(path, attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        all.delete(path);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return all.newByteChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
        return all.newDirectoryStream(path, filter);
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return all.toAbsolutePath(path);
    }

    @Override
    public void setCurrentWorkingDirectory(Path path) {
        all.setCurrentWorkingDirectory(path);
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) throws IOException {
        return all.toRealPath(path, options);
    }

    @Override
    public void createLink(Path link, Path existing) {
        files.createLink(link, existing);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) {
        files.createSymbolicLink(link, target, attributes);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        files.copy(source, target, options);
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return all.readSymbolicLink(link);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        Map<String, Object> read = all.readAttributes(path, attributes, options);
        if (!read.containsKey(MODIFIED) || !isLibrary(path)) {
            return read;
        }
        Map<String, Object> dated = new HashMap<>(read);
        dated.put(MODIFIED, SAME_TIME);
        return dated;
    }

    /** Whether only the wrapper lets it through. */
    private boolean isLibrary(Path path) {
        return LIBRARY.filter(toAbsolutePath(path).normalize()::startsWith).isPresent();
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
            throws IOException {
        all.setAttribute(path, attribute, value, options);
    }

    @Override
    public boolean isSameFile(Path one, Path other, LinkOption... options) throws IOException {
        return all.isSameFile(one, other, options);
    }

    @Override
    public Path getTempDirectory() {
        return all.getTempDirectory();
    }
}
