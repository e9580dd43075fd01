package dev.handaxe.runtime.internal.confinement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The limits that the kernel keeps for a worker, set by {@code prlimit} right before the JVM. A
 * worker uses some 40 files and 25 threads and writes no file.
 */
final class ResourceLimits {
    static final int OPEN_FILES = 512;
    static final int PROCESSES = 256;
    static final long FILE_BYTES = 16L << 20;

    private ResourceLimits() {}

    /**
     * The program and its options, before the JVM's command.
     *
     * @param ownCount whether the process's user namespace is its own. The kernel counts processes
     *     by user and user namespace: without its own, every process of that user on the host
     *     counts, and a limit that lets a worker start would depend on who else is busy.
     */
    static List<String> command(Path prlimit, boolean ownCount) {
        List<String> command = new ArrayList<>();
        command.add(prlimit.toString());
        command.add("--core=0");
        command.add("--nofile=" + OPEN_FILES);
        command.add("--fsize=" + FILE_BYTES);
        if (ownCount) {
            command.add("--nproc=" + PROCESSES);
        }
        return command;
    }
}
