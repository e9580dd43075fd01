package dev.handaxe.server;

import dev.handaxe.runtime.Outcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The calls that ended last, without what went in and came out. Thread-safe. */
final class RecentCalls {
    private static final int MOST = 500;

    private final Deque<Ended> calls = new ArrayDeque<>();

    /**
     * A call that ended.
     *
     * @param at when
     * @param client whose it was
     * @param what the function's name, or {@code run}
     * @param outcome its kind
     * @param wallMillis of the guest
     * @param queueMillis that it waited for its worker
     * @param id of the invocation
     */
    record Ended(
            Instant at,
            String client,
            String what,
            String outcome,
            double wallMillis,
            double queueMillis,
            String id) {}

    void add(Instant at, String client, String what, Outcome outcome) {
        Outcome.Report report = outcome.report();
        Ended ended =
                new Ended(
                        at,
                        client,
                        what,
                        outcome.kind(),
                        report.metrics().wall().toNanos() / 1e6,
                        report.metrics().queue().toNanos() / 1e6,
                        report.invocationId());
        synchronized (calls) {
            calls.addFirst(ended);
            if (calls.size() > MOST) {
                calls.removeLast();
            }
        }
    }

    /** Those of that client, the latest first. */
    List<Ended> of(Client client) {
        synchronized (calls) {
            return calls.stream().filter(call -> call.client().equals(client.name())).toList();
        }
    }
}
