package dev.handaxe.runtime.internal;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Metrics;
import dev.handaxe.runtime.Outcome.Report;
import dev.handaxe.runtime.Outcome.SessionState;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.internal.SandboxMeters.End;
import dev.handaxe.runtime.internal.WorkerProcess.Event;
import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.CallSettings;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.FrameStream;
import dev.handaxe.runtime.protocol.GuestResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Supervises one call in one worker from the first frame to the outcome. It trusts its own clock:
 * what the worker reports is evidence, and a worker that says nothing is killed when its time is
 * over. Confined to the caller's thread; used once.
 */
final class CallSupervisor {
    /** What a worker's own stop may take before it is killed. */
    static final Duration GRACE = Duration.ofMillis(120);

    /** A worker that has not even read the call by then is stopped or hung. */
    private static final Duration ACCEPT_PATIENCE = Duration.ofSeconds(4);

    /** Room in a frame beside the result and the files: for a trace, an error, the wrapping. */
    private static final long FRAME_SLACK = 16L << 20;

    /** An empty list counts for one byte in the policy and takes five on the wire. */
    private static final int RESULT_FACTOR = 5;

    private static final Duration LOOK = Duration.ofMillis(50);

    /** The process's CPU includes the JVM's own threads, so the hard bound leaves them room. */
    private static final int PROCESS_CPU_FACTOR = 2;

    private static final int OUT_OF_MEMORY_STATUS = 77;

    private final WorkerProcess worker;
    private final String invocationId;
    private final CallSettings settings;
    private final Limits limits;
    private final boolean inSession;
    private final Duration queued;
    private final HostCalls hosts;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private long startedAt;
    private long beginBy;
    private boolean started;
    private long lookAt;
    private @Nullable Duration cpuAtStart;
    private Frame.@Nullable Stopping stopping;
    private long dueAt;
    private long killAt = Long.MAX_VALUE;
    private boolean keepWorker;
    private End workersEnd = End.KILLED;
    private Frame.Remains remains = Frame.Remains.NOTHING;

    CallSupervisor(WorkerProcess worker, CallSettings settings, Duration queued, HostCalls hosts) {
        this.worker = worker;
        this.invocationId = hosts.invocationId();
        this.settings = settings;
        this.limits = settings.limits();
        this.inSession = settings.session() != SessionUse.NONE;
        this.queued = queued;
        this.hosts = hosts;
    }

    /** Why the worker ends, if it may not take another call. */
    End workersEnd() {
        return workersEnd;
    }

    /** Whether the worker may take another call. */
    boolean keepWorker() {
        return keepWorker;
    }

    /**
     * Runs the request to its outcome; empty if the worker was lost before guest code began, so
     * that another worker can be tried.
     */
    Optional<Outcome> run(CallRequest request, ScheduledExecutorService clock)
            throws InterruptedException {
        long id = worker.nextId();
        if (!worker.isQuiet()) {
            worker.kill(); // it spoke unasked, perhaps the answer to a call that it expects
            return Optional.empty();
        }
        worker.expect(maxFrameBytes(settings.grants().folder()));
        ScheduledFuture<?> reaper =
                clock.schedule(
                        worker::kill,
                        worker.profile().startPatience().toMillis(),
                        TimeUnit.MILLISECONDS);
        try {
            long sentAt = System.nanoTime();
            worker.send(new Frame.Call(id, request));
            if (settings.beginsOnArrival()) {
                begin(reaper, sentAt);
            }
            beginBy = System.nanoTime() + ACCEPT_PATIENCE.toNanos();
            return Optional.ofNullable(supervise(id, reaper));
        } catch (IOException e) {
            worker.kill();
            return Optional.empty();
        } finally {
            reaper.cancel(false);
            if (started) {
                hosts.end();
            }
            if (!keepWorker) {
                worker.kill();
            }
        }
    }

    private @Nullable Outcome supervise(long id, ScheduledFuture<?> reaper)
            throws InterruptedException {
        Optional<Event> soon = settings.beginsOnArrival() ? worker.nextSoon() : Optional.empty();
        while (true) {
            Optional<Event> event = soon.isPresent() ? soon : worker.next(patience());
            soon = Optional.empty();
            if (!started && System.nanoTime() >= beginBy) {
                return null;
            }
            if (started && System.nanoTime() >= Math.min(lookAt, killAt)) {
                Outcome overdue = overdue();
                if (overdue != null) {
                    return overdue;
                }
            }
            if (event.isEmpty()) {
                continue;
            }
            switch (event.get()) {
                case Event.Gone(String reason) -> {
                    workersEnd = End.DIED;
                    return started ? lost(reason) : null;
                }
                case Event.Arrived(Frame frame, boolean _) -> {
                    if (isForged(id, frame)) {
                        return null;
                    }
                    Outcome outcome = take(id, frame, reaper);
                    if (outcome != null) {
                        return outcome;
                    }
                }
            }
        }
    }

