package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How a {@link Sandbox} is set up.
 *
 * <p>Immutable.
 */
public final class SandboxOptions {
    private static final MeterRegistry NOWHERE = new CompositeMeterRegistry();

    private final int workers;
    private final int spares;
    private final Optional<Path> workerHome;
    private final Optional<Path> javaHome;
    private final MeterRegistry meters;

    private SandboxOptions(Draft draft) {
        workers = draft.workers;
        spares = draft.spares;
        workerHome = draft.workerHome;
        javaHome = draft.javaHome;
        meters = draft.meters;
    }

    /** As many workers as processors, one spare. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(new Draft());
    }

    /** Worker processes that may run calls at once. */
    public int workers() {
        return workers;
    }

    /** Started workers kept beyond those in use, so that one can take over at once. */
    public int spares() {
        return spares;
    }

    /** The worker's program; found by itself when empty. */
    public Optional<Path> workerHome() {
        return workerHome;
    }

    /** The JDK that runs workers; this process's own when empty. */
    public Optional<Path> javaHome() {
        return javaHome;
    }

    /** Where calls and workers are counted and timed; by default one that keeps nothing. */
    public MeterRegistry meters() {
        return meters;
    }

    /**
     * The same with that many workers, 1 to 256.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if out of range
     */
    public SandboxOptions withWorkers(int count) {
        Draft draft = new Draft(this);
        draft.workers = inRange("workers", count, 1, 256);
        return new SandboxOptions(draft);
    }

    /**
     * The same with that many spares, 0 to 256.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if out of range
     */
    public SandboxOptions withSpares(int count) {
        Draft draft = new Draft(this);
        draft.spares = inRange("spares", count, 0, 256);
        return new SandboxOptions(draft);
    }

    /** The same with the worker's program at that place. */
    public SandboxOptions withWorkerHome(Path home) {
        Draft draft = new Draft(this);
        draft.workerHome = Optional.of(home);
        return new SandboxOptions(draft);
    }

    /** The same with workers run by that JDK. */
    public SandboxOptions withJavaHome(Path home) {
        Draft draft = new Draft(this);
        draft.javaHome = Optional.of(home);
        return new SandboxOptions(draft);
    }

    /**
     * The same with calls and workers counted and timed there; {@code docs/metrics.md} says how.
     */
    public SandboxOptions withMeters(MeterRegistry registry) {
        Draft draft = new Draft(this);
        draft.meters = Objects.requireNonNull(registry);
        return new SandboxOptions(draft);
    }

    private static int inRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    name + " is " + value + ", allowed is " + min + " to " + max);
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SandboxOptions that
                && workers == that.workers
                && spares == that.spares
                && workerHome.equals(that.workerHome)
                && javaHome.equals(that.javaHome)
                && meters.equals(that.meters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(workers, spares, workerHome, javaHome, meters);
    }

    /** The options while they are changed. */
    private static final class Draft {
        private int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
        private int spares = 1;
        private Optional<Path> workerHome = Optional.empty();
        private Optional<Path> javaHome = Optional.empty();
        private MeterRegistry meters = NOWHERE;

        Draft() {}

        Draft(SandboxOptions from) {
            workers = from.workers;
            spares = from.spares;
            workerHome = from.workerHome;
            javaHome = from.javaHome;
            meters = from.meters;
        }
    }
}
