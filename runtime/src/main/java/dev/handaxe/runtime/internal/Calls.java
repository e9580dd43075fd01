package dev.handaxe.runtime.internal;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.BubblewrapUse;
import dev.handaxe.runtime.ConfinementReport;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Report;
import dev.handaxe.runtime.Outcome.SessionState;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.packages.PackageStore;
import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * The way of a call: checked here, run by a {@link CallSupervisor} in a worker of the {@link
 * WorkerPool}. Thread-safe; the sandbox closes it.
 */
public final class Calls implements AutoCloseable {
    /** A call whose worker is lost before guest code began is tried on another one. */
    static final int ATTEMPTS = 3;

    private final WorkerPool pool;
    private final HostConfinement confinement;
    private final Profiles profiles;
    private final SandboxMeters meters;
    private final CallLog log;
    private final ScheduledExecutorService clock = clock();

    private final HostFunctions hosts;
    private final Sessions sessions;
    private final HotSets hotSets = new HotSets();

    private Calls(
            WorkerPool pool,
            HostConfinement confinement,
            Profiles profiles,
            SandboxMeters meters,
            SandboxOptions options) {
        this.pool = pool;
        this.confinement = confinement;
        this.profiles = profiles;
        this.meters = meters;
        log = new CallLog(meters);
        hosts = new HostFunctions(options.hostFunctions(), clock);
        var ground = new Sessions.Ground(new SessionWorkers(), confinement, hosts, clock, log);
        sessions = new Sessions(ground, options);
    }

    /** Opens the pool. */
    public static Calls open(SandboxOptions options) {
        return open(options, WorkerImage.find(options.workerHome(), options.javaHome()));
    }

    /** The same with workers of that image, whatever the options say of the worker's home. */
    public static Calls open(SandboxOptions options, WorkerImage image) {
        BubblewrapUse use = options.bubblewrap().orElseGet(BubblewrapUse::ofHost);
        HostConfinement confinement = new HostConfinement(image, use);
        SandboxMeters meters = new SandboxMeters(options.meters());
        GrantedPackages packages =
                new GrantedPackages(options.packageStore().orElseGet(PackageStore::defaultFolder));
        WorkerLauncher launcher = new WorkerLauncher(image, confinement);
        WorkerPool pool = new WorkerPool(launcher, options.workers(), options.spares(), meters);
        return new Calls(pool, confinement, new Profiles(image, packages), meters, options);
    }

    /** What confines the workers; waits until that was found out. */
    public ConfinementReport confinement() {
        return confinement.report();
    }

