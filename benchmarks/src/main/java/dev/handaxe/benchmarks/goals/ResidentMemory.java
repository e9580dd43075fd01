package dev.handaxe.benchmarks.goals;

import dev.handaxe.benchmarks.goals.GoalFigure.Quantity;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the kernel says a worker's process holds in memory.
 *
 * <p>Immutable.
 *
 * @param pid of the worker's JVM
 * @param rss resident bytes, shared ones included
 * @param pss resident bytes, shared ones by their part; empty where the kernel does not tell
 */
record ResidentMemory(long pid, long rss, OptionalLong pss) {
    private static final double MIB = 1 << 20;
    private static final Bound IDLE_MIB = Bound.atMost(250);

    /**
     * That of the one worker that this process has.
     *
     * @throws HandaxeException if it has none or several, or the system does not tell
     */
    static ResidentMemory ofTheWorker() {
        List<ProcessHandle> jvms =
                ProcessHandle.current()
                        .descendants()
                        .filter(process -> process.children().findAny().isEmpty())
                        .filter(process -> isJava(process.pid()))
                        .toList();
        if (jvms.size() != 1) {
            throw new HandaxeException(
                    Code.WORKER_START,
                    "one worker was expected to run, and %d do".formatted(jvms.size()));
        }
        long pid = jvms.getFirst().pid();
        return new ResidentMemory(
                pid,
                field(pid, "status", "VmRSS:")
                        .orElseThrow(
                                () ->
                                        new HandaxeException(
                                                Code.WORKER_START,
                                                "this system does not tell a process's memory")),
                field(pid, "smaps_rollup", "Pss:"));
    }

    private static boolean isJava(long pid) {
        try {
            return Files.readString(entry(pid, "comm")).strip().equals("java");
        } catch (IOException e) {
            return false; // it is gone
        }
    }

    private static OptionalLong field(long pid, String file, String name) {
        try (Stream<String> lines = Files.lines(entry(pid, file))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static Path entry(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }

    /** Goal 6 for a worker that does nothing at this time. */
    List<GoalFigure> figures(String which) {
        List<GoalFigure> figures = new ArrayList<>();
        figures.add(
                GoalFigure.single(
                        6, new Quantity(which + ", resident (Rss)", "MiB"), rss / MIB, IDLE_MIB));
        pss.ifPresent(
                bytes ->
                        figures.add(
                                GoalFigure.single(
                                        6,
                                        new Quantity(which + ", its part of it (Pss)", "MiB"),
                                        bytes / MIB,
                                        Bound.NONE)));
        return figures;
    }
}