    /** Whether a frame speaks of a guest that has not begun: no worker of ours would say that. */
    private boolean isForged(long id, Frame frame) {
        if (started) {
            return false;
        }
        return switch (frame) {
            case Frame.Output output -> output.id() == id;
            case Frame.Stopping stop -> stop.id() == id;
            case Frame.Finished finished -> finished.id() == id;
            case Frame.HostCall call -> call.id() == id;
            case Frame.Call _, Frame.HostReply _ -> true;
            case Frame.Ready _, Frame.Accepted _, Frame.Started _ -> false;
        };
    }

    private int maxFrameBytes(boolean folder) {
        long files = folder ? limits.get(LimitName.FOLDER_BYTES) : 0;
        long most = RESULT_FACTOR * limits.get(LimitName.RESULT_BYTES) + files + FRAME_SLACK;
        return (int) Math.min(most, FrameStream.MAX_FRAME_BYTES);
    }

    private @Nullable Outcome take(long id, Frame frame, ScheduledFuture<?> reaper)
            throws InterruptedException {
        switch (frame) {
            case Frame.Accepted(long of) when of == id && !started ->
                    beginBy = System.nanoTime() + worker.profile().startPatience().toNanos();
            case Frame.Started(long of) when of == id && !started ->
                    begin(reaper, System.nanoTime());
            case Frame.Output output when output.id() == id && started -> {
                (output.error() ? stderr : stdout).writeBytes(output.bytes());
                if (stdout.size() + stderr.size() > limits.get(LimitName.OUTPUT_BYTES)) {
                    dueAt = System.nanoTime();
                    return killed(LimitName.OUTPUT_BYTES, (long) stdout.size() + stderr.size());
                }
            }
            case Frame.Stopping stop when stop.id() == id && started && stopping == null -> {
                stopping = stop;
                dueAt = System.nanoTime();
                killAt = Math.min(killAt, dueAt + GRACE.toNanos());
            }
            case Frame.HostCall call when call.id() == id && started && stopping == null -> {
                if (!hosts.accept(call, worker::reply)) {
                    worker.kill();
                    return new Outcome.Lost(
                            "the worker called the host in a way that it cannot",
                            report(NOTHING_MEASURED));
                }
            }
            case Frame.Finished finished when finished.id() == id && started -> {
                Outcome forged = forged(finished);
                if (forged != null) {
                    return forged;
                }
                keepWorker = !finished.usage().retire() && worker.hasReadAll();
                workersEnd = keepWorker ? End.KILLED : End.RETIRED;
                remains = finished.remains();
                return judge(finished);
            }
            case Frame.Ready _,
                    Frame.Accepted _,
                    Frame.Started _,
                    Frame.Output _,
                    Frame.Stopping _,
                    Frame.Finished _,
                    Frame.HostCall _,
                    Frame.HostReply _,
                    Frame.Call _ -> {
                // late, repeated or out of place: dropped
            }
        }
        return null;
    }

    private void begin(ScheduledFuture<?> reaper, long at) {
        reaper.cancel(false);
        started = true;
        startedAt = at;
        lookAt = at + LOOK.toNanos();
        dueAt = startedAt + limits.wall().toNanos();
        killAt = dueAt + GRACE.toNanos();
    }

    private Duration patience() {
        long next = (started ? Math.min(lookAt, killAt) : beginBy) - System.nanoTime();
        return Duration.ofNanos(Math.max(0, next));
    }

    /** Kills what is over its time; null while there is time left. */
    private @Nullable Outcome overdue() {
        long now = System.nanoTime();
        lookAt = now + LOOK.toNanos();
        if (now >= killAt) {
            Frame.Stopping stop = stopping;
            if (stop != null) {
                return killed(stop.limit(), stop.used());
            }
            return killed(LimitName.WALL_MS, millis(now - startedAt));
        }
        Duration before = cpuAtStart;
        if (before == null) { // asking the system takes as long as a short call
            cpuAtStart = worker.cpu();
            return null;
        }
        long cpu = worker.cpu().minus(before).toMillis();
        long room = worker.profile().cpuRoom().toMillis();
        if (cpu >= PROCESS_CPU_FACTOR * limits.get(LimitName.CPU_MS) + room) {
            dueAt = now;
            return killed(LimitName.CPU_MS, cpu);
        }
        return null;
    }

