package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
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
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final WorkerLauncher launcher;
    private final SandboxMeters meters;
    private final int workers;
    private final int spares;
    private final Semaphore admission;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Profile, Room> rooms = new HashMap<>();
    private final Set<Thread> starters = new HashSet<>();
    private boolean closed;

    /** A pool that runs at most {@code workers} calls at once and keeps that many spares. */
    WorkerPool(WorkerLauncher launcher, int workers, int spares, SandboxMeters meters) {
        this.launcher = launcher;
        this.meters = meters;
        this.workers = workers;
        this.spares = spares;
        this.admission = new Semaphore(workers, true);
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
            int since = room.round();
            room.waiting++;
            try {
                while (true) {
                    requireOpen();
                    WorkerProcess worker = pollAlive(room);
                    if (worker != null) {
                        room.busy.add(worker);
                        return worker;
                    }
                    Optional<HandaxeException> failure = room.hopeless(since);
                    if (failure.isPresent()) {
                        throw new HandaxeException(
                                failure.get().code(), failure.get().getMessage(), failure.get());
                    }
                    Duration pause = room.pause(System.nanoTime());
                    if (pause.isZero()) {
                        fill(profile, room, room.waiting);
                        changed.await();
                    } else {
                        changed.awaitNanos(pause.toNanos());
                    }
                }
            } finally {
                room.waiting--;
                fill(profile, room, room.waiting + spares);
                forgetVacantRooms();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable WorkerProcess pollAlive(Room room) {
        WorkerProcess worker = room.idle.pollFirst();
        while (worker != null && !worker.isAlive()) {
            worker.close();
            worker = room.idle.pollFirst();
        }
        return worker;
    }

    /** Starts workers until that many are idle or starting, as far as the cap allows. */
    private void fill(Profile profile, Room room, int wanted) {
        while (!closed
                && room.idle.size() + room.starting < wanted
                && room.pause(System.nanoTime()).isZero()
                && makeRoom(profile, room)) {
            int round = room.round();
            Thread starter =
                    Thread.ofPlatform()
                            .daemon()
                            .name("worker-start")
                            .unstarted(() -> start(profile, room, round));
            starter.start(); // which may fail; only then is it counted
            starters.add(starter);
            room.starting++;
        }
    }

    /**
     * Whether one more process fits under the cap. For a caller who waits, not for a spare, an idle
     * stranger is evicted if need be, but none that another caller waits for: that caller would
     * start over, again and again. There is always one to evict or about to be: of the {@code
     * workers} admitted callers at least this one has no worker, so that some of the cap is idle.
     */
    private boolean makeRoom(Profile profile, Room room) {
        int cap = workers + spares;
        if (rooms.values().stream().mapToInt(Room::total).sum() < cap) {
            return true;
        }
        if (room.idle.size() + room.starting >= room.waiting) {
            return false;
        }
        for (Map.Entry<Profile, Room> other : rooms.entrySet()) {
            if (!other.getKey().equals(profile) && other.getValue().surplus() > 0) {
                WorkerProcess evicted = other.getValue().idle.removeLast();
                evicted.close();
                meters.workerEnded(SandboxMeters.End.EVICTED);
                return true;
            }
        }
        return false;
    }

    /** Rooms are keyed by tenant, and there is no end of tenants. */
    private void forgetVacantRooms() {
        rooms.values().removeIf(Room::isVacant);
    }

    private void start(Profile profile, Room room, int round) {
        WorkerProcess worker = null;
        HandaxeException failure = null;
        long began = System.nanoTime();
        try {
            worker = launch(profile);
        } catch (HandaxeException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new HandaxeException(Code.INTERRUPTED, "a worker's start was interrupted", e);
        } catch (RuntimeException | OutOfMemoryError e) {
            failure = new HandaxeException(Code.WORKER_START, "a worker could not be started", e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        lock.lock();
        try {
            starters.remove(Thread.currentThread());
            room.starting--;
            if (closed) {
                if (worker != null) {
                    worker.close();
                }
                return;
            }
            tell(took, failure);
            if (failure != null) {
                room.failed(round, failure, System.nanoTime());
            }
            if (worker != null) {
                WorkerProcess ready = worker;
                room.started();
                room.idle.addLast(ready);
                ready.whenGone(() -> buryIdle(profile, ready));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Replaces a worker that died while nobody used it; what dies busy is given back. */
    private void buryIdle(Profile profile, WorkerProcess worker) {
        lock.lock();
        try {
            Room room = rooms.get(profile);
            if (closed || room == null || !room.idle.remove(worker)) {
                return;
            }
            worker.close();
            meters.workerEnded(SandboxMeters.End.DIED);
            if (room.replacesIdleDeath()) {
                fill(profile, room, Math.max(1, room.waiting + spares));
            }
            forgetVacantRooms();
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
        return launcher.launch(profile);
    }

    /** Takes a worker back; one that is dead or not to be kept is replaced. */
    void giveBack(Profile profile, WorkerProcess worker, boolean keep) {
        lock.lock();
        try {
            Room room = rooms.computeIfAbsent(profile, key -> new Room());
            room.busy.remove(worker);
            if (keep && !closed && worker.isAlive()) {
                room.served();
                // With packages the worker that rested longest is the likeliest to have its next
                // context ready; without, the last one is the warmest.
                if (profile.packages().isEmpty()) {
                    room.idle.addFirst(worker);
                } else {
                    room.idle.addLast(worker);
                }
            } else {
                worker.close();
                fill(profile, room, Math.max(1, room.waiting + spares));
            }
            forgetVacantRooms();
            changed.signalAll();
        } finally {
            lock.unlock();
            admission.release();
        }
    }

    @Override
    public void close() {
        List<WorkerProcess> ended = new ArrayList<>();
        List<Thread> starting;
        lock.lock();
        try {
            closed = true;
            for (Room room : rooms.values()) {
                ended.addAll(room.idle);
                ended.addAll(room.busy);
                room.idle.clear();
            }
            starting = List.copyOf(starters);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        ended.forEach(WorkerProcess::close);
        starting.forEach(Thread::interrupt); // each kills the worker that it waits for
        try {
            for (Thread starter : starting) {
                starter.join(END_PATIENCE);
            }
            for (WorkerProcess worker : ended) {
                worker.exitStatus();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // all are killed, only not waited for
        }
        launcher.close();
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
