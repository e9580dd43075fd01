package dev.handaxe.worker;

import dev.handaxe.worker.trace.Tracer;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SandboxPolicy;

/**
 * Keeps spare contexts ready on the worker's one engine. Each is used for one call and closed, or
 * where the worker is for it, brought back to its {@link ContextCheckpoint} and used again. While
 * no guest runs, spares import what most guests import. Thread-safe; the worker closes it.
 */
final class ContextNursery implements AutoCloseable {
    private static final int SPARES = 2;

    /**
     * With packages imported a context is large, and making one takes seconds of CPU. So there is
     * one, and the next is made when that one is closed: never beside a guest.
     */
    private static final int SPARES_WITH_PACKAGES = 1;

    /** The part of the heap that may be in use after a collection. */
    private static final double TIGHT =
            Double.parseDouble(System.getProperty("handaxe.worker.heap", "0.7"));

    private static final long STACK_BYTES = 16L << 20;

    /**
     * Importing ahead takes 250 ms, in which that spare is not there: calls that come every 150 ms
     * would wait for it (measured: a median of 51 ms in place of 4).
     */
    private static final Duration IDLE = Duration.ofMillis(400);

    /** The first time takes a second of CPU in a new JVM, which other starts may need. */
    private static final Duration IDLE_AT_FIRST = Duration.ofSeconds(2);

    /** A worker that served this many is likely to serve as many again. */
    private static final int FIRST_CALLS = 10;

    /** A worker with less keeps all of it for its guests. */
    private static final long MIN_HEAP_TO_WARM = 192L << 20;

    private final Preparation ahead;
    private volatile long packageBytes;
    private final Engine engine =
            Engine.newBuilder("python")
                    .sandbox(SandboxPolicy.CONSTRAINED)
                    .in(InputStream.nullInputStream())
                    .out(OutputStream.nullOutputStream())
                    .err(OutputStream.nullOutputStream())
                    // GraalPy's warnings name the host's folders; they would go to the guest
                    .logHandler(OutputStream.nullOutputStream())
                    .build();
    private final boolean countsThreads = SpareContext.countsThreads(engine);
    private final BlockingQueue<SpareContext> spares = new LinkedBlockingQueue<>();
    private final BlockingQueue<Used> used = new LinkedBlockingQueue<>();
    private final ProgramSources programs = new ProgramSources();
    private volatile boolean busy;

    /** The nurse's own: how long it waits for a call before it warms a spare. */
    private Duration idle = IDLE_AT_FIRST;

    /** The nurse's own: how many calls there were. */
    private int served;

    /** The nurse's own: whether no spare failed to import. */
    private boolean warmable = true;

    private volatile Optional<String> unrestorable = Optional.empty();
    private final List<MemoryPoolMXBean> oldGenerations =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .filter(MemoryPoolMXBean::isUsageThresholdSupported) // the old generation
                    .toList();

    /** Shared by those who make a context; alone while probes come into the engine's code. */
    private final ReadWriteLock code = new ReentrantReadWriteLock();

    private final Thread nurse = new Thread(null, this::tend, "nursery", STACK_BYTES);

    /** A context after its call, and whether it may serve again. */
    private record Used(SpareContext context, boolean again) {}

    /** Of contexts so prepared. */
    ContextNursery(Preparation ahead) {
        this.ahead = ahead;
        nurse.setDaemon(true);
        nurse.start();
    }

    void awaitFirst() throws InterruptedException {
        spares.put(spares.take());
    }

    SpareContext take() throws InterruptedException {
        busy = true;
        return spares.take();
    }

    /** The programs that its contexts ran last. */
    ProgramSources programs() {
        return programs;
    }

    /** Whether contexts are used again. */
    boolean restores() {
        return ahead.restored() && unrestorable.isEmpty();
    }

    /** Why contexts are not used again in a worker that is for it. */
    Optional<String> unrestorable() {
        return unrestorable;
    }

    /** Makes one whose guest may have threads of its own; on the thread that will use it. */
    SpareContext make(long threads) {
        busy = true;
        return fresh(threads);
    }

    private SpareContext fresh(long threads) {
        code.readLock().lock();
        try {
            return SpareContext.on(engine, ahead, threads);
        } finally {
            code.readLock().unlock();
        }
    }

