package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the operating system holds a worker: turns the command line of a JVM into the one that is
 * started.
 *
 * <p>Immutable.
 */
public sealed interface WorkerConfinement permits Bubblewrap, PlainProcess {
    /** The word in every outcome's report. */
    String describe();

    /** Who the worker is on the host; negative if who this process is. */
    int user();

    /**
     * The command that starts that JVM confined.
     *
     * @param java the JVM's program, its flags, its main class
     * @param readOnly what the worker may read besides the JDK and the worker home
     * @throws IOException if the worker's folder cannot be made
     */
    Launch launch(List<String> java, List<Path> readOnly, WorkerFolders folders) throws IOException;

    /**
     * What to start.
     *
     * @param directory where, as the host sees it
     * @param nested whether the JVM runs inside of other processes that end with it
     * @param whenGone to be run once the process is gone
     */
    record Launch(List<String> command, Path directory, boolean nested, Runnable whenGone) {}

    /** The JVM's command with more flags. */
    static List<String> withFlags(List<String> java, String... flags) {
        List<String> command = new ArrayList<>(java);
        command.addAll(1, List.of(flags));
        return command;
    }
}
