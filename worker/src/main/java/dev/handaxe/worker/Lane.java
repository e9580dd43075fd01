package dev.handaxe.worker;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.FrameStream;
import dev.handaxe.runtime.protocol.GuestResult;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Runs one call after the other: starts the guest's thread, watches its limits, interrupts it when
 * one is crossed, and reports the end. What the interrupt cannot stop the supervisor kills.
 * Confined to one thread, the only one that writes frames once the worker is ready.
 */
final class Lane {
    private static final int TICK_MILLIS = 5;
    private static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(10);

    /** Measured: simple Python frames take about 3.4 KB of stack on GraalPy 25.2.4. */
    private static final long STACK_BYTES_PER_FRAME = 16 * 1024;

    private static final long MIN_STACK_BYTES = 8L << 20;

    /** GraalPy 25.2.4 keeps about 0.27 MB per closed context on a shared engine. */
    private static final int MAX_CALLS = 400;

    private final ContextNursery nursery;
    private final OutputStream out;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private int calls;

    Lane(ContextNursery nursery, OutputStream out) {
        this.nursery = nursery;
        this.out = out;
    }

    void run(Frame.Call call) throws IOException, InterruptedException {
        long received = System.nanoTime();
        Limits limits = call.request().limits();
        SpareContext spare = nursery.take();
        spare.output().begin(limits.get(LimitName.OUTPUT_BYTES));
        GuestCall guest = new GuestCall(spare, call.request());
        long stack =
                Math.max(MIN_STACK_BYTES, limits.get(LimitName.RECURSION) * STACK_BYTES_PER_FRAME);
        Thread thread = new Thread(null, guest, "guest", stack);
        thread.setDaemon(true);
        send(new Frame.Started(call.id()));
        long started = System.nanoTime();
        thread.start();
        boolean stopping = watch(call.id(), guest, thread, limits, spare, started);
        thread.join();
        spare.output().drain(call.id(), this::send);
        GuestResult result = guest.result();
        if (!stopping) {
            result = overrun(spare, limits).orElse(result);
        }
        boolean retire = ++calls >= MAX_CALLS || guest.outOfMemory() || nursery.heapIsTight();
        send(
                new Frame.Finished(
                        call.id(),
                        result,
                        new Frame.Usage(
                                started - received,
                                guest.cpuNanos(),
                                guest.allocatedBytes(),
                                retire)));
        nursery.giveBack(spare);
    }

    /** Waits for the end; true if a limit was crossed and the guest interrupted. */
    private boolean watch(
            long id,
            GuestCall guest,
            Thread thread,
            Limits limits,
            SpareContext spare,
            long started)
            throws IOException, InterruptedException {
        boolean stopping = false;
        while (!guest.awaitDone(TICK_MILLIS)) {
            spare.output().drain(id, this::send);
            if (!stopping) {
                Optional<Frame.Stopping> crossed = crossed(id, thread, limits, spare, started);
                if (crossed.isPresent()) {
                    stopping = true;
                    send(crossed.get());
                    interrupt(spare);
                }
            }
        }
        return stopping;
    }

    private Optional<Frame.Stopping> crossed(
            long id, Thread thread, Limits limits, SpareContext spare, long started) {
        long cpu = threads.getThreadCpuTime(thread.threadId()) / 1_000_000;
        if (cpu >= limits.get(LimitName.CPU_MS)) {
            return Optional.of(new Frame.Stopping(id, LimitName.CPU_MS, cpu));
        }
        long wall = (System.nanoTime() - started) / 1_000_000;
        if (wall >= limits.get(LimitName.WALL_MS)) {
            return Optional.of(new Frame.Stopping(id, LimitName.WALL_MS, wall));
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

    private static void interrupt(SpareContext spare) {
        Thread interrupter = new Thread(() -> spare.interrupt(INTERRUPT_PATIENCE), "interrupter");
        interrupter.setDaemon(true);
        interrupter.start();
    }

    private void send(Frame frame) throws IOException {
        FrameStream.write(out, frame);
    }
}