    /** Each call sets an alarm that it hardly ever needs, so those that are put off are removed. */
    private static ScheduledExecutorService clock() {
        var clock =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("sandbox-clock").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** Why there are no workers of that image; empty if there are. */
    public Optional<String> missing(Image image) {
        return image == Image.JIT ? profiles.image().jitAbsence() : Optional.empty();
    }

    /** Whether the workers' JDK brings the compiler of the image jit. */
    public boolean jdkBringsCompiler() {
        return profiles.image().bringsCompiler();
    }

    /** Starts workers of the policy's profile; returns when one is ready. */
    public void warm(ExecutionPolicy policy) {
        confinement.check(policy);
        Profile profile = profiles.of(policy, Invocation.DEFAULT_TENANT);
        try {
            pool.giveBack(profile, pool.take(profile), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens a session with a worker of its own. */
    public OpenSession openSession(FunctionSet functions, ExecutionPolicy policy, String tenant) {
        confinement.check(policy);
        return sessions.open(functions, policy, tenant);
    }

    /** Runs one invocation to its outcome. */
    public Outcome call(FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {
        confinement.check(policy);
        String id = UUID.randomUUID().toString();
        log.begins(id, policy);
        return log.ended(run(functions, invocation, policy, id));
    }

    private Outcome run(
            FunctionSet functions, Invocation invocation, ExecutionPolicy policy, String id) {
        // What confines is still being found out while the first worker starts.
        Supplier<Report> unmeasured = () -> confinement.unmeasured(id, SessionState.NONE);
        HostCalls hostCalls = hosts.of(policy, invocation.tenant(), id);
        Optional<Outcome> refusal = CallChecks.refuse(functions, invocation, policy, unmeasured);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        long asked = System.nanoTime();
        CallRequest request = CallRequests.of(functions, invocation, policy, SessionUse.NONE);
        Profile profile = profiles.of(policy, invocation.tenant());
        Optional<HotSets.Key> counted = counted(functions, policy, profile);
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Taken taken = take(profile, counted);
                Optional<Outcome> outcome = attempt(request, policy, taken, hostCalls, asked);
                if (outcome.isPresent()) {
                    counted.ifPresent(
                            set ->
                                    count(
                                            set,
                                            new Ended(outcome.get(), taken.hot()),
                                            functions,
                                            invocation,
                                            policy));
                    return outcome.get();
                }
            }
            return new Outcome.Lost(
                    ATTEMPTS + " workers were lost before the call began", unmeasured.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Lost("the caller was interrupted", unmeasured.get());
        }
    }

    /**
     * A worker for one call.
     *
     * @param hot whether it is one that was started aside
     */
    private record Taken(Profile profile, WorkerProcess worker, boolean hot) {}

    private Taken take(Profile profile, Optional<HotSets.Key> counted) throws InterruptedException {
        if (counted.isPresent() && hotSets.isHot(counted.get())) {
            Profile hot = counted.get().hot();
            Optional<WorkerProcess> ready = pool.takeIdle(hot);
            if (ready.isPresent()) {
                return new Taken(hot, ready.get(), true);
            }
        }
        return new Taken(profile, pool.take(profile), false);
    }

    private Optional<Outcome> attempt(
            CallRequest request, ExecutionPolicy policy, Taken taken, HostCalls hosts, long asked)
            throws InterruptedException {
        WorkerProcess worker = taken.worker();
        Duration queued = Duration.ofNanos(System.nanoTime() - asked);
        var supervisor = new CallSupervisor(worker, request.settings(), queued, hosts);
        boolean kept = false;
        try {
            Optional<Outcome> outcome = supervisor.run(request, clock);
            kept = supervisor.keepWorker() && policy.isolation() != Isolation.PROCESS;
            return outcome;
        } finally {
            if (!kept) {
                meters.workerEnded(supervisor.workersEnd());
            }
            if (taken.hot()) {
                pool.giveBackIdle(taken.profile(), worker, kept);
            } else {
                pool.giveBack(taken.profile(), worker, kept);
            }
        }
    }

    /**
     * How a call ended.
     *
     * @param compiled whether its worker compiles Python
     */
    record Ended(Outcome outcome, boolean compiled) {}

    /** What counts the calls of that set; empty unless they may go on in another image. */
    private Optional<HotSets.Key> counted(
            FunctionSet functions, ExecutionPolicy policy, Profile startup) {
        return profiles.haveJit() ? HotSets.key(functions, policy, startup) : Optional.empty();
    }

    /**
     * Counts a call, and has a worker made for the next ones of its set if that is hot. The worker
     * rehearses with this one, unless its guest may call the host, which would notice.
     */
    private void count(
            HotSets.Key set,
            Ended ended,
            FunctionSet functions,
            Invocation invocation,
            ExecutionPolicy policy) {
        hotSets.used(set, ended.outcome().report().metrics().cpu());
        if (ended.compiled()
                || !(ended.outcome() instanceof Outcome.Returned)
                || !hotSets.isHot(set)) {
            return;
        }
        if (!policy.grants().hostFunctions().isEmpty()) {
            pool.startAside(set.hot(), worker -> true);
            return;
        }
        HostCalls none = hosts.of(policy, invocation.tenant(), "rehearsal");
        pool.startAside(
                set.hot(),
                worker -> {
                    var again = CallRequests.of(functions, invocation, policy, SessionUse.NONE);
                    return new Rehearsal(again, none, clock).run(worker);
                });
    }

    /** Where sessions have their workers from. */
    private final class SessionWorkers implements Sessions.Source {
        @Override
        public WorkerProcess launch(FunctionSet functions, ExecutionPolicy policy, String tenant)
                throws InterruptedException {
            Profile startup = profile(policy, tenant);
            Optional<HotSets.Key> set = counted(functions, policy, startup).filter(hotSets::isHot);
            Optional<WorkerProcess> ready = set.flatMap(hot -> pool.release(hot.hot()));
            return ready.isPresent() ? ready.get() : pool.launch(startup);
        }

        @Override
        public void used(
                FunctionSet functions,
                Invocation invocation,
                ExecutionPolicy policy,
                String tenant,
                Ended ended) {
            if (policy.image() == Image.AUTO) {
                counted(functions, policy, profile(policy, tenant))
                        .ifPresent(set -> count(set, ended, functions, invocation, policy));
            }
        }

        private Profile profile(ExecutionPolicy policy, String tenant) {
            return profiles.of(policy.with(Isolation.SESSION), tenant);
        }
    }

    @Override
    public void close() {
        confinement.close();
        sessions.close();
        pool.close();
        hosts.close();
        meters.close();
        clock.shutdownNow();
    }
}
