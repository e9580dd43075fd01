package dev.handaxe.runtime.packages;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.internal.PackageCompilation;
import dev.handaxe.runtime.internal.WorkerImage;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of pure-Python packages that policies may grant: copied, hashed, never changed in place.
 *
 * <pre>{@code
 * PackageStore store = PackageStore.open(PackageStore.defaultFolder());
 * store.add(Path.of("/usr/lib/python3/dist-packages"), List.of("sympy", "mpmath"),
 *         PackageStore.Compiler.in(SandboxOptions.defaults()));
 * }</pre>
 *
 * <p>Each package has a folder of its own, named by its content, and an entry in {@code
 * manifest.json}, which is replaced at once: a package is there as a whole or not at all. What an
 * interruption leaves is hidden and removed by the next change.
 *
 * <p>Thread-safe. One process changes a store at a time; a lock file sees to it.
 */
public final class PackageStore {
    private static final String MANIFEST = "manifest.json";
    private static final int MAX_MANIFEST_BYTES = 16 << 20;
    private static final String FILES = "files";
    private static final String COMPILED = "compiled";

    private final Path folder;

    private PackageStore(Path folder) {
        this.folder = folder;
    }

    /** Compiles the sources of a package that is being added. */
    @FunctionalInterface
    public interface Compiler {
        /**
         * Writes byte-code of {@code folder/files} into {@code folder/compiled}.
         *
         * @throws HandaxeException if it cannot
         */
        void compile(String name, Path folder);

        /**
         * Compiles in a JVM of its own, which runs nothing of the package.
         *
         * @throws HandaxeException if there is no worker home or no JDK to run it
         */
        static Compiler in(SandboxOptions options) {
            return new PackageCompilation(
                    WorkerImage.find(options.workerHome(), options.javaHome()));
        }

        /** Leaves the sources as they are; each worker compiles what it imports. */
        static Compiler none() {
            return (name, folder) -> {};
        }
    }

    /**
     * The store in that folder, which need not exist yet.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is another kind of folder
     */
    public static PackageStore open(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        if (Files.exists(place) && !Files.exists(place.resolve(MANIFEST))) {
            requireEmpty(place);
        }
        return new PackageStore(place);
    }

    /**
     * Where the store of this user is: what HANDAXE_PACKAGES names, otherwise {@code
     * handaxe/packages} in XDG_DATA_HOME or in {@code ~/.local/share}.
     */
    public static Path defaultFolder() {
        return defaultFolder(System.getenv());
    }

