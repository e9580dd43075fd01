package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A started worker as the host sees it: one process, or, with bubblewrap, three: the program, the
 * first process of the new namespace, and the JVM.
 *
 * <p>Thread-safe. Whoever starts it kills it; its folder is deleted when it is gone.
 */
public final class ConfinedProcess {
    /** How long the outer process may take to see that the inner ones are gone. */
    private static final int OUTER_PATIENCE_MILLIS = 150;

    /**
     * How often, and with what pauses, the inner processes are looked for before they are there.
     */
    private static final int LOOKS = 200;

    private static final int LOOK_MILLIS = 10;

    /** The unit of /proc/PID/stat, the same on all kinds of machine. */
    private static final int MILLIS_PER_TICK = 10;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private final Process process;
    private final boolean nested;
    private final ProcessStarter starter;
    private volatile ProcessHandle jvm;
    private volatile List<ProcessHandle> inner = List.of();

    private ConfinedProcess(Process process, boolean nested, ProcessStarter starter) {
        this.process = process;
        this.starter = starter;
        this.nested = nested;
        this.jvm = process.toHandle();
    }

    /**
     * Starts it.
     *
     * @throws IOException if there is no such program or the host has no room
     */
    public static ConfinedProcess start(WorkerConfinement.Launch launch, ProcessStarter starter)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(launch.command()).directory(launch.directory().toFile());
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8"); // else the JDK has no paths beyond ASCII
        Process process;
        try {
            process =
                    starter.start(
                            builder,
                            unwanted ->
                                    new ConfinedProcess(unwanted, launch.nested(), starter).kill());
        } catch (IOException | InterruptedException | RuntimeException e) {
            launch.whenGone().run();
            throw e;
        }
        var _ = process.onExit().thenRun(launch.whenGone());
        return new ConfinedProcess(process, launch.nested(), starter);
    }

    /** What it reads. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** What it writes. */
    public InputStream output() {
        return process.getInputStream();
    }

    /** What it complains. */
    public InputStream errors() {
        return process.getErrorStream();
    }

    /** The id of the process that this one started. */
    public long pid() {
        return process.pid();
    }

    /** Completes when the process that this one started has ended and was reaped. */
    public CompletableFuture<?> onExit() {
        return process.onExit();
    }

    /** Whether the process that this one started has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The exit status of the JVM, once all has ended; waits that long for it. */
    public Optional<Integer> exitStatus(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    /** Finds the JVM among the started processes; to be called once, when it is known to run. */
    public void findJvm() {
        if (!nested) {
            return;
        }
        List<ProcessHandle> all = process.descendants().toList();
        Set<Long> parents =
                all.stream()
                        .flatMap(handle -> handle.parent().stream())
                        .map(ProcessHandle::pid)
                        .collect(Collectors.toSet());
        all.stream()
                .filter(handle -> !parents.contains(handle.pid()))
                .findFirst()
                .ifPresent(handle -> jvm = handle);
        inner = all;
    }

    /** The JVM's id on the host, once it was looked for. */
    public long jvmPid() {
        return jvm.pid();
    }

    /** CPU time of the JVM so far, all its threads; zero when it has ended. Cheap: one read. */
    public Duration cpu() {
        try {
            String stat =
                    Files.readString(
                            Path.of("/proc", Long.toString(jvm.pid()), "stat"),
                            StandardCharsets.ISO_8859_1);
            // Behind the program's name, which may hold anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
            return Duration.ofMillis(ticks * MILLIS_PER_TICK);
        } catch (IOException | RuntimeException e) {
            return jvm.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    /**
     * SIGKILL, from the inside out, and not through the {@link Process}, which would close the
     * pipes before they are read out: the outer process reaps the inner ones and then ends by
     * itself, so that no zombie is left to a first process of the host that does not reap. One that
     * does not end is killed too; the kernel then kills the inner ones.
     *
     * <p>Bubblewrap is left alone until its child is there: the child begins by waiting for a word
     * of its parent, and killed in between it would leave the child waiting for ever.
     */
    public void kill() {
        if (nested) {
            killInside(LOOKS);
            return;
        }
        List<ProcessHandle> inside = process.descendants().toList();
        process.toHandle().destroyForcibly();
        inside.forEach(ProcessHandle::destroyForcibly); // what a guest that broke out started
    }

    private void killInside(int looks) {
        List<ProcessHandle> inside = inner.isEmpty() ? process.descendants().toList() : inner;
        if (inside.isEmpty() && looks > 0 && process.isAlive()) {
            starter.later(() -> killInside(looks - 1), LOOK_MILLIS);
            return;
        }
        inside.forEach(ProcessHandle::destroyForcibly);
        starter.later(process.toHandle()::destroyForcibly, OUTER_PATIENCE_MILLIS);
    }
}
