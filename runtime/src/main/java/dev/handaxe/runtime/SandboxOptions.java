package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.packages.PackageStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a {@link Sandbox} is set up.
 *
 * <p>Immutable.
 */
public final class SandboxOptions {
    private static final MeterRegistry NOWHERE = new CompositeMeterRegistry();
    private static final Duration MAX_IDLE = Duration.ofDays(7);

    private final int workers;
    private final int spares;
    private final Optional<Path> workerHome;
    private final Optional<Path> javaHome;
    private final Optional<Path> packageStore;
    private final MeterRegistry meters;
    private final int sessions;
    private final Duration sessionIdle;
    private final List<HostFunction> hostFunctions;
    private final Optional<BubblewrapUse> bubblewrap;

    private SandboxOptions(Draft draft) {
        workers = draft.workers;
        spares = draft.spares;
        workerHome = draft.workerHome;
        javaHome = draft.javaHome;
        packageStore = draft.packageStore;
        meters = draft.meters;
        sessions = draft.sessions;
        sessionIdle = draft.sessionIdle;
        hostFunctions = draft.hostFunctions;
        bubblewrap = draft.bubblewrap;
    }

    /**
     * As many workers as processors, one spare; 8 sessions, idle for 10 minutes at most; no host
     * functions.
     */
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

    /** Sessions that may be open at once; each has a worker process beyond {@link #workers}. */
    public int sessions() {
        return sessions;
    }

    /** How long a session keeps its worker, and its state, without a call. */
    public Duration sessionIdle() {
        return sessionIdle;
    }

    /** Functions of the embedder that policies may grant by name. */
    public List<HostFunction> hostFunctions() {
        return hostFunctions;
    }

    /** Whether bubblewrap may confine workers; {@link BubblewrapUse#ofHost} when empty. */
    public Optional<BubblewrapUse> bubblewrap() {
        return bubblewrap;
    }

    /**
     * Where the packages are that policies grant; {@link PackageStore#defaultFolder} when empty.
     */
    public Optional<Path> packageStore() {
        return packageStore;
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

    /**
     * The same with that many sessions at once, 0 to 256.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if out of range
     */
    public SandboxOptions withSessions(int count) {
        Draft draft = new Draft(this);
        draft.sessions = inRange("sessions", count, 0, 256);
        return new SandboxOptions(draft);
    }

    /**
     * The same with sessions that may be idle for that long, 1 millisecond to 7 days.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if out of range
     */
    public SandboxOptions withSessionIdle(Duration longest) {
        if (longest.compareTo(Duration.ofMillis(1)) < 0 || longest.compareTo(MAX_IDLE) > 0) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "sessionIdle is " + longest + ", allowed is PT0.001S to " + MAX_IDLE);
        }
        Draft draft = new Draft(this);
        draft.sessionIdle = longest;
        return new SandboxOptions(draft);
    }

    /**
     * The same with these host functions instead.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if two have one name
     */
    public SandboxOptions withHostFunctions(List<HostFunction> functions) {
        Set<String> names = new HashSet<>();
        for (HostFunction function : functions) {
            if (!names.add(function.name())) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "two host functions are called '" + function.name() + "'");
            }
        }
        Draft draft = new Draft(this);
        draft.hostFunctions = List.copyOf(functions);
        return new SandboxOptions(draft);
    }

    /** The same with that use of bubblewrap. */
    public SandboxOptions withBubblewrap(BubblewrapUse use) {
        Draft draft = new Draft(this);
        draft.bubblewrap = Optional.of(use);
        return new SandboxOptions(draft);
    }

    /** The same with the package store in that folder, which need not exist yet. */
    public SandboxOptions withPackageStore(Path folder) {
        Draft draft = new Draft(this);
        draft.packageStore = Optional.of(folder);
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
                && packageStore.equals(that.packageStore)
                && meters.equals(that.meters)
                && sessions == that.sessions
                && sessionIdle.equals(that.sessionIdle)
                && hostFunctions.equals(that.hostFunctions)
                && bubblewrap.equals(that.bubblewrap);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                workers,
                spares,
                workerHome,
                javaHome,
                packageStore,
                meters,
                sessions,
                sessionIdle,
                hostFunctions,
                bubblewrap);
    }

    /** The options while they are changed. */
    private static final class Draft {
        private int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
        private int spares = 1;
        private Optional<Path> workerHome = Optional.empty();
        private Optional<Path> javaHome = Optional.empty();
        private Optional<Path> packageStore = Optional.empty();
        private MeterRegistry meters = NOWHERE;
        private int sessions = 8;
        private Duration sessionIdle = Duration.ofMinutes(10);
        private List<HostFunction> hostFunctions = List.of();
        private Optional<BubblewrapUse> bubblewrap = Optional.empty();

        Draft() {}

        Draft(SandboxOptions from) {
            workers = from.workers;
            spares = from.spares;
            workerHome = from.workerHome;
            javaHome = from.javaHome;
            packageStore = from.packageStore;
            meters = from.meters;
            sessions = from.sessions;
            sessionIdle = from.sessionIdle;
            hostFunctions = from.hostFunctions;
            bubblewrap = from.bubblewrap;
        }
    }
}
