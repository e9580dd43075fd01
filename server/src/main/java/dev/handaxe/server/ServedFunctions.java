package dev.handaxe.server;

import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions of a store as they are now: looks at its files now and then, reads them when they
 * changed, and tells who listens. A store that cannot be read leaves the functions as they were.
 *
 * <p>Thread-safe. Whoever makes it closes it.
 */
final class ServedFunctions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedFunctions.class);

    private final Optional<Path> folder;
    private final List<Consumer<FunctionSet>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService watch;
    private String seen = "";
    private volatile FunctionSet functions = FunctionSet.empty();
    private volatile Optional<String> fault = Optional.empty();

    /**
     * Of the store in that folder, or of none.
     *
     * @param interval between looks
     * @throws HandaxeException if there is no store, or it cannot be read
     */
    ServedFunctions(Optional<Path> folder, Duration interval) {
        this.folder = folder;
        if (folder.isPresent()) {
            seen = fingerprint(folder.get());
            functions = FunctionStore.open(folder.get()).load();
        }
        watch =
                Executors.newSingleThreadScheduledExecutor(
                        task ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("handaxe-store-watch")
                                        .unstarted(task));
        long nanos = interval.toNanos();
        if (folder.isPresent()) {
            var _ = watch.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** The functions. */
    FunctionSet now() {
        return functions;
    }

    /** Why the functions are older than the store's files; empty if they are not. */
    Optional<String> fault() {
        return fault;
    }

    /** Has that told of each new set, on the thread that looks. */
    void listen(Consumer<FunctionSet> listener) {
        listeners.add(listener);
    }

    /** Tells that one no more. */
    void unlisten(Consumer<FunctionSet> listener) {
        listeners.remove(listener);
    }

    private void look() {
        Path store = folder.orElseThrow();
        try {
            String current = fingerprint(store);
            if (current.equals(seen)) {
                return;
            }
            FunctionSet read = FunctionStore.open(store).load();
            seen = current;
            fault = Optional.empty();
            if (!read.equals(functions)) {
                functions = read;
                listeners.forEach(listener -> listener.accept(read));
            }
        } catch (HandaxeException e) {
            fault = Optional.of(e.getMessage());
            LOG.warn("the store cannot be read, its functions stay as they were", e);
        } catch (RuntimeException e) {
            LOG.error("a look at the store failed", e);
        }
    }

    /** Names, sizes and times of the store's files. */
    private static String fingerprint(Path store) {
        try (Stream<Path> files = Files.list(store)) {
            TreeMap<String, String> all = new TreeMap<>();
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    all.put(
                            file.getFileName().toString(),
                            Files.size(file) + "@" + Files.getLastModifiedTime(file));
                }
            }
            return all.toString();
        } catch (IOException e) {
            return "unreadable";
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
