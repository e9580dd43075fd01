package dev.handaxe.runtime.internal;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.Isolation;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionSet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much CPU time function sets have used whose policy leaves it open which image runs them, and
 * so which of them are hot. Kept for each tenant and kind of worker on its own; the sets that were
 * called last are remembered. Thread-safe.
 */
final class HotSets {
    /**
     * A worker that compiles Python takes some ten seconds of CPU time and more until it is of use,
     * which nobody would spend on a set that is called once or twice. What ran for half of that has
     * been called in earnest, and is likely to be called again.
     */
    static final Duration THRESHOLD = Duration.ofSeconds(5);

    /** More sets than are called at the same time; some 200 bytes each. */
    static final int MAX_SETS = 1024;

    /** The last used comes last. */
    private final Map<Key, Duration> used = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * One set of one tenant.
     *
     * @param functions the set's hash
     * @param startup the worker that its calls begin in, which has the tenant
     */
    record Key(String functions, Profile startup) {
        /** The worker that they go on in. */
        Profile hot() {
            return startup.compilingPython();
        }
    }

    /** What is counted for such a call; empty if its image is settled. */
    static Optional<Key> key(FunctionSet functions, ExecutionPolicy policy, Profile startup) {
        boolean open =
                policy.image() == Image.AUTO
                        && policy.isolation() != Isolation.PROCESS // each call has a new worker
                        && policy.trace() == TraceMode.OFF // those that compile show no variables
                        && !functions.functions().isEmpty();
        return open ? Optional.of(new Key(functions.hash(), startup)) : Optional.empty();
    }

    /** Counts the CPU time of a call. */
    synchronized void used(Key set, Duration cpu) {
        used.merge(set, cpu, Duration::plus);
        if (used.size() > MAX_SETS) {
            used.remove(used.keySet().iterator().next());
        }
    }

    /** Whether it has used so much that it is worth a worker that compiles. */
    synchronized boolean isHot(Key set) {
        return used.getOrDefault(set, Duration.ZERO).compareTo(THRESHOLD) >= 0;
    }

    /** How many sets are remembered. */
    synchronized int size() {
        return used.size();
    }
}