    /** Whether the engine ends a context at one thread too many. */
    boolean countsThreads() {
        return countsThreads;
    }

    /**
     * Makes the engine's code traceable, once no context is being made: where another thread runs
     * code at the moment that it gets its probes, GraalPy 25.2.4 mixes up that thread's variables.
     */
    void attachTracer() {
        code.writeLock().lock();
        try {
            Tracer.of(engine).attach();
        } finally {
            code.writeLock().unlock();
        }
    }

    /**
     * Hands a context back after its call, once nothing of the guest runs in it.
     *
     * @param again whether it may serve another call, restored; else it is closed
     */
    void giveBack(SpareContext spare, boolean again) {
        busy = false;
        used.add(new Used(spare, again && ahead.restored()));
    }

    /** Whether the last collections left so much that the worker had better be replaced. */
    boolean heapIsTight() {
        for (MemoryPoolMXBean pool : oldGenerations) {
            MemoryUsage after = pool.getCollectionUsage();
            if (after != null && after.getMax() > 0 && isTight(after)) {
                return true;
            }
        }
        return false;
    }

    /** What packages take is there again with the next context, and is no reason to replace. */
    private boolean isTight(MemoryUsage after) {
        long room = after.getMax() - packageBytes;
        return after.getUsed() - packageBytes > TIGHT * room;
    }

    @Override
    public void close() {
        nurse.interrupt();
    }

    /** Gives the host back what the heap does not need, once, if no call comes for a while. */
    private Used awaitUsed() throws InterruptedException {
        Used soon = used.poll(IDLE_AT_FIRST.toNanos(), TimeUnit.NANOSECONDS);
        if (soon == null && !busy) {
            System.gc();
        }
        return soon == null ? used.take() : soon;
    }

    private int spareCount() {
        return ahead.packages().names().isEmpty() ? SPARES : SPARES_WITH_PACKAGES;
    }

    private void tend() {
        try {
            SpareContext first = makeSpare();
            if (!ahead.packages().names().isEmpty()) {
                packageBytes = PackageImports.requireRoom(ahead.packages());
            }
            spares.put(first);
            for (int i = spareCount(); i > 1; i--) {
                spares.put(makeSpare());
            }
            while (true) {
                Used next = used.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
                if (next == null && warmOne()) {
                    continue;
                }
                renew(next == null ? awaitUsed() : next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SpareContext makeSpare() {
        SpareContext spare = fresh(1);
        if (ahead.restored() && unrestorable.isEmpty()) {
            try {
                spare = hasRoomToWarm() ? warmed(spare) : spare;
                spare.mark();
            } catch (ContextCheckpoint.Impossible | OutOfMemoryError e) {
                unrestorable = Optional.of(String.valueOf(e.getMessage()));
            }
        }
        return spare;
    }

    private void renew(Used last) throws InterruptedException {
        if (++served == FIRST_CALLS) {
            idle = IDLE;
        }
        // one with threads was not taken from the spares
        if (last.again() && spares.size() < spareCount() && last.context().restore()) {
            spares.put(last.context());
            return;
        }
        last.context().close();
        if (spares.size() < spareCount()) {
            spares.put(makeSpare());
        }
    }

    /**
     * Has a spare import ahead after a while without a call, so that neither a guest shares the
     * processor with it nor a call waits for it.
     */
    private boolean warmOne() throws InterruptedException {
        if (busy || !hasRoomToWarm()) {
            return false;
        }
        SpareContext cold = null;
        for (SpareContext spare : spares) {
            cold = spare.isWarm() ? cold : spare;
        }
        if (cold == null || spares.size() < 2 || !spares.remove(cold)) {
            return false;
        }
        spares.put(warmed(cold));
        return true;
    }

    /** What was imported takes from the guest's heap, some 10 MB a context. */
    private boolean hasRoomToWarm() {
        return warmable && Runtime.getRuntime().maxMemory() >= MIN_HEAP_TO_WARM;
    }

    /** A heap that is nearly full of something else may not hold what is imported. */
    private SpareContext warmed(SpareContext cold) {
        try {
            cold.warm();
            return cold;
        } catch (PolyglotException | OutOfMemoryError e) {
            warmable = false;
            cold.close();
            return fresh(1);
        }
    }
}
