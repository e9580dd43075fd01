package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** A start aside costs much, and nobody waits for it: one that failed is not repeated soon. */
    private static final Duration ASIDE_PAUSE = Duration.ofMinutes(5);

    private final WorkerLauncher launcher;
    private final SandboxMeters meters;
    private final int workers;
    private final int spares;
    private final Semaphore admission;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Profile, Room> rooms = new HashMap<>();
    private final Set<Thread> starters = new HashSet<>();
    private boolean startingAside;
    private long asideNotBefore = System.nanoTime();
    private boolean closed;

    /** What a new worker does before it is handed out; false if it is of no use after that. */
    interface Preparation {
        /** Prepares it, on the thread that started it. */
        boolean prepare(WorkerProcess worker) throws InterruptedException;
    }

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

    /**
     * Takes a worker of that profile if one is idle, as {@link #take} does otherwise; it never
     * waits for more than its turn.
     *
     * @return empty if none is, and then the caller has none
     */
    Optional<WorkerProcess> takeIdle(Profile profile) throws InterruptedException {
        admission.acquire();
        Optional<WorkerProcess> taken = Optional.empty();
        try {
            taken = pollIdle(profile, true);
            return taken;
        } finally {
            if (taken.isEmpty()) {
                admission.release();
            }
        }
    }

    /** Hands an idle worker of that profile out for good: whoever asks owns and closes it. */
    Optional<WorkerProcess> release(Profile profile) {
        return pollIdle(profile, false);
    }

    private Optional<WorkerProcess> pollIdle(Profile profile, boolean busy) {
        lock.lock();
        try {
            Room room = rooms.get(profile);
            WorkerProcess worker = room == null || closed ? null : pollAlive(room);
            if (room != null && worker != null && busy) {
                room.busy.add(worker);
            }
            forgetVacantRooms();
            return Optional.ofNullable(worker);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts a worker that nobody waits for, unless one is idle or on its way. Such workers take
     * the place of spares, so that the cap always holds a worker for each caller besides.
     */
    void startAside(Profile profile, Preparation preparation) {
        lock.lock();
        try {
            Room known = rooms.get(profile);
            boolean there = known != null && known.idle.size() + known.starting > 0;
            if (closed
                    || there
                    || startingAside
                    || compiling() >= spares
                    || System.nanoTime() - asideNotBefore < 0
                    || (isFull() && !evict(profile))) {
                return;
            }
            Room room = rooms.computeIfAbsent(profile, key -> new Room());
            int round = room.round();
            startIn(room, () -> startedAside(start(profile, room, round, preparation)));
            startingAside = true; // only now: the start itself may fail
        } finally {
            lock.unlock();
        }
    }

    private int compiling() {
        return rooms.entrySet().stream()
                .filter(room -> room.getKey().compilesPython())
                .mapToInt(room -> room.getValue().total())
                .sum();
    }

    private void startedAside(boolean ready) {
        lock.lock();
        try {
            startingAside = false;
            if (!ready) {
                asideNotBefore = System.nanoTime() + ASIDE_PAUSE.toNanos();
                forgetVacantRooms();
            }
        } finally {
            lock.unlock();
        }
    }

    private void startIn(Room room, Runnable start) {
        Thread starter = Thread.ofPlatform().daemon().name("worker-start").unstarted(start);
        starter.start(); // which may fail; only then is it counted
        starters.add(starter);
        room.starting++;
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
            startIn(room, () -> start(profile, room, round, worker -> true));
        }
    }

    /**
     * Whether one more process fits under the cap. For a caller who waits, not for a spare, an idle
     * stranger is evicted if need be, but none that another caller waits for: that caller would
     * start over, again and again. There is always one to evict or about to be: of the {@code
     * workers} admitted callers at least this one has no worker, so that some of the cap is idle.
     */
    private boolean makeRoom(Profile profile, Room room) {
        if (!isFull()) {
            return true;
        }
        return room.idle.size() + room.starting < room.waiting && evict(profile);
    }

    private boolean isFull() {
        return rooms.values().stream().mapToInt(Room::total).sum() >= workers + spares;
    }

    /** Ends an idle worker of another profile; one that took long to get ready only for want. */
    private boolean evict(Profile profile) {
        Optional<Room> rich =
                rooms.entrySet().stream()
                        .filter(other -> !other.getKey().equals(profile))
                        .filter(other -> other.getValue().surplus() > 0)
                        .min(Comparator.comparing(other -> other.getKey().compilesPython()))
                        .map(Map.Entry::getValue);
        rich.ifPresent(
                room -> {
                    room.idle.removeLast().close();
                    meters.workerEnded(SandboxMeters.End.EVICTED);
                });
        return rich.isPresent();
    }

    /** Rooms are keyed by tenant, and there is no end of tenants. */
    private void forgetVacantRooms() {
        rooms.values().removeIf(Room::isVacant);
    }

    /** Whether the worker is idle now. */
    private boolean start(Profile profile, Room room, int round, Preparation preparation) {
        WorkerProcess worker = null;
        HandaxeException failure = null;
        long began = System.nanoTime();
        try {
            worker = launch(profile);
            if (!preparation.prepare(worker)) {
                failure = new HandaxeException(Code.WORKER_START, "it was lost on its rehearsal");
            }
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
            if (worker != null && (closed || failure != null)) {
                worker.close();
            }
            if (closed) {
                return false;
            }
            tell(took, failure);
            if (failure != null) {
                room.failed(round, failure, System.nanoTime());
            } else if (worker != null) {
                WorkerProcess ready = worker;
                room.started();
                room.idle.addLast(ready);
                ready.whenGone(() -> buryIdle(profile, ready));
            }
            changed.signalAll();
            return failure == null;
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
        giveBack(profile, worker, keep, true);
    }

    /** Takes back what {@link #takeIdle} gave; it is not replaced. */
    void giveBackIdle(Profile profile, WorkerProcess worker, boolean keep) {
        giveBack(profile, worker, keep, false);
    }

    private void giveBack(Profile profile, WorkerProcess worker, boolean keep, boolean replaced) {
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
                fill(profile, room, replaced ? Math.max(1, room.waiting + spares) : room.waiting);
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
