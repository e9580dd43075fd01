package dev.handaxe.benchmarks.hostile;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the worker's home looked like: no guest may add a file to it or change one, such as a
 * compiled module of the standard library. Immutable.
 */
final class WorkerHomeState {
    private static final int SHOWN = 5;

    private final Optional<Path> home;
    private final Map<Path, String> files;

    private WorkerHomeState(Optional<Path> home) {
        this.home = home;
        files = home.map(WorkerHomeState::look).orElse(Map.of());
    }

    /** As it is now; nothing if it is not known where the home is. */
    static WorkerHomeState of(SandboxOptions options) {
        return new WorkerHomeState(
                options.workerHome()
                        .or(
                                () ->
                                        Optional.ofNullable(
                                                        System.getProperty("handaxe.worker.home"))
                                                .map(Path::of))
                        .filter(Files::isDirectory));
    }

    /** What has changed since, one line. */
    List<String> changes() {
        Map<Path, String> now = home.map(WorkerHomeState::look).orElse(Map.of());
        List<Path> changed =
                Stream.concat(now.keySet().stream(), files.keySet().stream())
                        .distinct()
                        .filter(file -> !String.valueOf(now.get(file)).equals(files.get(file)))
                        .sorted()
                        .toList();
        return changed.isEmpty()
                ? List.of()
                : List.of(
                        "LEAK: %d files of the worker's home changed, such as %s"
                                .formatted(changed.size(), changed.stream().limit(SHOWN).toList()));
    }

    private static Map<Path, String> look(Path home) {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                files.put(file, attributes.size() + " " + attributes.lastModifiedTime());
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.WORKER_HOME, home + " cannot be read", e);
        }
        return files;
    }
}
