package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.internal.confinement.ConfinedProcess;
import dev.handaxe.runtime.internal.confinement.ProcessStarter;
import dev.handaxe.runtime.internal.confinement.WorkerConfinement;
import dev.handaxe.runtime.internal.confinement.WorkerFolders;
import dev.handaxe.runtime.packages.PackageMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts confined worker processes, and knows all that have not ended.
 *
 * <p>Thread-safe. The pool closes it; closing kills every worker, also those that are starting.
 */
final class WorkerLauncher implements AutoCloseable {
    private final WorkerImage image;
    private final HostConfinement confinement;
    private final ProcessStarter starter = new ProcessStarter();
    private final WorkerFolders folders = new WorkerFolders();
    private final Set<ConfinedProcess> alive = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    WorkerLauncher(WorkerImage image, HostConfinement confinement) {
        this.image = image;
        this.confinement = confinement;
    }

    /**
     * Starts a worker and waits until it is ready. While it is still being found out what confines
     * it, the worker starts in what is tried at that time; it is given to nobody before the same
     * was proven, and killed if something else was. Packages are guest code that runs while a
     * worker starts, so one with packages waits for the proof.
     *
     * @throws HandaxeException with {@link Code#WORKER_START} if it does not get ready in time
     */
    WorkerProcess launch(Profile profile) throws InterruptedException {
        if (!profile.packages().isEmpty()) {
            return launch(profile, confinement.workers());
        }
        WorkerConfinement candidate = confinement.candidate();
        WorkerProcess worker;
        try {
            worker = launch(profile, candidate);
        } catch (HandaxeException e) {
            if (confinement.workers().equals(candidate)) {
                throw e;
            }
            return launch(profile, confinement.workers());
        }
        boolean held = false;
        try {
            held = confinement.workers().equals(candidate);
        } finally {
            if (!held) {
                worker.close();
            }
        }
        return held ? worker : launch(profile, confinement.workers());
    }

    private WorkerProcess launch(Profile profile, WorkerConfinement held)
            throws InterruptedException {
        List<Path> readOnly = new ArrayList<>(image.more());
        List<String> arguments = new ArrayList<>();
        ConfinedProcess process;
        try {
            for (PackageMount mount : profile.packages()) {
                Path folder = folders.readable(mount.folder(), held.user());
                readOnly.add(folder);
                arguments.add("--package=" + mount.name() + "=" + folder);
            }
            profile.determinism()
                    .map(fixed -> "--repeatable=" + fixed.seed() + "," + fixed.clock())
                    .ifPresent(arguments::add);
            if (profile.reuse() == Profile.Reuse.CONTEXT) {
                arguments.add("--restore");
            }
            List<String> java = image.command(profile.heapBytes(), profile.compiler(), arguments);
            process = ConfinedProcess.start(held.launch(java, readOnly, folders), starter);
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.WORKER_START, "no worker could be started: " + e.getMessage(), e);
        }
        alive.add(process);
        var _ = process.onExit().thenRun(() -> alive.remove(process));
        if (closed) {
            process.kill();
        }
        return WorkerProcess.awaitReady(process, held.describe(), profile);
    }

    @Override
    public void close() {
        closed = true;
        alive.forEach(ConfinedProcess::kill);
        starter.close();
        folders.close();
    }
}
