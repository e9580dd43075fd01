package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.internal.confinement.ConfinedProcess;
import dev.handaxe.runtime.protocol.BriefWait;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.FrameCodec;
import dev.handaxe.runtime.protocol.FrameStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One worker process and its pipes. A reader thread decodes what it sends; anything malformed kills
 * it. The pool owns and closes it; one caller at a time sends and receives.
 */
final class WorkerProcess implements AutoCloseable {
    private static final int MAX_QUEUED_FRAMES = 64;

    /** Of frames larger than this at most one is held here for the caller to take. */
    private static final int LARGE_FRAME_BYTES = 64 * 1024;

    /** What fits into an idle worker's pipe, whether it reads or not. */
    private static final int PIPE_BYTES = 32 * 1024;

    /** How soon a reader whose queue is full notices that nobody will take from it. */
    private static final long ROOM_LOOK_MILLIS = 100;

    private static final Duration SEND_PATIENCE = Duration.ofSeconds(4);
    private static final int SLOW_BYTES_PER_MILLI = 8 * 1024;
    private static final Duration WRITTEN_PATIENCE = Duration.ofMillis(100);
    private static final Duration STDERR_PATIENCE = Duration.ofSeconds(1);
    private static final SecureRandom IDS = new SecureRandom();
    private static final int MAX_STDERR = 4000;
    private static final int MAX_REASON = 600;

    /** The packages of the policy cannot be imported; the standard error says why. */
    private static final int PACKAGES_STATUS = 76;

    private static final int OUT_OF_MEMORY_STATUS = 77;

    private final ConfinedProcess process;
    private final String confinement;
    private final OutputStream out;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(MAX_QUEUED_FRAMES);
    private final ReentrantLock sending = new ReentrantLock();
    private final Semaphore largeFrames = new Semaphore(1);
    private final Thread errors;
    private final Profile profile;
    private final AtomicReference<Runnable> whenGone = new AtomicReference<>(() -> {});
    private volatile int maxFrameBytes = LARGE_FRAME_BYTES;
    private volatile String stderr = "";
    private volatile boolean gone;

    /** What the reader hands over: a frame, or the end of the worker. */
    sealed interface Event {
        /** A frame arrived. */
        record Arrived(Frame frame, boolean large) implements Event {}

        /** The pipe ended; nothing more will come. */
        record Gone(String reason) implements Event {}
    }

    private WorkerProcess(ConfinedProcess process, String confinement, Profile profile) {
        this.process = process;
        this.confinement = confinement;
        this.profile = profile;
        this.out = process.input();
        // Platform threads: reading a process's pipe holds the carrier of a virtual thread, and
        // four such readers starve all other virtual threads of the host program on two cores.
        Thread.Builder readers = Thread.ofPlatform().daemon();
        readers.name("worker-" + process.pid() + "-frames").start(this::readFrames);
        errors = readers.name("worker-" + process.pid() + "-stderr").start(this::readErrors);
    }

    /**
     * Waits until a started process is ready.
     *
     * @param confinement what holds it
     * @param profile what it is
     * @throws HandaxeException with {@link Code#WORKER_START} if it does not get ready in time,
     *     with {@link Code#INVALID_INPUT} if the policy's packages cannot be had
     */
    static WorkerProcess awaitReady(ConfinedProcess process, String confinement, Profile profile)
            throws InterruptedException {
        WorkerProcess worker = new WorkerProcess(process, confinement, profile);
        Duration patience = profile.readyPatience();
        boolean ready = false;
        try {
            Optional<Event> first = worker.next(patience);
            if (first.isPresent()
                    && first.get() instanceof Event.Arrived(Frame frame, boolean _)
                    && frame instanceof Frame.Ready) {
                process.findJvm();
                ready = true;
                return worker;
            }
            worker.requireRoomAndPackages();
            String why =
                    first.map(
                                    event ->
                                            event instanceof Event.Gone(var reason)
                                                    ? reason
                                                    : "it sent nonsense")
                            .orElse("it was not ready after " + patience.toSeconds() + " s");
            throw new HandaxeException(
                    Code.WORKER_START, "a worker did not start: " + why + worker.diagnosis());
        } finally {
            if (!ready) {
                worker.kill();
            }
        }
    }

