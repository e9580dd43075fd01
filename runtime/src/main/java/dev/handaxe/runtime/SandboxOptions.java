package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a {@link Sandbox} is set up.
 *
 * <p>Immutable.
 *
 * @param workers worker processes that may run calls at once, 1 to 256
 * @param spares started workers kept beyond those in use, so that one can take over at once
 * @param workerHome the worker's program; found by itself when empty
 * @param javaHome the JDK that runs workers; this process's own when empty
 */
public record SandboxOptions(
        int workers, int spares, Optional<Path> workerHome, Optional<Path> javaHome) {

    /** Checks the ranges. */
    public SandboxOptions {
        if (workers < 1 || workers > 256) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "workers is " + workers + ", allowed is 1 to 256");
        }
        if (spares < 0 || spares > 256) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "spares is " + spares + ", allowed is 0 to 256");
        }
    }

    /** As many workers as processors, one spare. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                1,
                Optional.empty(),
                Optional.empty());
    }

    /** The same with that many workers. */
    public SandboxOptions withWorkers(int count) {
        return new SandboxOptions(count, spares, workerHome, javaHome);
    }

    /** The same with that many spares. */
    public SandboxOptions withSpares(int count) {
        return new SandboxOptions(workers, count, workerHome, javaHome);
    }

    /** The same with the worker's program at that place. */
    public SandboxOptions withWorkerHome(Path home) {
        return new SandboxOptions(workers, spares, Optional.of(home), javaHome);
    }

    /** The same with workers run by that JDK. */
    public SandboxOptions withJavaHome(Path home) {
        return new SandboxOptions(workers, spares, workerHome, Optional.of(home));
    }
}
