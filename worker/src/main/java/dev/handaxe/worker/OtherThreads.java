package dev.handaxe.worker;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that guest code created in one call, besides its own: what they have used together,
 * and whether any is left. What a thread used after the last look and before its end is not seen;
 * the time of the whole process, which the supervisor watches, has it all. Confined to the lane.
 */
final class OtherThreads {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long LOOK_NANOS = 1_000_000;

    private final GuestThread guest;
    private final boolean possible;
    private Map<Long, Use> running = new HashMap<>();
    private Use ended = new Use(0, 0);

    private record Use(long cpuNanos, long bytes) {
        Use plus(Use other) {
            return new Use(cpuNanos + other.cpuNanos, bytes + other.bytes);
        }
    }

    /**
     * @param allowed how many threads the policy allows in all
     */
    OtherThreads(GuestThread guest, long allowed) {
        this.guest = guest;
        this.possible = allowed > 1;
    }

    /** Looks at every thread once more. */
    void look() {
        if (!possible) {
            return;
        }
        Map<Long, Use> alive = new HashMap<>();
        for (Thread thread : guest.others()) {
            long cpu = THREADS.getThreadCpuTime(thread.threadId());
            long bytes = THREADS.getThreadAllocatedBytes(thread.threadId());
            if (cpu >= 0 && bytes >= 0) {
                alive.put(thread.threadId(), new Use(cpu, bytes));
            }
        }
        running.keySet().removeAll(alive.keySet());
        running.values().forEach(use -> ended = ended.plus(use));
        running = alive;
    }

    /** How many there were at the last look. */
    int running() {
        return running.size();
    }

    /** What they have used so far, the ended ones included. */
    private Use all() {
        return possible ? running.values().stream().reduce(ended, Use::plus) : ended;
    }

    /** CPU time of all of them, the ended ones included. */
    long cpuNanos() {
        return all().cpuNanos();
    }

    /** Bytes that all of them allocated, the ended ones included. */
    long allocatedBytes() {
        return all().bytes();
    }

    /** Waits until none is left; false if one still is when the time is over. */
    boolean awaitNone(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (possible && !guest.others().isEmpty()) {
            look();
            if (System.nanoTime() >= end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }
}
