package dev.handaxe.runtime.internal;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Metrics;
import dev.handaxe.runtime.Outcome.Report;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.internal.WorkerImage.Compiler;
import dev.handaxe.runtime.internal.WorkerPool.Profile;
import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The way of a call: checked here, run by a {@link CallSupervisor} in a worker of the {@link
 * WorkerPool}. Thread-safe; the sandbox closes it.
 */
public final class Calls implements AutoCloseable {
    /** A call whose worker is lost before guest code began is tried on another one. */
    private static final int ATTEMPTS = 3;

    /** A policy that allows this much CPU time expects calls for which the better compiler pays. */
    private static final Duration LONG_CALLS = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final WorkerPool pool;
    private final SandboxMeters meters;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("sandbox-clock").factory());

    private Calls(WorkerPool pool, SandboxMeters meters) {
        this.pool = pool;
        this.meters = meters;
    }

    /** Opens the pool. */
    public static Calls open(SandboxOptions options) {
        WorkerImage image = WorkerImage.find(options.workerHome(), options.javaHome());
        SandboxMeters meters = new SandboxMeters(options.meters());
        return new Calls(
                new WorkerPool(image, options.workers(), options.spares(), meters), meters);
    }

    /** Starts workers of the policy's profile; returns when one is ready. */
    public void warm(ExecutionPolicy policy) {
        Profile profile = profile(policy, Invocation.DEFAULT_TENANT);
        try {
            pool.giveBack(profile, pool.take(profile), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs one invocation to its outcome. */
    public Outcome call(FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {
        String id = UUID.randomUUID().toString();
        LOG.debug("invocation={} begins under policy {}", id, policy.name());
        Outcome outcome = run(functions, invocation, policy, id);
        meters.called(outcome);
        boolean unusual =
                outcome instanceof Outcome.Lost
                        || (outcome instanceof Outcome.LimitExceeded exceeded
                                && exceeded.breach().stage() == Stage.HARD);
        LOG.atLevel(unusual ? Level.WARN : Level.DEBUG).log(() -> OutcomeFormat.line(outcome));
        return outcome;
    }

    private Outcome run(
            FunctionSet functions, Invocation invocation, ExecutionPolicy policy, String id) {
        Optional<Outcome> refusal = refuse(functions, invocation, policy, id);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        long asked = System.nanoTime();
        CallRequest request = CallRequests.of(functions, invocation, policy, SessionUse.NONE);
        Profile profile = profile(policy, invocation.tenant());
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<Outcome> outcome = attempt(request, policy, profile, id, asked);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            return new Outcome.Lost(
                    ATTEMPTS + " workers were lost before the call began", unmeasured(id));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Lost("the caller was interrupted", unmeasured(id));
        }
    }

    private Optional<Outcome> attempt(
            CallRequest request, ExecutionPolicy policy, Profile profile, String id, long asked)
            throws InterruptedException {
        WorkerProcess worker = pool.take(profile);
        Duration queued = Duration.ofNanos(System.nanoTime() - asked);
        CallSupervisor supervisor = new CallSupervisor(worker, id, policy.limits(), queued);
        boolean kept = false;
        try {
            Optional<Outcome> outcome = supervisor.run(request, clock);
            kept = supervisor.keepWorker() && policy.isolation() != Isolation.PROCESS;
            return outcome;
        } finally {
            if (!kept) {
                meters.workerEnded(supervisor.workersEnd());
            }
            pool.giveBack(profile, worker, kept);
        }
    }

    /** What is wrong with the call before any worker is needed. */
    private static Optional<Outcome> refuse(
            FunctionSet functions, Invocation invocation, ExecutionPolicy policy, String id) {
        long allowed = policy.limits().get(LimitName.SOURCE_BYTES);
        long used = sourceBytes(functions, invocation);
        if (used > allowed) {
            return Optional.of(
                    new Outcome.LimitExceeded(
                            new Breach(
                                    LimitName.SOURCE_BYTES,
                                    allowed,
                                    used,
                                    Stage.SOFT,
                                    Duration.ZERO,
                                    OptionalInt.empty()),
                            unmeasured(id)));
        }
        if (!(invocation instanceof Invocation.Call call)) {
            return Optional.empty();
        }
        Optional<FunctionDefinition> function = functions.find(call.function());
        if (function.isEmpty()) {
            String known =
                    functions.size() == 0
                            ? "the set is empty"
                            : "the set has "
                                    + String.join(
                                            ", ",
                                            functions.functions().stream()
                                                    .map(FunctionDefinition::name)
                                                    .toList());
            return Optional.of(
                    new Outcome.Rejected(
                            "no function is called '" + call.function() + "': " + known,
                            unmeasured(id)));
        }
        Optional<String> problem =
                ArgumentCheck.problem(call.positional())
                        .or(() -> ArgumentCheck.problem(call.named().values()));
        if (problem.isPresent() || !call.positional().isEmpty()) {
            return problem.map(reason -> new Outcome.Rejected(reason, unmeasured(id)));
        }
        return function.get()
                .parameters()
                .check(call.named())
                .map(reason -> new Outcome.Rejected(reason, unmeasured(id)));
    }

    private static long sourceBytes(FunctionSet functions, Invocation invocation) {
        long bytes = 0;
        for (FunctionDefinition function : functions.functions()) {
            bytes += function.source().getBytes(StandardCharsets.UTF_8).length;
        }
        return invocation instanceof Invocation.Program program
                ? bytes + program.source().getBytes(StandardCharsets.UTF_8).length
                : bytes;
    }

    private static Profile profile(ExecutionPolicy policy, String tenant) {
        Compiler compiler =
                policy.limits().cpu().compareTo(LONG_CALLS) >= 0
                        ? Compiler.OPTIMIZING
                        : Compiler.QUICK;
        return new Profile(policy.limits().heapBytes(), compiler, tenant);
    }

    private static Report unmeasured(String id) {
        return new Report(id, "", "", "process", Metrics.NONE);
    }

    @Override
    public void close() {
        pool.close();
        meters.close();
        clock.shutdownNow();
    }
}
