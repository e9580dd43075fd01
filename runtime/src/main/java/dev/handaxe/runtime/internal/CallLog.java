package dev.handaxe.runtime.internal;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.OutcomeFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells the log and the meters of each call, in a session or not. Thread-safe. */
final class CallLog {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final SandboxMeters meters;

    CallLog(SandboxMeters meters) {
        this.meters = meters;
    }

    /** A call begins. */
    void begins(String invocationId, ExecutionPolicy policy) {
        LOG.debug("invocation={} begins under policy {}", invocationId, policy.name());
    }

    /** A call ended so; returns the outcome. */
    Outcome ended(Outcome outcome) {
        meters.called(outcome);
        boolean unusual =
                outcome instanceof Outcome.Lost
                        || (outcome instanceof Outcome.LimitExceeded exceeded
                                && exceeded.breach().stage() == Stage.HARD);
        LOG.atLevel(unusual ? Level.WARN : Level.DEBUG).log(() -> OutcomeFormat.line(outcome));
        return outcome;
    }

    /** A session's worker ends. */
    void workerEnded(SandboxMeters.End why) {
        meters.workerEnded(why);
    }
}
