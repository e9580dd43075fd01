package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What closed sandboxes may leave of processes and threads: nothing. Thread-safe. */
final class LeftBehind {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private LeftBehind() {}

    /** Fails with their names if processes or threads of a sandbox do not end within a while. */
    static void assertNothing() {
        assertEmpty(LiveWorkers::all);
        assertEmpty(LeftBehind::orphans);
        assertEmpty(LeftBehind::threads);
    }

    private static void assertEmpty(Supplier<List<?>> left) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!left.get().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        assertThat(left.get()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("worker-") || name.startsWith("sandbox"))
                .toList();
    }

    /** Processes of bubblewrap that lost their parent and were not killed; none is a zombie. */
    private static List<String> orphans() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(folder -> folder.getFileName().toString().matches("[0-9]+"))
                    .map(LeftBehind::stat)
                    .filter(stat -> stat.matches("(?s)[0-9]+ \\(bwrap\\) [^ZX] 1 .*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stat(Path folder) {
        try {
            return Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }
}
