package dev.handaxe.worker;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The workers of this JVM's sandboxes, as the host sees them. Under bubblewrap a worker is three
 * processes, of which the innermost is the JVM. Thread-safe.
 */
final class LiveWorkers {
    private LiveWorkers() {}

    /** The JVMs. */
    static List<ProcessHandle> all() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.isAlive() && process.children().findAny().isEmpty())
                .toList();
    }

    /** Their ids. */
    static Set<Long> ids() {
        return all().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    }
}
