package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker as an ordinary process with what can be taken from it without bubblewrap: its
 * environment, the folder it works in, resources, privileges, and where the host lets it the
 * network and the rights of root. It sees the host's files and processes as its user does.
 *
 * <p>Immutable.
 *
 * @param wrapper the command before the JVM's
 * @param user who it runs as, negative if as this process
 */
record PlainProcess(List<String> wrapper, int user) implements WorkerConfinement {
    PlainProcess {
        wrapper = List.copyOf(wrapper);
    }

    @Override
    public String describe() {
        return "process";
    }

    @Override
    public Launch launch(List<String> java, List<Path> readOnly, WorkerFolders folders)
            throws IOException {
        Path folder = folders.create(user);
        return new Launch(
                command(WorkerConfinement.withFlags(java, "-Djava.io.tmpdir=" + folder)),
                folder,
                false,
                () -> WorkerFolders.delete(folder));
    }

    List<String> command(List<String> java) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(java);
        return command;
    }
}
