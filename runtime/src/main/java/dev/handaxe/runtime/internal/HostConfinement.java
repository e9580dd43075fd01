package dev.handaxe.runtime.internal;

import dev.handaxe.policy.Confinement;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.BubblewrapUse;
import dev.handaxe.runtime.ConfinementReport;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Metrics;
import dev.handaxe.runtime.Outcome.Report;
import dev.handaxe.runtime.Outcome.SessionState;
import dev.handaxe.runtime.internal.confinement.ConfinementDetection;
import dev.handaxe.runtime.internal.confinement.ConfinementDetection.Detected;
import dev.handaxe.runtime.internal.confinement.WorkerConfinement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What confines a sandbox's workers: found out once, in the background, and never changed. A worker
 * that cannot be started in it fails; none is started with less.
 *
 * <p>Thread-safe.
 */
final class HostConfinement implements AutoCloseable {
    private final CompletableFuture<Detected> detected = new CompletableFuture<>();
    private final CompletableFuture<WorkerConfinement> candidate = new CompletableFuture<>();
    private final Thread detection;

    /** Begins to find out. */
    HostConfinement(WorkerImage image, BubblewrapUse use) {
        detection =
                Thread.ofPlatform()
                        .daemon()
                        .name("sandbox-confinement")
                        .start(() -> detect(image, use));
    }

    private void detect(WorkerImage image, BubblewrapUse use) {
        try {
            Detected found =
                    ConfinementDetection.detect(
                            image.jdk(), image.home(), use, candidate::complete);
            candidate.complete(found.confinement());
            detected.complete(found);
        } catch (RuntimeException | Error e) {
            candidate.completeExceptionally(e);
            detected.completeExceptionally(e);
        }
    }

    /**
     * How workers may turn out to be started: what is tried first. Nothing is proven of it, so a
     * worker that is started so gets no code to run before {@link #workers} has said the same.
     */
    WorkerConfinement candidate() {
        return candidate.join();
    }

    /** How workers are started. */
    WorkerConfinement workers() {
        return detected.join().confinement();
    }

    /** The evidence. */
    ConfinementReport report() {
        return detected.join().report();
    }

    /** The report of a call that did not run. */
    Report unmeasured(String id, SessionState session) {
        return new Report(
                id,
                new Outcome.Output("", "", List.of()),
                report().name(),
                Metrics.NONE,
                Optional.empty(),
                session);
    }

    /**
     * Refuses a policy that asks for more than the host gives.
     *
     * @throws HandaxeException with {@link Code#CONFINEMENT}
     */
    void check(ExecutionPolicy policy) {
        if (policy.confinement() != Confinement.REQUIRED) {
            return;
        }
        detected.join()
                .withoutBubblewrap()
                .ifPresent(
                        reason -> {
                            throw new HandaxeException(
                                    Code.CONFINEMENT,
                                    policy
                                            + " requires confinement, which this host does not give: "
                                            + reason);
                        });
    }

    /** Finds nothing out any more; who waits for it gets what a plain process is given. */
    @Override
    public void close() {
        detection.interrupt();
    }
}
