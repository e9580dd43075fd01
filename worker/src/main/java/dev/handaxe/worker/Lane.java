package dev.handaxe.worker;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.FrameStream;
import dev.handaxe.runtime.protocol.GuestResult;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs one call after the other: starts the guest's thread, watches its limits, interrupts it when
 * one is crossed, and reports the end. What the interrupt cannot stop the supervisor kills. Between
 * the calls of a session it keeps their space. Confined to one thread but for the replies; the
 * guest's thread writes frames as well, when it calls the host.
 */
final class Lane {
    private static final int TICK_MILLIS = 5;

    /** After a stop the supervisor is less patient, and kills. */
    private static final Duration IDLE_PATIENCE = Duration.ofSeconds(2);

    /** What threads that the guest left running may take to end. */
    private static final Duration THREADS_PATIENCE = Duration.ofMillis(80);

    private static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(10);

    /** Measured: simple Python frames take about 3.4 KB of stack on GraalPy 25.2.4. */
    private static final long STACK_BYTES_PER_FRAME = 16 * 1024;

    private static final long MIN_STACK_BYTES = 8L << 20;

    /** GraalPy 25.2.4 keeps about 0.27 MB per closed context on a shared engine. */
    private static final int MAX_CALLS = Integer.getInteger("handaxe.worker.calls", 400);

    /** After these the state of a context that is to serve again is not relied on. */
    private static final Set<String> UNSETTLING =
            Set.of("RecursionError", "MemoryError", "SystemError");

    private final ContextNursery nursery;
    private final OutputStream out;
    private final HostLine hosts = new HostLine(this::send);
    private @Nullable GuestSpace kept;
    private int calls;

    Lane(ContextNursery nursery, OutputStream out) {
        this.nursery = nursery;
        this.out = out;
    }

    void run(Frame.Call call) throws IOException, InterruptedException {
        long received = System.nanoTime();
        CallRequest request = call.request();
        Limits limits = request.limits();
        GuestSpace space = space(request);
        SpareContext spare = space.spare();
        prepare(space, request);
        spare.output().begin(limits.get(LimitName.OUTPUT_BYTES));
        if (request.settings().trace() != TraceMode.OFF) {
            nursery.attachTracer();
        }
        GuestCall guest = new GuestCall(space, request, hosts);
        hosts.begin(call.id());
        send(new Frame.Started(call.id()));
        long started = System.nanoTime();
        space.thread().run(guest);
        boolean stopping = watch(call.id(), guest, limits, spare, started);
        spare.output().drain(call.id(), this::send);
        GuestResult result = guest.result();
        if (!stopping) {
            result = overrun(spare, limits).orElse(result);
        }
        boolean full = guest.outOfMemory() || nursery.heapIsTight();
        boolean inSession = request.settings().session() != SessionUse.NONE;
        boolean alone = endOthers(guest, spare, inSession);
        boolean keep = inSession && !full && alone && canGoOn(space, result, limits);
        boolean again = !inSession && !full && alone && !stopping && isSettled(result);
        boolean retire = full || !alone || (inSession ? !keep : isWorn(again));
        send(
                new Frame.Finished(
                        call.id(),
                        result,
                        new Frame.Usage(
                                started - received,
                                guest.cpuNanos(),
                                guest.allocatedBytes(),
                                retire),
                        new Frame.Remains(guest.trace(), spare.files().left(), keep)));
        if (keep) {
            kept = space;
        } else {
            release(space, again);
        }
    }

    /** A context that is restored leaves nothing behind, so only others are counted. */
    private boolean isWorn(boolean again) {
        boolean restored = again && nursery.restores();
        return !restored && ++calls >= MAX_CALLS;
    }

    private static boolean isSettled(GuestResult result) {
        return switch (result) {
            case GuestResult.Value(var value, boolean exited) -> !exited;
            case GuestResult.Failed(var error) -> !UNSETTLING.contains(error.type());
            case GuestResult.Refused(var capability, String name, var error) ->
                    !UNSETTLING.contains(error.type());
            case GuestResult.NotRun _ -> true;
            case GuestResult.Interrupted _, GuestResult.Limited _ -> false;
        };
    }

    private static void prepare(GuestSpace space, CallRequest request) throws InterruptedException {
        SpareContext spare = space.spare();
        if (request.limits().get(LimitName.THREADS) == 1) {
            spare.prepare(request.settings());
        } else {
            space.thread()
                    .ask(
                            () -> {
                                spare.prepare(request.settings());
                                return true;
                            });
        }
    }

    /**
     * Ends what the guest's main thread left running; false if something runs on, so that only the
     * end of the process ends it. The next call of a session would not be alone in its context, and
     * a context that lost a thread half-way is not to be gone on with, so there they get a moment
     * to end by themselves.
     */
    private static boolean endOthers(GuestCall guest, SpareContext spare, boolean inSession)
            throws InterruptedException {
        OtherThreads others = guest.others();
        if (others.awaitNone(inSession ? THREADS_PATIENCE : Duration.ZERO)) {
            return true;
        }
        if (inSession) {
            return false;
        }
        start("closer", spare::close);
        return others.awaitNone(THREADS_PATIENCE);
    }

