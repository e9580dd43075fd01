package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.FrameStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One worker process and its pipes. A reader thread decodes what it sends; anything malformed kills
 * it. The pool owns and closes it; one caller at a time sends and receives.
 */
final class WorkerProcess implements AutoCloseable {
    private static final int MAX_QUEUED_FRAMES = 64;
    private static final int MAX_STDERR = 4000;

    private final Process process;
    private final OutputStream out;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(MAX_QUEUED_FRAMES);
    private final ReentrantLock sending = new ReentrantLock();
    private volatile String stderr = "";
    private volatile boolean gone;
    private long lastId;

    /** What the reader hands over: a frame, or the end of the worker. */
    sealed interface Event {
        /** A frame arrived. */
        record Arrived(Frame frame) implements Event {}

        /** The pipe ended; nothing more will come. */
        record Gone(String reason) implements Event {}
    }

    private WorkerProcess(Process process) {
        this.process = process;
        this.out = process.getOutputStream();
        // Platform threads: reading a process's pipe holds the carrier of a virtual thread, and
        // four
        // such readers starve all other virtual threads of the host program on two cores.
        Thread.Builder readers = Thread.ofPlatform().daemon();
        readers.name("worker-" + process.pid() + "-frames").start(this::readFrames);
        readers.name("worker-" + process.pid() + "-stderr").start(this::readErrors);
    }

    /**
     * Starts a process and waits until it is ready.
     *
     * @param folder its working folder, its own
     * @throws HandaxeException with {@link Code#WORKER_START} if it does not get ready in time
     */
    static WorkerProcess start(List<String> command, Path folder, Duration patience)
            throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        WorkerProcess worker;
        try {
            worker = new WorkerProcess(builder.start());
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.WORKER_START, "no worker could be started: " + e.getMessage(), e);
        }
        boolean ready = false;
        try {
            Optional<Event> first = worker.next(patience);
            if (first.isPresent()
                    && first.get() instanceof Event.Arrived(Frame frame)
                    && frame instanceof Frame.Ready) {
                ready = true;
                return worker;
            }
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

    /** The next id for a call of this worker. */
    long nextId() {
        return ++lastId;
    }

    /**
     * Sends a frame; blocks while the worker does not read, until it is killed. The caller and a
     * host function may send at once.
     *
     * @throws IOException if the worker is gone
     */
    void send(Frame frame) throws IOException {
        sending.lock();
        try {
            FrameStream.write(out, frame);
        } finally {
            sending.unlock();
        }
    }

    /** What comes next, or empty if nothing does in that time. */
    Optional<Event> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(
                events.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS));
    }

    /** CPU time of the whole process so far, all its threads. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return !gone && process.isAlive();
    }

    /** The exit status, once it has ended; waits a moment for it. */
    Optional<Integer> exitStatus() throws InterruptedException {
        return process.waitFor(1, TimeUnit.SECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    /** What the process wrote to its standard error, for a message; empty if nothing. */
    String diagnosis() {
        String text = stderr.strip();
        return text.isEmpty()
                ? ""
                : ": " + text.lines().limit(3).reduce((a, b) -> a + " | " + b).orElse("");
    }

    /** SIGKILL. */
    void kill() {
        gone = true;
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }

    private void readFrames() {
        String reason = "the worker ended";
        try (InputStream in = new BufferedInputStream(process.getInputStream(), 64 * 1024)) {
            Optional<Frame> frame = FrameStream.read(in, FrameStream.MAX_FRAME_BYTES);
            while (frame.isPresent()) {
                events.put(new Event.Arrived(frame.get()));
                frame = FrameStream.read(in, FrameStream.MAX_FRAME_BYTES);
            }
        } catch (IOException e) {
            reason = "the worker's pipe broke: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | OutOfMemoryError e) {
            reason = "the worker sent what cannot be read: " + e.getClass().getSimpleName();
        }
        kill();
        offer(new Event.Gone(reason));
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
        try (InputStream in = process.getErrorStream()) {
            stderr = new String(in.readNBytes(MAX_STDERR), StandardCharsets.UTF_8);
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            stderr = "its standard error broke";
        }
    }
}