    /**
     * An honest worker keeps the guest to its limits. More than they allow is stopped here, hard: a
     * result beyond a limit is that limit, files that no guest can have left are a lost worker.
     */
    private @Nullable Outcome forged(Frame.Finished finished) {
        if (finished.result() instanceof GuestResult.Value(var value, boolean _)) {
            Optional<ResultCheck.Excess> excess = ResultCheck.excess(value, limits);
            if (excess.isPresent()) {
                dueAt = System.nanoTime();
                return killed(excess.get().limit(), excess.get().used());
            }
        }
        Optional<String> fault = RemainsCheck.fault(finished.remains().files(), settings);
        if (fault.isPresent()) {
            worker.kill();
            return new Outcome.Lost(
                    "the worker sent what no guest can leave: " + fault.get(),
                    report(NOTHING_MEASURED));
        }
        return null;
    }

    private Outcome killed(LimitName limit, long used) {
        worker.kill();
        return exceeded(limit, used, Stage.HARD, OptionalInt.empty(), NOTHING_MEASURED);
    }

    private static final Frame.Usage NOTHING_MEASURED = new Frame.Usage(0, 0, 0, true);

    private Outcome lost(String reason) throws InterruptedException {
        Optional<Integer> status = worker.exitStatus();
        dueAt = System.nanoTime();
        if (status.isPresent() && status.get() == OUT_OF_MEMORY_STATUS) {
            return exceeded(
                    LimitName.HEAP_BYTES,
                    limits.heapBytes(),
                    Stage.HARD,
                    OptionalInt.empty(),
                    NOTHING_MEASURED);
        }
        String code = status.map(s -> " with status " + s).orElse("");
        return new Outcome.Lost(reason + code + worker.diagnosis(), report(NOTHING_MEASURED));
    }

    private Outcome judge(Frame.Finished finished) {
        Frame.Usage usage = finished.usage();
        GuestResult result = finished.result();
        Frame.Stopping stop = stopping;
        if (stop != null && !(result instanceof GuestResult.Limited)) {
            OptionalInt line =
                    result instanceof GuestResult.Interrupted(OptionalInt at)
                            ? at
                            : OptionalInt.empty();
            return exceeded(stop.limit(), stop.used(), Stage.SOFT, line, usage);
        }
        long wall = millis(System.nanoTime() - startedAt);
        if (System.nanoTime() > dueAt && stop == null) {
            return exceeded(LimitName.WALL_MS, wall, Stage.SOFT, OptionalInt.empty(), usage);
        }
        return switch (result) {
            case GuestResult.Value(var value, boolean exited) ->
                    new Outcome.Returned(value, exited, report(usage));
            case GuestResult.Failed(var error) -> new Outcome.Raised(error, report(usage));
            case GuestResult.Refused(var capability, String name, var error) ->
                    new Outcome.Denied(capability, name, error, report(usage));
            case GuestResult.NotRun(String reason) -> new Outcome.Rejected(reason, report(usage));
            case GuestResult.Limited(LimitName limit, long used, OptionalInt line) -> {
                dueAt = System.nanoTime();
                yield exceeded(limit, used, Stage.SOFT, line, usage);
            }
            case GuestResult.Interrupted _ -> {
                keepWorker = false;
                yield new Outcome.Lost("the guest was stopped without a limit", report(usage));
            }
        };
    }

    private Outcome exceeded(
            LimitName limit, long used, Stage stage, OptionalInt line, Frame.Usage usage) {
        long allowed = limits.get(limit);
        Duration overrun = Duration.ofNanos(Math.max(0, System.nanoTime() - dueAt));
        return new Outcome.LimitExceeded(
                new Breach(limit, allowed, Math.max(used, allowed), stage, overrun, line),
                report(usage));
    }

    private Report report(Frame.Usage usage) {
        Metrics metrics =
                new Metrics(
                        started ? Duration.ofNanos(System.nanoTime() - startedAt) : Duration.ZERO,
                        Duration.ofNanos(usage.cpuNanos()),
                        usage.allocatedBytes(),
                        Duration.ofNanos(usage.initNanos()),
                        queued);
        return new Report(
                invocationId,
                new Outcome.Output(
                        stdout.toString(StandardCharsets.UTF_8),
                        stderr.toString(StandardCharsets.UTF_8),
                        remains.files()),
                worker.confinement(),
                metrics,
                remains.trace(),
                session());
    }

    /** What became of the state: kept only where the worker is, too. */
    SessionState session() {
        if (!inSession) {
            return SessionState.NONE;
        }
        return keepWorker && remains.stateKept() ? SessionState.KEPT : SessionState.LOST;
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
