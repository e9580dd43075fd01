package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps worker processes by profile under one cap. Callers are admitted in order; a worker serves
 * one caller at a time; one that died or retires is replaced in the background.
 *
 * <p>Thread-safe. The sandbox closes it; closing kills all workers.
 *
 * <p>One lock guards the rooms; process starts happen outside of it. A start in flight is counted
 * in its room, so that the cap holds before the process exists.
 */
final class WorkerPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
    private static final Duration READY_PATIENCE = Duration.ofSeconds(90);

    private final WorkerImage image;
    private final SandboxMeters meters;
    private final int workers;
    private final int spares;
    private final Path scratch;
    private final Semaphore admission;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Profile, Room> rooms = new HashMap<>();
    private final AtomicLong folders = new AtomicLong();
    private boolean closed;

    /**
     * What is fixed when a worker starts.
     *
     * @param heapBytes its {@code -Xmx}
     * @param compiler how its JVM compiles
     * @param tenant whose code it runs: two tenants never share a worker
     */
    record Profile(long heapBytes, WorkerImage.Compiler compiler, String tenant) {}

    /** The workers of one profile. */
    private static final class Room {
        final Deque<WorkerProcess> idle = new ArrayDeque<>();
        final Set<WorkerProcess> busy = new HashSet<>();
        int starting;
        int waiting;
        long failures;
        @Nullable HandaxeException lastFailure;

        int total() {
            return idle.size() + busy.size() + starting;
        }
    }

    /** A pool that runs at most {@code workers} calls at once and keeps that many spares. */
    WorkerPool(WorkerImage image, int workers, int spares, SandboxMeters meters) {
        this.image = image;
        this.meters = meters;
        this.workers = workers;
        this.spares = spares;
        this.admission = new Semaphore(workers, true);
        try {
            this.scratch = Files.createTempDirectory("handaxe-");
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "no temporary folder can be made", e);
        }
        meters.watchWorkers("idle", this, pool -> pool.count(room -> room.idle.size()));
        meters.watchWorkers("busy", this, pool -> pool.count(room -> room.busy.size()));
        meters.watchWorkers("starting", this, pool -> pool.count(room -> room.starting));
    }

    /**
     * Waits for a worker of that profile, the caller's until it is given back.
     *
     * @throws HandaxeException if none can be started, or the pool is closed
     */
    WorkerProcess take(Profile profile) throws InterruptedException {
        admission.acquire();
        boolean taken = false;
        try {
            WorkerProcess worker = await(profile);
            taken = true;
            return worker;
        } finally {
            if (!taken) {
                admission.release();
            }
        }
    }

    private WorkerProcess await(Profile profile) throws InterruptedException {
        lock.lock();
        try {
            Room room = rooms.computeIfAbsent(profile, key -> new Room());
            long failures = room.failures;
            room.waiting++;
            try {
                while (true) {
                    requireOpen();
                    WorkerProcess worker = room.idle.pollFirst();
                    if (worker != null && worker.isAlive()) {
                        room.busy.add(worker);
                        return worker;
                    }
                    if (worker != null) {
                        continue;
                    }
                    HandaxeException failure = room.lastFailure;
                    if (room.failures > failures && failure != null) {
                        throw new HandaxeException(failure.code(), failure.getMessage(), failure);
                    }
                    fill(profile, room, room.waiting);
                    changed.await();
                }
            } finally {
                room.waiting--;
                fill(profile, room, room.waiting + spares);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Starts workers until that many are idle or starting, as far as the cap allows. */
    private void fill(Profile profile, Room room, int wanted) {
        while (!closed && room.idle.size() + room.starting < wanted && makeRoom(profile, room)) {
            room.starting++;
            Thread.ofPlatform().daemon().name("worker-start").start(() -> start(profile, room));
        }
    }

    /** Whether one more process fits under the cap, after evicting an idle stranger if need be. */
    private boolean makeRoom(Profile profile, Room room) {
        int cap = workers + spares;
        if (rooms.values().stream().mapToInt(Room::total).sum() < cap) {
            return true;
        }
        if (room.idle.size() + room.starting >= Math.max(1, room.waiting)) {
            return false;
        }
        for (Map.Entry<Profile, Room> other : rooms.entrySet()) {
            WorkerProcess evicted =
                    other.getKey().equals(profile) ? null : other.getValue().idle.pollLast();
            if (evicted != null) {
                evicted.close();
                meters.workerEnded(SandboxMeters.End.EVICTED);
                return true;
            }
        }
        return false;
    }

    private void start(Profile profile, Room room) {
        WorkerProcess worker = null;
        HandaxeException failure = null;
        long began = System.nanoTime();
        try {
            worker = launch(profile);
        } catch (HandaxeException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new HandaxeException(Code.INTERRUPTED, "a worker's start was interrupted", e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        lock.lock();
        try {
            room.starting--;
            if (!closed) {
                tell(took, failure);
            }
            if (worker != null && closed) {
                worker.close();
            } else if (worker != null) {
                room.idle.addLast(worker);
            }
            if (failure != null) {
                room.failures++;
                room.lastFailure = failure;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void tell(Duration took, @Nullable HandaxeException failure) {
        meters.workerStarted(took, failure == null);
        if (failure == null) {
            LOG.debug("a worker got ready after {} ms", took.toMillis());
        } else {
            LOG.warn("a worker did not start in {} ms: {}", took.toMillis(), failure.getMessage());
        }
    }

    /**
     * Starts a worker of that profile that is not the pool's: whoever asks owns and closes it.
     *
     * @throws HandaxeException if it cannot be started
     */
    WorkerProcess launch(Profile profile) throws InterruptedException {
        try {
            return WorkerProcess.start(
                    image.command(profile.heapBytes(), profile.compiler()),
                    Files.createDirectory(scratch.resolve("w" + folders.incrementAndGet())),
                    READY_PATIENCE);
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "a worker has no folder to work in", e);
        }
    }

    /** Takes a worker back; one that is dead or not to be kept is replaced. */
    void giveBack(Profile profile, WorkerProcess worker, boolean keep) {
        lock.lock();
        try {
            Room room = rooms.computeIfAbsent(profile, key -> new Room());
            room.busy.remove(worker);
            if (keep && !closed && worker.isAlive()) {
                room.idle.addFirst(worker);
            } else {
                worker.close();
                fill(profile, room, Math.max(1, room.waiting + spares));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
            admission.release();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (Room room : rooms.values()) {
                room.idle.forEach(WorkerProcess::close);
                room.idle.clear();
                room.busy.forEach(WorkerProcess::close);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try (Stream<Path> files = Files.walk(scratch)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            scratch.toFile().deleteOnExit(); // left to the system's own clean-up of temporary files
        }
    }

    private int count(ToIntFunction<Room> number) {
        lock.lock();
        try {
            return rooms.values().stream().mapToInt(number).sum();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new HandaxeException(Code.CLOSED, "the sandbox is closed");
        }
    }
}
