package dev.handaxe.runtime.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker home that the artifact {@code worker-bundle} has as a resource, also within the jar of
 * a whole program. It is unpacked and prepared once for each version of it and each JDK, into a
 * folder of the user's cache; programs that begin at once wait for the one that does so.
 *
 * <p>No state.
 */
final class WorkerBundle {
    /** Names the folder of the cache; without it, it lies with the user's other caches. */
    static final String CACHE_PROPERTY = "handaxe.cache";

    private static final String ZIP = "META-INF/handaxe/worker-home.zip";
    private static final String COMPLETE = "complete";
    private static final int NAME_LENGTH = 16;
    private static final Logger LOG = LoggerFactory.getLogger(WorkerBundle.class);

    /** A file's lock is held by a whole JVM, so its threads need one of their own. */
    private static final Object UNPACKING = new Object();

    private WorkerBundle() {}

    /**
     * The worker home, unpacked and prepared for that JDK; empty if there is no bundle.
     *
     * @throws HandaxeException with {@link Code#WORKER_HOME} if it cannot be unpacked
     */
    static Optional<Path> home(Path jdk) {
        Optional<URL> zip = resource(ZIP);
        if (zip.isEmpty()) {
            return Optional.empty();
        }
        Path home = cache().resolve("worker-" + version(jdk));
        try {
            if (!Files.isRegularFile(home.resolve(COMPLETE))) {
                unpackOnce(zip.get(), home, jdk);
            }
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.WORKER_HOME,
                    "the worker bundle could not be unpacked into "
                            + home
                            + ", which the system property "
                            + CACHE_PROPERTY
                            + " moves: "
                            + e.getMessage(),
                    e);
        }
        return Optional.of(home);
    }

    private static Optional<URL> resource(String name) {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return Optional.ofNullable(ofThread)
                .map(loader -> loader.getResource(name))
                .or(
                        () ->
                                Optional.ofNullable(
                                        WorkerBundle.class.getClassLoader().getResource(name)));
    }

    /** Of the bundle with the JDK: an AOT cache is for one JDK at one place. */
    private static String version(Path jdk) {
        Optional<URL> digest = resource(ZIP + ".sha256");
        try (InputStream in = digest.orElseThrow().openStream()) {
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            all.update(in.readAllBytes());
            all.update(jdk.toString().getBytes(UTF_8));
            all.update(Files.readAllBytes(jdk.resolve("release")));
            return HexFormat.of().formatHex(all.digest()).substring(0, NAME_LENGTH);
        } catch (IOException e) {
            throw new HandaxeException(Code.WORKER_HOME, "the worker bundle cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Workers of a user who is root run as another one, who does not see into root's home. */
    private static Path cache() {
        String named = System.getProperty(CACHE_PROPERTY);
        if (named != null) {
            return Path.of(named).toAbsolutePath().normalize();
        }
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/cache/handaxe");
        }
        String caches = System.getenv("XDG_CACHE_HOME");
        return caches == null || caches.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "handaxe")
                : Path.of(caches, "handaxe");
    }

    private static void unpackOnce(URL zip, Path home, Path jdk) throws IOException {
        synchronized (UNPACKING) {
            Files.createDirectories(home);
            Path lock = home.resolveSibling(home.getFileName() + ".lock");
            try (FileChannel channel =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                if (Files.isRegularFile(home.resolve(COMPLETE))) {
                    return;
                }
                LOG.info("unpacking and preparing the worker home {}, once", home);
                PrepareWorkerHome.delete(home);
                unpack(zip, home);
                PrepareWorkerHome.prepare(WorkerImage.find(Optional.of(home), Optional.of(jdk)));
                Files.createFile(home.resolve(COMPLETE));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HandaxeException(
                        Code.INTERRUPTED, "interrupted while the worker home was prepared", e);
            }
        }
    }

    private static void unpack(URL zip, Path home) throws IOException {
        try (ZipInputStream in = new ZipInputStream(zip.openStream())) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = home.resolve(entry.getName()).normalize();
                if (!file.startsWith(home)) {
                    throw new IOException("the bundle has a file outside of it");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        }
    }
}