    /** Tells what the policy asked for and cannot be had from a worker that just did not start. */
    private void requireRoomAndPackages() throws InterruptedException {
        Optional<Integer> status = gone ? exitStatus() : Optional.empty();
        if (status.isPresent() && status.get() == PACKAGES_STATUS) {
            errors.join(STDERR_PATIENCE);
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    OutcomeFormat.printable(stderr.strip().replace('\n', ' '), MAX_REASON));
        }
        if (status.isPresent() && status.get() == OUT_OF_MEMORY_STATUS) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "a worker's heap was used up before it was ready: raise heap_bytes, or grant"
                            + " fewer packages");
        }
    }

    /** What it is. */
    Profile profile() {
        return profile;
    }

    /**
     * An id for a call of this worker. None can be guessed, so that a worker cannot answer a call
     * that it has not read.
     */
    long nextId() {
        return IDS.nextLong();
    }

    /** The largest frame that the worker may send from now on. */
    void expect(int bytes) {
        maxFrameBytes = Math.max(LARGE_FRAME_BYTES, bytes);
    }

    /** Whether it has said nothing that was not yet taken; between calls it has nothing to say. */
    boolean isQuiet() {
        return events.isEmpty();
    }

    /**
     * Whether all that was to be written to it is written. A call may end before the thread that
     * answered it comes back from the write, so that gets a moment; what the worker does not read,
     * as an answer that nobody awaits, takes longer.
     */
    boolean hasReadAll() throws InterruptedException {
        if (sending.tryLock()
                || sending.tryLock(WRITTEN_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            sending.unlock();
            return true;
        }
        return false;
    }

    /**
     * Sends a frame; blocks while the worker does not read, for a while. The caller and a host
     * function may send at once. After an exception the worker must be killed.
     *
     * @throws IOException if the worker is gone or does not read
     */
    void send(Frame frame) throws IOException, InterruptedException {
        byte[] message = FrameStream.message(frame);
        if (message.length <= PIPE_BYTES) {
            write(message);
            return;
        }
        // Writing to a full pipe cannot be interrupted; waiting for another thread can.
        FutureTask<Void> writing =
                new FutureTask<>(
                        () -> {
                            write(message);
                            return null;
                        });
        Thread.ofPlatform().daemon().name("worker-send").start(writing);
        try {
            long millis = SEND_PATIENCE.toMillis() + message.length / SLOW_BYTES_PER_MILLI;
            writing.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the worker does not read", e);
        } catch (ExecutionException e) {
            throw new IOException("the worker's pipe broke", e);
        }
    }

    /**
     * Sends what a host function answered, on the thread that ran it; blocks while the worker does
     * not read, until it is killed.
     *
     * @throws IOException if the worker is gone
     */
    void reply(Frame frame) throws IOException {
        write(FrameStream.message(frame));
    }

    private void write(byte[] message) throws IOException {
        sending.lock();
        try {
            out.write(message);
            out.flush();
        } finally {
            sending.unlock();
        }
    }

    /** What comes next, or empty if nothing does in that time. */
    Optional<Event> next(Duration patience) throws InterruptedException {
        return taken(events.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS));
    }

    /** What comes within a moment that is too short to sleep, or empty. */
    Optional<Event> nextSoon() {
        return taken(BriefWait.poll(events));
    }

    private Optional<Event> taken(@Nullable Event event) {
        if (event instanceof Event.Arrived(Frame _, boolean large) && large) {
            largeFrames.release();
        }
        return Optional.ofNullable(event);
    }

    /** Runs that once the worker's pipe has ended, on the reader's thread; at once if it has. */
    void whenGone(Runnable action) {
        whenGone.set(action);
        if (gone) {
            tellGone();
        }
    }

    private void tellGone() {
        whenGone.getAndSet(() -> {}).run();
    }

    /** CPU time of the whole process so far, all its threads. */
    Duration cpu() {
        return process.cpu();
    }

    /** What the operating system holds it with; the word in reports. */
    String confinement() {
        return confinement;
    }

    boolean isAlive() {
        return !gone && process.isAlive();
    }

    /** The exit status, once it has ended; waits a moment for it. */
    Optional<Integer> exitStatus() throws InterruptedException {
        return process.exitStatus(Duration.ofSeconds(1));
    }

    /** What the process wrote to its standard error, for a message; empty if nothing. */
    String diagnosis() throws InterruptedException {
        if (gone) {
            errors.join(STDERR_PATIENCE); // the two pipes end at the same time, but not in order
        }
        String text = stderr.strip();
        return text.isEmpty()
                ? ""
                : ": " + text.lines().limit(3).reduce((a, b) -> a + " | " + b).orElse("");
    }

    /** SIGKILL. Not through the Process, which would close the pipes before they are read out. */
    void kill() {
        gone = true;
        process.kill();
    }

    @Override
    public void close() {
        kill();
    }

    private void readFrames() {
        String reason = "the worker ended";
        try (InputStream in = new BufferedInputStream(process.output(), 64 * 1024)) {
            Optional<byte[]> body = FrameStream.readBody(in, () -> maxFrameBytes);
            while (body.isPresent() && hand(body.get())) {
                body = FrameStream.readBody(in, () -> maxFrameBytes);
            }
        } catch (IOException e) {
            reason = "the worker's pipe broke: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            reason = "the worker sent what cannot be read: " + e.getClass().getSimpleName();
        }
        kill();
        offer(new Event.Gone(reason));
        tellGone();
    }

    /** Queues a frame once there is room; false if the worker was killed before there was. */
    private boolean hand(byte[] body) throws IOException, InterruptedException {
        boolean large = body.length > LARGE_FRAME_BYTES;
        while (large && !largeFrames.tryAcquire(ROOM_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (gone) {
                return false;
            }
        }
        Event event = new Event.Arrived(FrameCodec.decode(body), large);
        while (!events.offer(event, ROOM_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (gone) {
                return false;
            }
        }
        return true;
    }

    private void offer(Event last) {
        while (!events.offer(last)) {
            events.poll(); // nobody reads any more; the end must still be seen
        }
    }

    /**
     * Drains the standard error to its end, so that the process never waits, and keeps its start.
     */
    private void readErrors() {
        try (InputStream in = process.errors()) {
            stderr = new String(in.readNBytes(MAX_STDERR), StandardCharsets.UTF_8);
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            stderr = "its standard error broke";
        }
    }
}
