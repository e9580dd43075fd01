package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.protocol.CallRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Has a new worker compile what it is for, before anybody waits for it: it runs a call again that
 * another worker just ended, and drops what comes of it. Only a call that reaches nothing outside
 * of its context can be run again unseen, so there is none for one that may call the host.
 *
 * <p>Immutable.
 *
 * @param request the call
 * @param hosts without a function in it
 * @param clock for what hangs
 */
record Rehearsal(CallRequest request, HostCalls hosts, ScheduledExecutorService clock) {
    /** What a move may be put off by; the rest is compiled while callers are served. */
    private static final Duration LONGEST = Duration.ofSeconds(12);

    private static final int MOST_CALLS = 100;

    /**
     * Runs the call again and again in a worker that nobody else has.
     *
     * @return whether the worker is as good as before
     */
    boolean run(WorkerProcess worker) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        for (int i = 0; i < MOST_CALLS && System.nanoTime() < end; i++) {
            var supervisor = new CallSupervisor(worker, request.settings(), Duration.ZERO, hosts);
            Optional<Outcome> outcome = supervisor.run(request, clock);
            if (outcome.isEmpty() || !supervisor.keepWorker()) {
                return false;
            }
        }
        return true;
    }
}
