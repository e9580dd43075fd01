package dev.handaxe.worker;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.GuestResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call from its begin to its last frame. The guest's thread runs it; the lane looks at it every
 * few milliseconds, and interrupts it when it has crossed a limit. Its end is told by the lane, but
 * for the plain end of a session's call: that the guest's thread tells itself, since waking the
 * lane would take longer than a short call. Thread-safe: what it sends goes out under its lock, and
 * nothing after the last frame.
 */
final class RunningCall {
    /** After a stop the supervisor is less patient, and kills. */
    private static final Duration IDLE_PATIENCE = Duration.ofSeconds(2);

    /** What threads that the guest left running may take to end. */
    private static final Duration THREADS_PATIENCE = Duration.ofMillis(80);

    private static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(10);

    /** After these the state of a context that is to serve again is not relied on. */
    private static final Set<String> UNSETTLING =
            Set.of("RecursionError", "MemoryError", "SystemError");

    private final Frame.Call call;
    private final GuestSpace space;
    private final SpareContext spare;
    private final Limits limits;
    private final GuestCall guest;
    private final HostLine hosts;
    private final Ground lane;
    private final long received;
    private final long started = System.nanoTime();
    private boolean ended;
    private @Nullable Thread interrupter;

    /** What a call needs of the lane. Thread-safe. */
    interface Ground {
        /** Sends a frame. */
        void send(Frame frame) throws IOException;

        /** Whether the last collections left so much that the worker had better be replaced. */
        boolean heapIsTight();

        /** Whether the engine ends a guest that has more threads than it may. */
        boolean countsThreads();

        /** Keeps the space for the session's next call, which may come from now on. */
        void keep(GuestSpace space);

        /** Has the lane tell the end of a call. */
        void toEnd(RunningCall call);
    }

    /** What becomes of the space and of the worker. */
    enum After {
        /** The space is kept for the next call of its session. */
        KEEP,
        /** The context may serve another call, restored. */
        AGAIN,
        /** The context is closed. */
        CLOSE,
        /** The worker had better be replaced. */
        RETIRE
    }

    /**
     * A call that begins now.
     *
     * @param received when it arrived, by {@link System#nanoTime}
     */
    RunningCall(Frame.Call call, GuestSpace space, HostLine hosts, Ground lane, long received) {
        this.call = call;
        this.space = space;
        this.spare = space.spare();
        this.limits = call.request().limits();
        this.hosts = hosts;
        this.lane = lane;
        this.received = received;
        guest = new GuestCall(space, call.request(), hosts);
    }

    GuestSpace space() {
        return space;
    }

    /** Has the guest's thread run it. */
    void begin() {
        hosts.begin(call.id());
        space.thread().run(this::runGuest);
    }

    private void runGuest() {
        guest.run();
        if (!endAtOnce()) {
            lane.toEnd(this);
        }
    }