    /** The same with those environment variables. */
    public static Path defaultFolder(Map<String, String> environment) {
        String own = environment.getOrDefault("HANDAXE_PACKAGES", "");
        if (!own.isBlank()) {
            return Path.of(own);
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base =
                data.isBlank() || !Path.of(data).isAbsolute()
                        ? Path.of(System.getProperty("user.home", "."), ".local", "share")
                        : Path.of(data);
        return base.resolve("handaxe").resolve("packages");
    }

    /** Where the store is. */
    public Path folder() {
        return folder;
    }

    /**
     * What the store holds, by name.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming the field of the manifest
     */
    public List<StoredPackage> list() {
        return List.copyOf(manifest().values());
    }

    /**
     * Takes packages from a folder, all or none; one that is there already is replaced.
     *
     * @param from a folder of installed packages, such as {@code site-packages}
     * @param names what Python code imports: a folder {@code NAME} or a module {@code NAME.py}
     * @return their entries, in the order of the names
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming what is missing, native,
     *     linked or malformed; {@link Code#IO} if the store cannot be written
     */
    public List<StoredPackage> add(Path from, List<String> names, Compiler compiler) {
        List<PackageSource> sources =
                names.stream().distinct().map(name -> PackageSource.find(from, name)).toList();
        try (StoreLock lock = StoreLock.of(folder)) {
            Map<String, StoredPackage> all = manifest();
            Map<Path, StoredPackage> drafts = new LinkedHashMap<>();
            try {
                for (PackageSource source : sources) {
                    Path draft = lock.newDraft();
                    drafts.put(draft, draft(source, draft, compiler));
                }
                for (Map.Entry<Path, StoredPackage> draft : drafts.entrySet()) {
                    publish(lock, draft.getKey(), draft.getValue());
                    all.put(draft.getValue().name(), draft.getValue());
                }
                write(lock, all);
            } finally {
                lock.clean(manifest().values());
            }
            return List.copyOf(drafts.values());
        } catch (IOException e) {
            throw broken("cannot be written", e);
        }
    }

    private static StoredPackage draft(PackageSource source, Path draft, Compiler compiler)
            throws IOException {
        Path files = Files.createDirectory(draft.resolve(FILES));
        source.copyTo(files);
        PackageTree tree = PackageTree.of(files);
        compiler.compile(source.name(), draft);
        Optional<StoredPackage.Compiled> compiled = Optional.empty();
        if (Files.isDirectory(draft.resolve(COMPILED))) {
            PackageTree code = PackageTree.of(draft.resolve(COMPILED));
            compiled =
                    Optional.of(
                            new StoredPackage.Compiled(code.hash(), code.files(), code.bytes()));
        }
        return new StoredPackage(
                source.name(),
                source.version(),
                tree.hash(),
                tree.files(),
                tree.bytes(),
                source.from().toString(),
                compiled);
    }

    /** Moves a draft to its place; what is there already has the same files. */
    private void publish(StoreLock lock, Path draft, StoredPackage stored) throws IOException {
        Path place = folder.resolve(stored.folder());
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(place, lock.newDraft().resolve("old"), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Takes packages out of the store. Workers that have them imported keep what they have read.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if one is not there; then none goes
     */
    public void remove(List<String> names) {
        Map<String, StoredPackage> present = manifest();
        names.forEach(name -> require(present, name));
        try (StoreLock lock = StoreLock.of(folder)) {
            Map<String, StoredPackage> all = manifest();
            names.forEach(all::remove);
            write(lock, all);
            lock.clean(all.values());
        } catch (IOException e) {
            throw broken("cannot be written", e);
        }
    }

    /**
     * The packages of those names.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if one is not in the store
     */
    public List<StoredPackage> find(List<String> names) {
        Map<String, StoredPackage> all = manifest();
        return names.stream().map(name -> require(all, name)).toList();
    }

    /**
     * The folder of a package, its files compared with its hash.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if they were changed since it was
     *     added
     */
    public PackageMount mount(StoredPackage stored) {
        Path place = folder.resolve(stored.folder());
        String code = stored.compiled().map(StoredPackage.Compiled::hash).orElse("");
        if (!hash(place.resolve(FILES)).equals(stored.hash())
                || !hash(place.resolve(COMPILED)).equals(code)) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    ("the package %s was changed in the store after it was added (%s): add it"
                                    + " again with: handaxe packages add --from %s %s")
                            .formatted(
                                    stored.name(),
                                    place,
                                    PackageName.line(stored.addedFrom(), 300),
                                    stored.name()));
        }
        return new PackageMount(stored.name(), stored.hash(), place);
    }

    /**
     * The hash of a folder; empty if it is not there, and no hash at all if it is not as it was.
     */
    private static String hash(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    ? PackageTree.of(folder).hash()
                    : "no folder";
        } catch (IOException e) {
            return "unreadable";
        }
    }

    private StoredPackage require(Map<String, StoredPackage> all, String name) {
        StoredPackage stored = all.get(name);
        if (stored == null) {
            String known =
                    all.isEmpty()
                            ? "which is empty"
                            : "which has " + String.join(", ", all.keySet());
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    ("the package %s is not in the package store %s, %s: add it with: handaxe"
                                    + " packages add --from DIR %s")
                            .formatted(
                                    PackageName.line(name, 100),
                                    folder,
                                    known,
                                    PackageName.line(name, 100)));
        }
        return stored;
    }

    private Map<String, StoredPackage> manifest() {
        Path file = folder.resolve(MANIFEST);
        if (!Files.exists(file)) {
            return new LinkedHashMap<>();
        }
        try (var in = Files.newInputStream(file)) {
            byte[] text = in.readNBytes(MAX_MANIFEST_BYTES);
            return PackageManifest.read(new String(text, StandardCharsets.UTF_8), file.toString());
        } catch (IOException e) {
            throw broken("cannot be read", e);
        }
    }

    private void write(StoreLock lock, Map<String, StoredPackage> all) throws IOException {
        Path draft = Files.writeString(lock.newFile(), PackageManifest.write(all.values()));
        Files.move(
                draft,
                folder.resolve(MANIFEST),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void requireEmpty(Path folder) {
        try (var entries = Files.list(folder)) {
            Optional<Path> stranger =
                    entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                            .findFirst();
            if (stranger.isPresent()) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "%s: not a package store: it has no %s, and holds '%s'"
                                .formatted(
                                        folder,
                                        MANIFEST,
                                        PackageName.line(stranger.get().getFileName(), 80)));
            }
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, folder + ": not a package store: it cannot be listed", e);
        }
    }

    private HandaxeException broken(String what, IOException fault) {
        if (fault instanceof ClosedByInterruptException
                || fault instanceof FileLockInterruptionException) {
            return PackageSource.interrupted();
        }
        return new HandaxeException(
                Code.IO,
                "the package store %s %s: %s".formatted(folder, what, PackageName.line(fault, 300)),
                fault);
    }
}
