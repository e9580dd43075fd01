package dev.handaxe.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The workers of this JVM's sandboxes, as the host sees them. Under bubblewrap a worker is three
 * processes, of which the innermost is the JVM, or is to become it. Thread-safe.
 */
final class LiveWorkers {
    private LiveWorkers() {}

    /** The innermost processes. */
    static List<ProcessHandle> all() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.isAlive() && process.children().findAny().isEmpty())
                .toList();
    }

    /** Those of them that are JVMs already, and not still bubblewrap on its way there. */
    static List<ProcessHandle> started() {
        return all().stream().filter(LiveWorkers::isJava).toList();
    }

    private static boolean isJava(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/comm")).equals("java\n");
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    /** Their ids. */
    static Set<Long> ids() {
        return all().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    }
}
