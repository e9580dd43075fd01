package dev.handaxe.runtime.internal.confinement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A worker in namespaces of its own, made by the program bubblewrap. It sees the JDK, the worker
 * home, approved packages and the few libraries of the host that a JVM needs, all read-only, and a
 * private, empty, bounded /tmp.
 *
 * <p>Immutable.
 *
 * @param wrapper the whole command before what differs between workers
 * @param limits the command that sets the resource limits inside
 * @param user who it is on the host, negative if as this process
 */
record Bubblewrap(List<String> wrapper, List<String> limits, int user)
        implements WorkerConfinement {
    /** Who the worker is inside: nobody on the usual systems. */
    static final int INSIDE_USER = 65534;

    static final long FOLDER_BYTES = 64L << 20;
    private static final String FOLDER = "/tmp";
    private static final List<String> DEVICES = List.of("/dev/null", "/dev/random", "/dev/urandom");

    /** Opens the filter as descriptor 9, which bubblewrap reads; a JVM cannot hand one over. */
    private static final List<String> WITH_FILTER =
            List.of("/bin/sh", "-c", "exec 9<\"$0\" && exec \"$@\"");

    Bubblewrap {
        wrapper = List.copyOf(wrapper);
        limits = List.copyOf(limits);
    }

    /**
     * What a bubblewrap may be given.
     *
     * @param program the program
     * @param boundedFolder whether it knows how to bound a folder in memory, since 0.7
     * @param noNestedUsers whether it can forbid user namespaces inside, since 0.8
     */
    record Tool(Path program, boolean boundedFolder, boolean noNestedUsers) {}

    /**
     * What is seen inside, read-only.
     *
     * @param paths where they are on the host
     * @param accounts what is seen as /etc/passwd; without, the JDK fails on the user's name
     */
    record Visible(List<Path> paths, Optional<Path> accounts) {
        Visible {
            paths = List.copyOf(paths);
        }
    }

    /**
     * The confinement by that tool.
     *
     * @param user who the worker is on the host
     * @param filter the program of system calls that are refused
     * @param visible what is seen inside
     */
    static Bubblewrap of(
            Tool tool, WorkerUser user, Optional<Path> filter, Visible visible, Path prlimit) {
        List<String> command = new ArrayList<>();
        filter.ifPresent(
                file -> {
                    command.addAll(WITH_FILTER);
                    command.add(file.toString());
                });
        command.addAll(user.become());
        command.add(tool.program().toString());
        filter.ifPresent(file -> command.addAll(List.of("--seccomp", "9")));
        addNamespaces(command, tool);
        addFiles(command, tool, visible);
        return new Bubblewrap(command, ResourceLimits.command(prlimit, true), user.changed());
    }

    private static void addNamespaces(List<String> command, Tool tool) {
        // Not --unshare-all: it goes on without a user namespace when there is none to be had.
        command.addAll(List.of("--unshare-user", "--unshare-pid", "--unshare-net"));
        command.addAll(List.of("--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"));
        if (tool.noNestedUsers()) {
            command.add("--disable-userns");
        }
        String user = Integer.toString(INSIDE_USER);
        command.addAll(List.of("--uid", user, "--gid", user, "--hostname", "sandbox"));
        command.addAll(List.of("--die-with-parent", "--new-session", "--cap-drop", "ALL"));
        // Shells add these to an empty environment. PWD is bubblewrap's own.
        for (String variable : List.of("OLDPWD", "SHLVL", "_")) {
            command.addAll(List.of("--unsetenv", variable));
        }
    }

    private static void addFiles(List<String> command, Tool tool, Visible visible) {
        // Read-only: a worker that is root outside, in whatever user namespace, might otherwise
        // change the settings of the whole kernel under /proc/sys. Devices cannot be: bubblewrap
        // would make them unusable. Their rights are kept by the filter and by not being root.
        command.addAll(List.of("--proc", "/proc", "--remount-ro", "/proc"));
        for (String device : DEVICES) {
            command.addAll(List.of("--dev-bind", device, device));
        }
        if (tool.boundedFolder()) {
            command.addAll(List.of("--size", Long.toString(FOLDER_BYTES)));
        }
        // Before the rest, some of which may be under the host's own /tmp.
        command.addAll(List.of("--tmpfs", FOLDER, "--chdir", FOLDER));
        bind(command, visible.paths);
        visible.accounts.ifPresent(
                file -> command.addAll(List.of("--ro-bind", file.toString(), "/etc/passwd")));
    }

    private static void bind(List<String> command, List<Path> readOnly) {
        for (Path path : readOnly) {
            command.addAll(List.of("--ro-bind", path.toString(), path.toString()));
        }
    }

    @Override
    public String describe() {
        return "bubblewrap";
    }

    @Override
    public Launch launch(List<String> java, List<Path> readOnly, WorkerFolders folders) {
        return new Launch(command(java, readOnly), Path.of("/"), true, () -> {});
    }

    List<String> command(List<String> java, List<Path> readOnly) {
        List<String> command = new ArrayList<>(wrapper);
        bind(command, readOnly);
        // The root is a folder in memory, which could be filled; last, as it must hold the mounts.
        command.addAll(List.of("--remount-ro", "/", "--"));
        command.addAll(limits);
        // Inside, the JVM does not see how many processors a container is given.
        String processors = "" + Runtime.getRuntime().availableProcessors();
        command.addAll(WorkerConfinement.withFlags(java, "-XX:ActiveProcessorCount=" + processors));
        return command;
    }
}