    /** Tells the end of a call of a session, if there is nothing to see to; else false. */
    private synchronized boolean endAtOnce() {
        ended = true;
        boolean plain =
                interrupter == null
                        && inSession()
                        && limits.get(LimitName.THREADS) == 1
                        && isValue(guest.result())
                        && space.isDefined()
                        && !isCutOff()
                        && !guest.outOfMemory()
                        && !lane.heapIsTight();
        if (!plain) {
            return false;
        }
        lane.keep(space);
        try {
            tellEnd(guest.result(), After.KEEP, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the supervisor is gone, and the process with it
        }
        return true;
    }

    /** Looks at what the guest uses, and stops it if that is too much; for the lane. */
    synchronized void look() throws IOException {
        if (ended) {
            return;
        }
        guest.others().look();
        spare.output().drain(call.id(), lane::send);
        if (interrupter != null) {
            return;
        }
        Optional<Frame.Stopping> crossed = crossed();
        if (crossed.isPresent()) {
            lane.send(crossed.get());
            hosts.abandon();
            spare.output().end();
            interrupter = start("interrupter", () -> spare.interrupt(INTERRUPT_PATIENCE));
        }
    }

    private Optional<Frame.Stopping> crossed() {
        long cpu = guest.cpuNanosSoFar() / 1_000_000;
        if (cpu >= limits.get(LimitName.CPU_MS)) {
            return stopping(LimitName.CPU_MS, cpu);
        }
        long wall = (System.nanoTime() - started) / 1_000_000;
        if (wall >= limits.get(LimitName.WALL_MS)) {
            return stopping(LimitName.WALL_MS, wall);
        }
        long threads = guest.others().running() + 1L;
        if (threads > limits.get(LimitName.THREADS) && !lane.countsThreads()) {
            return stopping(LimitName.THREADS, threads);
        }
        long allocated = guest.allocatedSoFar();
        if (allocated > limits.get(LimitName.ALLOCATED_BYTES)) {
            return stopping(LimitName.ALLOCATED_BYTES, allocated);
        }
        return isCutOff()
                ? stopping(LimitName.OUTPUT_BYTES, spare.output().written())
                : Optional.empty();
    }

    private Optional<Frame.Stopping> stopping(LimitName limit, long used) {
        return Optional.of(new Frame.Stopping(call.id(), limit, used));
    }

    /**
     * What becomes of the space, once the guest has ended; for the lane. Waits for an interrupt
     * that is under way, which would hit the next call, and for threads that the guest left.
     */
    After settle() throws InterruptedException {
        Thread stop = interrupter();
        if (stop != null) {
            stop.join(IDLE_PATIENCE);
        }
        GuestResult result = result();
        boolean full = guest.outOfMemory() || lane.heapIsTight();
        boolean alone = endOthers();
        if (full || !alone) {
            return After.RETIRE;
        }
        if (inSession()) {
            return canGoOn(result) ? After.KEEP : After.RETIRE;
        }
        return stop == null && isSettled(result) ? After.AGAIN : After.CLOSE;
    }

    private synchronized @Nullable Thread interrupter() {
        return interrupter;
    }

    /** The last frames, once it is settled; for the lane. */
    synchronized void tellEnd(After after, boolean retire) throws IOException {
        tellEnd(result(), after, retire);
    }

    private void tellEnd(GuestResult result, After after, boolean retire) throws IOException {
        spare.output().drain(call.id(), lane::send);
        var usage =
                new Frame.Usage(
                        started - received, guest.cpuNanos(), guest.allocatedBytes(), retire);
        var remains = new Frame.Remains(guest.trace(), spare.files().left(), after == After.KEEP);
        lane.send(new Frame.Finished(call.id(), result, usage, remains));
    }

    /** A guest that ended between two looks may have crossed the output limit all the same. */
    private synchronized GuestResult result() {
        return interrupter == null && isCutOff()
                ? new GuestResult.Limited(
                        LimitName.OUTPUT_BYTES, spare.output().written(), OptionalInt.empty())
                : guest.result();
    }

    private boolean isCutOff() {
        return spare.output().written() > limits.get(LimitName.OUTPUT_BYTES);
    }

    private boolean inSession() {
        return call.request().settings().session() != SessionUse.NONE;
    }

    private static boolean isValue(GuestResult result) {
        return result instanceof GuestResult.Value(var value, boolean exited) && !exited;
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

    /**
     * Whether the next call of the session may go on in that space: the functions are there, and
     * nothing of the guest runs on without being watched. Output that was cut off is still in
     * Python's buffers, or the interrupt closed the stream under them (seen on GraalPy 25.2.4), so
     * the state is given up with them.
     */
    private boolean canGoOn(GuestResult result) throws InterruptedException {
        return space.isDefined() && !isCutOff() && (isValue(result) || space.isIdle(IDLE_PATIENCE));
    }

    /**
     * Ends what the guest's main thread left running; false if something runs on, so that only the
     * end of the process ends it. The next call of a session would not be alone in its context, and
     * a context that lost a thread half-way is not to be gone on with, so there they get a moment
     * to end by themselves.
     */
    private boolean endOthers() {
        OtherThreads others = guest.others();
        if (others.awaitNone(inSession() ? THREADS_PATIENCE : Duration.ZERO)) {
            return true;
        }
        if (inSession()) {
            return false;
        }
        var _ = start("closer", spare::close);
        return others.awaitNone(THREADS_PATIENCE);
    }

    private static Thread start(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).start(task);
    }
}