    /** The kept one for a call that goes on with a session, else a fresh one. */
    private GuestSpace space(CallRequest request) throws InterruptedException {
        GuestSpace session = kept;
        kept = null;
        boolean goesOn = request.settings().session().goesOn();
        if (goesOn && session == null) {
            throw new IllegalStateException("a call goes on with a session that is not here");
        }
        if (session != null && goesOn) {
            return session;
        }
        if (session != null) {
            release(session, false);
        }
        long frames = request.limits().get(LimitName.RECURSION);
        long stack = Math.max(MIN_STACK_BYTES, frames * STACK_BYTES_PER_FRAME);
        GuestThread thread = GuestThread.start(stack);
        long threads = request.limits().get(LimitName.THREADS);
        // Every thread that ever was in such a context counts, so only the guest's enters it.
        SpareContext spare =
                threads == 1 ? nursery.take() : thread.ask(() -> nursery.make(threads));
        return new GuestSpace(spare, thread, nursery.programs());
    }

    private void release(GuestSpace space, boolean again) throws InterruptedException {
        space.thread().end();
        nursery.giveBack(space.spare(), again);
    }

    /**
     * Whether the next call of the session may go on in that space: the functions are there, and
     * nothing of the guest runs on without being watched. Output that was cut off is still in
     * Python's buffers, or the interrupt closed the stream under them (seen on GraalPy 25.2.4), so
     * the state is given up with them.
     */
    private static boolean canGoOn(GuestSpace space, GuestResult result, Limits limits)
            throws InterruptedException {
        boolean quiet = result instanceof GuestResult.Value(var value, boolean exited) && !exited;
        boolean cutOff = space.spare().output().written() > limits.get(LimitName.OUTPUT_BYTES);
        return space.isDefined() && !cutOff && (quiet || space.isIdle(IDLE_PATIENCE));
    }

    /** Waits for the end; true if a limit was crossed and the guest interrupted. */
    private boolean watch(long id, GuestCall guest, Limits limits, SpareContext spare, long started)
            throws IOException, InterruptedException {
        Optional<Thread> interrupter = Optional.empty();
        while (!guest.awaitDone(TICK_MILLIS)) {
            guest.others().look();
            spare.output().drain(id, this::send);
            if (interrupter.isEmpty()) {
                Optional<Frame.Stopping> crossed = crossed(id, guest, limits, spare, started);
                if (crossed.isPresent()) {
                    send(crossed.get());
                    hosts.abandon();
                    spare.output().end();
                    interrupter = Optional.of(interrupt(spare));
                }
            }
        }
        if (interrupter.isPresent()) {
            interrupter.get().join(IDLE_PATIENCE); // a late interrupt would hit the next call
        }
        return interrupter.isPresent();
    }

    private Optional<Frame.Stopping> crossed(
            long id, GuestCall guest, Limits limits, SpareContext spare, long started) {
        long cpu = guest.cpuNanosSoFar() / 1_000_000;
        if (cpu >= limits.get(LimitName.CPU_MS)) {
            return Optional.of(new Frame.Stopping(id, LimitName.CPU_MS, cpu));
        }
        long wall = (System.nanoTime() - started) / 1_000_000;
        if (wall >= limits.get(LimitName.WALL_MS)) {
            return Optional.of(new Frame.Stopping(id, LimitName.WALL_MS, wall));
        }
        long threads = guest.others().running() + 1L;
        if (threads > limits.get(LimitName.THREADS) && !nursery.countsThreads()) {
            return Optional.of(new Frame.Stopping(id, LimitName.THREADS, threads));
        }
        long allocated = guest.allocatedSoFar();
        if (allocated > limits.get(LimitName.ALLOCATED_BYTES)) {
            return Optional.of(new Frame.Stopping(id, LimitName.ALLOCATED_BYTES, allocated));
        }
        long written = spare.output().written();
        if (written > limits.get(LimitName.OUTPUT_BYTES)) {
            return Optional.of(new Frame.Stopping(id, LimitName.OUTPUT_BYTES, written));
        }
        return Optional.empty();
    }

    /** A guest that ended between two looks may have crossed the output limit all the same. */
    private static Optional<GuestResult> overrun(SpareContext spare, Limits limits) {
        long written = spare.output().written();
        return written > limits.get(LimitName.OUTPUT_BYTES)
                ? Optional.of(
                        new GuestResult.Limited(
                                LimitName.OUTPUT_BYTES, written, OptionalInt.empty()))
                : Optional.empty();
    }

    private static Thread interrupt(SpareContext spare) {
        return start("interrupter", () -> spare.interrupt(INTERRUPT_PATIENCE));
    }

    private static Thread start(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).start(task);
    }

    /** Takes what the host answered; any thread may bring it. */
    void answered(Frame.HostReply reply) {
        hosts.answered(reply);
    }

    private synchronized void send(Frame frame) throws IOException {
        FrameStream.write(out, frame);
    }
}
