package dev.handaxe.runtime.internal;

import dev.handaxe.policy.Determinism;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.packages.PackageMount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is fixed when a worker starts: workers of one profile are as good as each other.
 *
 * <p>Immutable.
 *
 * @param heapBytes its {@code -Xmx}
 * @param compiler how its JVM compiles
 * @param tenant whose code it runs: two tenants never share a worker
 * @param reuse what its workers do with a context after its call, and with themselves
 * @param packages that every context has imported before its call
 * @param determinism the seed and clock under which they are imported; empty without packages
 */
record Profile(
        long heapBytes,
        WorkerImage.Compiler compiler,
        String tenant,
        Reuse reuse,
        List<PackageMount> packages,
        Optional<Determinism> determinism) {
    private static final Duration READY_PATIENCE = Duration.ofSeconds(90);

    /** A worker that takes longer to begin is stuck; preparing a context takes well below 1 s. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);

    /** sympy takes about 10 s of CPU, on a host that is busy with much else a minute and more. */
    private static final Duration IMPORT_PATIENCE = Duration.ofMinutes(3);

    /** Ready after some 7 s, on a host that is busy with much else after more than a minute. */
    private static final Duration GRAAL_READY_PATIENCE = Duration.ofMinutes(4);

    /** What is compiled beside a first context may keep it waiting. */
    private static final Duration GRAAL_START_PATIENCE = Duration.ofSeconds(60);

    /** Making spare contexts beside a guest takes some 500 ms of CPU each. */
    private static final Duration CPU_ROOM = Duration.ofSeconds(2);

    /** Three threads compile beside the guest, for as long as there is code to be compiled. */
    private static final Duration GRAAL_CPU_ROOM = Duration.ofSeconds(60);

    /** What serves again after a call. */
    enum Reuse {
        /** The worker, with another context. */
        WORKER,
        /** The worker and the context, restored. */
        CONTEXT,
        /** Nothing. */
        NOTHING;

        /**
         * After calls under that policy. The threads of a guest may run on when its call has ended,
         * so their context is not used again.
         */
        static Reuse of(ExecutionPolicy policy) {
            return switch (policy.isolation()) {
                case CONTEXT, SESSION -> WORKER;
                case RESTORED -> policy.limits().get(LimitName.THREADS) == 1 ? CONTEXT : WORKER;
                case PROCESS -> NOTHING;
            };
        }
    }

    Profile {
        packages = List.copyOf(packages);
    }

    /** How long a worker may take until it is ready. */
    Duration readyPatience() {
        return plusImports(compilesPython() ? GRAAL_READY_PATIENCE : READY_PATIENCE);
    }

    /** How long a ready worker may take until a call begins that it has accepted. */
    Duration startPatience() {
        return plusImports(compilesPython() ? GRAAL_START_PATIENCE : START_PATIENCE);
    }

    private Duration plusImports(Duration patience) {
        return packages.isEmpty() ? patience : patience.plus(IMPORT_PATIENCE);
    }

    /** CPU time that the worker's own threads may take beside a guest. */
    Duration cpuRoom() {
        return compilesPython() ? GRAAL_CPU_ROOM : CPU_ROOM;
    }

    /** Whether its workers compile Python. */
    boolean compilesPython() {
        return compiler == WorkerImage.Compiler.GRAAL;
    }

    /** The same whose workers compile Python. */
    Profile compilingPython() {
        return new Profile(
                heapBytes,
                WorkerImage.Compiler.GRAAL,
                tenant,
                reuse == Reuse.CONTEXT ? Reuse.WORKER : reuse,
                packages,
                determinism);
    }
}
