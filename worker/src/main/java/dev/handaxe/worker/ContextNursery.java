package dev.handaxe.worker;

import dev.handaxe.worker.trace.Tracer;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.SandboxPolicy;

/**
 * Keeps spare contexts ready on the worker's one engine, and closes used ones. Each is used for one
 * call. Thread-safe; the worker closes it.
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
    private final BlockingQueue<SpareContext> spares = new LinkedBlockingQueue<>();
    private final BlockingQueue<SpareContext> used = new LinkedBlockingQueue<>();
    private final List<MemoryPoolMXBean> oldGenerations =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .filter(MemoryPoolMXBean::isUsageThresholdSupported) // the old generation
                    .toList();

    /** Shared by those who make a context; alone while probes come into the engine's code. */
    private final ReadWriteLock code = new ReentrantReadWriteLock();

    private final Thread nurse = new Thread(null, this::tend, "nursery", STACK_BYTES);

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
        return spares.take();
    }

    /** Makes one whose guest may have threads of its own; on the thread that will use it. */
    SpareContext make(long threads) {
        code.readLock().lock();
        try {
            return SpareContext.on(engine, ahead, threads);
        } finally {
            code.readLock().unlock();
        }
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

    /** Hands a context back after its call; it is closed, never used again. */
    void giveBack(SpareContext spare) {
        used.add(spare);
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

    private int spareCount() {
        return ahead.packages().names().isEmpty() ? SPARES : SPARES_WITH_PACKAGES;
    }

    private void tend() {
        try {
            SpareContext first = make(1);
            if (!ahead.packages().names().isEmpty()) {
                packageBytes = PackageImports.requireRoom(ahead.packages());
            }
            spares.put(first);
            for (int i = spareCount(); i > 1; i--) {
                spares.put(make(1));
            }
            while (true) {
                used.take().close();
                if (spares.size() < spareCount()) { // one with threads was not taken from them
                    spares.put(make(1));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
