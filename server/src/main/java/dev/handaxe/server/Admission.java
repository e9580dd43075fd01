package dev.handaxe.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets calls of guest code in, as many as there are workers and places to wait, and no more; and of
 * each client no more than its quota. What is refused is told when to come again.
 *
 * <p>Thread-safe.
 */
final class Admission {
    private final int most;
    private final LongSupplier nanoTime;
    private final Map<String, Allowance> allowances = new HashMap<>();
    private final Counter full;
    private final Counter overQuota;
    private int inside;
    private boolean closed;

    /** A place that a call has until it gives it back. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Admits so many at a time. */
    Admission(int most, List<Client> clients, MeterRegistry meters, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
        for (Client client : clients) {
            if (client.callsPerMinute() > 0) {
                allowances.put(
                        client.name(),
                        new Allowance(client.callsPerMinute(), nanoTime.getAsLong()));
            }
        }
        full = refusals("full", meters);
        overQuota = refusals("quota", meters);
        Gauge.builder("handaxe.server.calls.inside", this, Admission::inside)
                .description("Calls of guest code that run or wait")
                .baseUnit("calls")
                .register(meters);
    }

    private static Counter refusals(String reason, MeterRegistry meters) {
        return Counter.builder("handaxe.server.refusals")
                .description("Calls that were not let in")
                .tag("reason", reason)
                .register(meters);
    }

    /**
     * Lets a call of that client in.
     *
     * @throws RefusedException with status 429 if all places are taken or the client's quota is
     *     used up, with 503 if the server is being closed
     */
    synchronized Place enter(Client client) {
        if (closed) {
            throw new RefusedException(Problem.closing());
        }
        if (inside >= most) {
            full.increment();
            throw new RefusedException(
                    new Problem(429, "busy", "all workers are busy and the queue is full", 1));
        }
        Allowance allowance = allowances.get(client.name());
        if (allowance != null) {
            long seconds = allowance.take(nanoTime.getAsLong());
            if (seconds > 0) {
                overQuota.increment();
                throw new RefusedException(
                        new Problem(
                                429,
                                "quota",
                                "%d calls a minute are this client's quota"
                                        .formatted(client.callsPerMinute()),
                                (int) seconds));
            }
        }
        inside++;
        return this::leave;
    }

    private synchronized void leave() {
        inside--;
        notifyAll();
    }

    private synchronized int inside() {
        return inside;
    }

    /** Lets nobody in any more, and waits for those inside; false if some are left. */
    synchronized boolean close(Duration patience) throws InterruptedException {
        closed = true;
        long end = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        while (inside > 0 && left > 0) {
            wait(Math.max(1, left / 1_000_000));
            left = end - System.nanoTime();
        }
        return inside == 0;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Calls that a client has left, refilled evenly over a minute. */
    private static final class Allowance {
        private static final double NANOS_A_MINUTE = 60e9;

        private final int perMinute;
        private double left;
        private long at;

        Allowance(int perMinute, long now) {
            this.perMinute = perMinute;
            left = perMinute;
            at = now;
        }

        /** Takes one; else in how many seconds there is one. */
        long take(long now) {
            left = Math.min(perMinute, left + (now - at) * perMinute / NANOS_A_MINUTE);
            at = now;
            if (left >= 1) {
                left--;
                return 0;
            }
            return Math.max(1, (long) Math.ceil((1 - left) * 60.0 / perMinute));
        }
    }
}
