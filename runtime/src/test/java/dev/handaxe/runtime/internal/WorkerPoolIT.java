package dev.handaxe.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.internal.WorkerImage.Compiler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are started aside; the processes speak the protocol and run nothing. */
class WorkerPoolIT {
    private static final Profile COLD =
            new Profile(
                    256L << 20,
                    Compiler.QUICK,
                    "tenant",
                    Profile.Reuse.WORKER,
                    List.of(),
                    Optional.empty());
    private static final Profile HOT = COLD.compilingPython();

    @TempDir private Path folder;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private HostConfinement confinement;
    private WorkerImage image;

    @BeforeEach
    void makeImage() throws IOException {
        SandboxOptions options = FakeJdk.of(folder, FakeWorker.Way.HONEST).options();
        for (String part : List.of("home/jit/lib", "home/jit/upgrade")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(folder.resolve("home/jit/jvm.flags"), "");
        image = WorkerImage.find(options.workerHome(), options.javaHome());
        confinement = new HostConfinement(image, options.bubblewrap().orElseThrow());
    }

    @AfterEach
    void closeConfinement() {
        confinement.close();
    }

    private WorkerPool pool(int workers, int spares) {
        return new WorkerPool(
                new WorkerLauncher(image, confinement), workers, spares, new SandboxMeters(meters));
    }

    private double workers(String state) {
        return meters.get("handaxe.sandbox.workers").tag("state", state).gauge().value();
    }

    @Test
    void itIsHandedOutOnceItIsPreparedAndCallersGoOnMeanwhile() throws Exception {
        CountDownLatch preparing = new CountDownLatch(1);
        CountDownLatch prepared = new CountDownLatch(1);
        try (WorkerPool pool = pool(1, 1)) {
            pool.startAside(
                    HOT,
                    worker -> {
                        preparing.countDown();
                        prepared.await();
                        return true;
                    });
            preparing.await();
            assertThat(pool.takeIdle(HOT)).isEmpty();
            WorkerProcess cold = pool.take(COLD);
            pool.giveBack(COLD, cold, true);

            prepared.countDown();
            WorkerProcess hot = taken(pool);
            assertThat(hot.profile()).isEqualTo(HOT);
            pool.giveBackIdle(HOT, hot, true);
            assertThat(pool.takeIdle(HOT)).contains(hot);
            pool.giveBackIdle(HOT, hot, false);
            assertThat(pool.takeIdle(HOT)).isEmpty();
            assertThat(workers("starting")).isZero();
        }
    }

    @Test
    void withoutSparesThereIsNoPlaceForIt() throws Exception {
        try (WorkerPool pool = pool(1, 0)) {
            pool.giveBack(COLD, pool.take(COLD), true);
            pool.startAside(HOT, worker -> true);
            assertThat(workers("starting")).isZero();
            assertThat(workers("idle")).isEqualTo(1);
        }
    }

    @Test
    void itTakesThePlaceOfASpare() throws Exception {
        try (WorkerPool pool = pool(1, 1)) {
            WorkerProcess busy = pool.take(COLD);
            Eventually.assertEventually(() -> workers("idle") == 1);
            pool.startAside(HOT, worker -> true);
            assertThat(workers("idle")).isZero();
            assertThat(workers("starting")).isEqualTo(1);

            pool.startAside(COLD.compilingPython(), worker -> true);
            assertThat(workers("starting")).isLessThanOrEqualTo(1);
            pool.giveBack(COLD, busy, true);
            WorkerProcess hot = taken(pool);
            assertThat(busy.isAlive()).isTrue();
            pool.giveBackIdle(HOT, hot, true);
        }
    }

    @Test
    void oneThatIsLostOnItsRehearsalIsNotHandedOutAndNotTriedAgainAtOnce() throws Exception {
        try (WorkerPool pool = pool(1, 1)) {
            pool.startAside(HOT, worker -> false);
            Eventually.assertEventually(() -> workers("starting") == 0);
            assertThat(pool.takeIdle(HOT)).isEmpty();

            pool.startAside(HOT, worker -> true);
            assertThat(workers("starting")).isZero();
        }
    }

    @Test
    void oneThatIsReleasedIsTheCallersOwn() throws Exception {
        try (WorkerPool pool = pool(1, 1)) {
            pool.startAside(HOT, worker -> true);
            pool.giveBackIdle(HOT, taken(pool), true);
            try (WorkerProcess own = pool.release(HOT).orElseThrow()) {
                assertThat(pool.release(HOT)).isEmpty();
                assertThat(workers("idle")).isZero();
                assertThat(own.isAlive()).isTrue();
            }
        }
    }

    private static WorkerProcess taken(WorkerPool pool) throws InterruptedException {
        Optional<WorkerProcess> taken = pool.takeIdle(HOT);
        while (taken.isEmpty()) {
            Thread.onSpinWait();
            taken = pool.takeIdle(HOT);
        }
        return taken.get();
    }
}
