package dev.handaxe.worker;

import dev.handaxe.policy.Grants;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.protocol.CallSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The file system that guest code sees: the packages of its policy, the folder and the inputs that
 * its call was granted, and nothing else. Every attempt to open, list or change something else is
 * refused and remembered. GraalPy's own standard library is let through by the wrapper of {@link
 * FileSystem#allowInternalResources}. It never touches the host's files.
 *
 * <p>Thread-safe.
 */
final class GuestFileSystem implements FileSystem {
    /** Where a guest starts, whether there is anything or not. */
    static final Path HOME = Path.of(Grants.GUEST_FOLDER);

    /** As on Linux; a message that quotes a longer one would be cut. */
    private static final int MAX_PATH_CHARS = 4096;

    private final PackageFiles packages;
    private volatile @Nullable GuestFolder folder;
    private volatile @Nullable Path lastRefused;
    private volatile Path directory = HOME;

    GuestFileSystem(PackageFiles packages) {
        this.packages = packages;
    }

    /**
     * Gives the guest what its call was granted. A call that goes on with a session keeps its
     * files.
     */
    void begin(CallSettings settings) {
        lastRefused = null;
        if (settings.session().goesOn() && folder != null) {
            return;
        }
        boolean granted = settings.grants().folder() || !settings.grants().inputs().isEmpty();
        folder = granted ? new GuestFolder(settings) : null;
    }

    /** As before any guest: nothing granted, and at home. */
    void renew() {
        folder = null;
        lastRefused = null;
        directory = HOME;
    }

    /** Files that the guest left in its folder. */
    List<GuestFile> left() {
        GuestFolder granted = folder;
        return granted == null ? List.of() : granted.left();
    }

    /** The limit of the folder that was met last. */
    Optional<FolderQuota.Exceeded> exceeded() {
        GuestFolder granted = folder;
        return granted == null ? Optional.empty() : granted.quota().exceeded();
    }

    /** The path of the latest refusal. */
    Optional<String> lastRefused() {
        return Optional.ofNullable(lastRefused).map(Path::toString);
    }

    /** The path of the latest refusal as the guest wrote it, if it is one of those texts. */
    Optional<String> refusedIn(List<String> texts) {
        Path refused = lastRefused;
        return refused == null
                ? Optional.empty()
                : texts.stream().filter(text -> isAt(text, refused)).findFirst();
    }

    private boolean isAt(String text, Path place) {
        try {
            return toAbsolutePath(Path.of(text)).normalize().equals(place);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public Path parsePath(URI uri) {
        return parsePath(uri.getPath() == null ? uri.toString() : uri.getPath());
    }

    @Override
    public Path parsePath(String path) {
        if (path.length() > MAX_PATH_CHARS) {
            // the time to normalise it would grow with the square of its length
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
        ReadableFiles files = present(path);
        if (modes.contains(AccessMode.WRITE) && !files.mayWrite(normal(path))) {
            throw new AccessDeniedException(path.toString());
        }
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        if (covering(path).filter(files -> files.exists(normal(path))).isPresent()) {
            throw new FileAlreadyExistsException(path.toString());
        }
        changeable(path).createDirectory(normal(path));
    }

    @Override
    public void delete(Path path) throws IOException {
        changeable(path).delete(normal(path));
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
    public void copy(Path source, Path target, CopyOption... options) {
        throw refuse(target);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        GuestFolder from = changeable(source);
        if (from.holdsInput(normal(source))) {
            throw refuse(source);
        }
        changeable(target).move(normal(source), normal(target));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        ReadableFiles files = FolderOptions.change(options) ? changeable(path) : readable(path);
        return files.open(normal(path), options);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
        ReadableFiles files = readable(path);
        if (!files.exists(normal(path))) {
            throw new NoSuchFileException(path.toString());
        }
        List<Path> entries = new ArrayList<>();
        try {
            for (String name : files.names(normal(path))) {
                Path entry = path.resolve(name);
                if (filter == null || filter.accept(entry)) {
                    entries.add(entry);
                }
            }
        } catch (NotDirectoryException e) {
            throw new NotDirectoryException(path.toString());
        }
        return new Listing(entries);
    }

    private record Listing(List<Path> entries) implements DirectoryStream<Path> {
        @Override
        public Iterator<Path> iterator() {
            return entries.iterator();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return path.isAbsolute() ? path : directory.resolve(path);
    }

    @Override
    public void setCurrentWorkingDirectory(Path path) {
        directory = path;
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) {
        return normal(path);
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        if (folder == null && covering(link).isEmpty()) {
            throw refuse(link);
        }
        throw new NotLinkException(link.toString());
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        return present(path).attributes(normal(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
            throws IOException {
        changeable(path).setAttribute(normal(path), attribute, value, options);
    }

    @Override
    public Path getTempDirectory() {
        return Path.of("/tmp");
    }

    private Path normal(Path path) {
        return toAbsolutePath(path).normalize();
    }

    /** What has the place: the packages, which come first, or the folder. */
    private Optional<ReadableFiles> covering(Path path) {
        Path place = normal(path);
        GuestFolder granted = folder;
        if (packages.covers(place)) {
            return Optional.of(packages);
        }
        return granted != null && granted.covers(place) ? Optional.of(granted) : Optional.empty();
    }

    /** What has the place, and something there. To ask is never refused. */
    private ReadableFiles present(Path path) throws NoSuchFileException {
        return covering(path)
                .filter(files -> files.exists(normal(path)))
                .orElseThrow(() -> new NoSuchFileException(path.toString()));
    }

    private ReadableFiles readable(Path path) throws FileSystemException {
        checkLength(path);
        return covering(path).orElseThrow(() -> refuse(path));
    }

    private GuestFolder changeable(Path path) throws FileSystemException {
        checkLength(path);
        GuestFolder granted = folder;
        if (granted == null || !granted.mayChange(normal(path))) {
            throw refuse(path);
        }
        return granted;
    }

    private static void checkLength(Path path) throws FileSystemException {
        if (path.toString().length() > MAX_PATH_CHARS) {
            throw new FileSystemException(path.toString(), null, "File name too long");
        }
    }

    private SecurityException refuse(Path path) {
        lastRefused = normal(path);
        return new SecurityException("refused by the policy");
    }
}
