package dev.handaxe.benchmarks.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What this process holds: threads, child processes, open descriptors where the system shows them.
 *
 * <p>Immutable.
 *
 * @param threads that run, those of the JVM itself apart
 * @param children processes that this one started
 * @param descendants children and all below them
 * @param descriptors open ones, jars and other parts of the JVM apart; 0 where they are not shown
 */
record Footprint(long threads, long children, long descendants, long descriptors) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Each worker has two readers here, three pipes, and under a confinement a keeper or two. */
    private static final int THREADS_PER_WORKER = 3;

    private static final int DESCRIPTORS_PER_WORKER = 6;
    private static final int PROCESSES_PER_WORKER = 3;

    /** Of the sandbox as a whole: its clock, and what a start or an end needs for a moment. */
    private static final int MORE = 4;

    /** The JVM's own threads, such as the cached ones that wait for processes to end. */
    private static final Set<String> JVM_GROUPS = Set.of("system", "InnocuousThreadGroup");

    /** Shared by all of the JVM: tells of processes that ended, and ends by itself when idle. */
    private static final String COMMON_POOL = "ForkJoinPool.commonPool-";

    private static final Duration LOOK = Duration.ofMillis(20);

    static Footprint now() {
        List<ProcessHandle> descendants = ProcessHandle.current().descendants().toList();
        return new Footprint(
                ourThreads().count(),
                ProcessHandle.current().children().count(),
                descendants.size(),
                openDescriptors());
    }

    /** The most that this process may hold with so many workers. */
    Footprint with(int workers) {
        return new Footprint(
                threads + (long) THREADS_PER_WORKER * workers + MORE,
                children + workers,
                descendants + (long) PROCESSES_PER_WORKER * workers,
                descriptors + (long) DESCRIPTORS_PER_WORKER * workers + MORE);
    }

    /** What this process still holds beyond this bound after that patience, one line each. */
    List<String> exceeded(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        List<String> more = now().beyond(this);
        while (!more.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK.toNanos());
            more = now().beyond(this);
        }
        return more;
    }

    private List<String> beyond(Footprint bound) {
        List<String> more = new ArrayList<>();
        compare(
                more,
                "threads" + (threads > bound.threads ? " " + names() : ""),
                threads,
                bound.threads);
        compare(more, "child processes", children, bound.children);
        compare(more, "processes", descendants, bound.descendants);
        compare(more, "descriptors", descriptors, bound.descriptors);
        return more;
    }

    private static void compare(List<String> more, String what, long held, long bound) {
        if (held > bound) {
            more.add("LEFT: %d %s, at most %d belong here".formatted(held, what, bound));
        }
    }

    private static Stream<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(Footprint::isOurs);
    }

    private static List<String> names() {
        return ourThreads().map(Thread::getName).sorted().toList();
    }

    private static boolean isOurs(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null
                && !JVM_GROUPS.contains(group.getName())
                && !thread.getName().startsWith(COMMON_POOL);
    }

    private static long openDescriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.filter(Footprint::isCounted).count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean isCounted(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString().toLowerCase(Locale.ROOT);
            return !target.endsWith(".jar")
                    && !target.endsWith(".jsa")
                    && !target.endsWith("/modules")
                    && !target.matches("/proc/.*/fd");
        } catch (IOException e) {
            return false; // closed since it was listed
        }
    }
}
