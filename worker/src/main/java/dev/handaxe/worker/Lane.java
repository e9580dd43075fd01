package dev.handaxe.worker;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.FrameStream;
import dev.handaxe.worker.RunningCall.After;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs one call after the other: finds the space of each, begins it, and looks at it until it has
 * ended. What its interrupts cannot stop the supervisor kills. Between the calls of a session it
 * keeps their space; a plain one of them begins on the thread that reads frames and ends on the
 * guest's, past the lane's own thread, which then only looks. Thread-safe.
 */
final class Lane implements RunningCall.Ground {
    private static final int LOOK_MILLIS = 5;

    /** So long after a session's call it looks for the next one, which need not wake it then. */
    private static final Duration ALERT = Duration.ofSeconds(1);

    /** Measured: simple Python frames take about 3.4 KB of stack on GraalPy 25.2.4. */
    private static final long STACK_BYTES_PER_FRAME = 16 * 1024;

    private static final long MIN_STACK_BYTES = 8L << 20;

    /** GraalPy 25.2.4 keeps about 0.27 MB per closed context on a shared engine. */
    private static final int MAX_CALLS = Integer.getInteger("handaxe.worker.calls", 400);

    private final ContextNursery nursery;
    private final OutputStream out;
    private final HostLine hosts = new HostLine(this::send);
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private volatile @Nullable RunningCall running;
    private volatile @Nullable GuestSpace kept;
    private volatile boolean asleep;
    private volatile long lastKept = System.nanoTime();

    /** Its own thread's. */
    private int calls;

    /** Something for its own thread to do. */
    @FunctionalInterface
    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    Lane(ContextNursery nursery, OutputStream out) {
        this.nursery = nursery;
        this.out = out;
    }

    /** Begins a call, or has it begun soon; on the thread that reads frames. */
    void take(Frame.Call call) throws IOException {
        long received = System.nanoTime();
        GuestSpace session = kept;
        if (session != null && call.request().settings().beginsOnArrival()) {
            kept = null;
            session.spare().prepare(call.request().settings());
            ready(call, session, received).begin();
            if (asleep) {
                steps.add(() -> {});
            }
            return;
        }
        send(new Frame.Accepted(call.id()));
        steps.add(() -> begin(call, received));
    }

    /** Takes what the host answered, on the thread that reads frames. */
    void answered(Frame.HostReply reply) {
        hosts.answered(reply);
    }

    /** Runs calls until the process ends; its own thread. */
    void run() throws IOException, InterruptedException {
        while (true) {
            Step step = next();
            RunningCall call = running;
            if (step != null) {
                step.take();
            } else if (call != null) {
                call.look();
            }
        }
    }

    /** What to do next; null when it is time to look. */
    private @Nullable Step next() throws InterruptedException {
        if (System.nanoTime() - lastKept > ALERT.toNanos()) {
            asleep = true; // before the look for a call, so that a later one sees it
            if (running == null) {
                Step step = steps.take();
                asleep = false;
                return step;
            }
            asleep = false;
        }
        return steps.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void begin(Frame.Call call, long received) throws IOException, InterruptedException {
        CallRequest request = call.request();
        GuestSpace space = space(request);
        prepare(space, request);
        if (request.settings().trace() != TraceMode.OFF) {
            nursery.attachTracer();
        }
        RunningCall begun = ready(call, space, received);
        send(new Frame.Started(call.id()));
        begun.begin();
    }

    private RunningCall ready(Frame.Call call, GuestSpace space, long received) {
        space.spare().output().begin(call.request().limits().get(LimitName.OUTPUT_BYTES));
        RunningCall begun = new RunningCall(call, space, hosts, this, received);
        running = begun;
        return begun;
    }

    private void end(RunningCall call) throws IOException, InterruptedException {
        After after = call.settle();
        boolean retire = after == After.RETIRE || (after != After.KEEP && isWorn(after));
        if (after == After.KEEP) {
            keep(call.space());
            call.tellEnd(after, retire);
            return;
        }
        running = null;
        call.tellEnd(after, retire);
        release(call.space(), after == After.AGAIN);
    }

    /** A context that is restored leaves nothing behind, so only others are counted. */
    private boolean isWorn(After after) {
        boolean restored = after == After.AGAIN && nursery.restores();
        return !restored && ++calls >= MAX_CALLS;
    }

    @Override
    public void keep(GuestSpace space) {
        lastKept = System.nanoTime();
        running = null;
        kept = space;
    }

    @Override
    public void toEnd(RunningCall call) {
        steps.add(() -> end(call));
    }

    @Override
    public boolean heapIsTight() {
        return nursery.heapIsTight();
    }

    @Override
    public boolean countsThreads() {
        return nursery.countsThreads();
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

    @Override
    public synchronized void send(Frame frame) throws IOException {
        FrameStream.write(out, frame);
    }
}
