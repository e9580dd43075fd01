package dev.handaxe.cli;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Outcome;

/**
 * What the process ends with; the table in {@code docs/cli.md}.
 *
 * <p>Immutable.
 */
enum ExitCode {
    /** Done. */
    DONE(0),
    /** The guest code raised, or source or arguments were rejected. */
    GUEST_FAILED(1),
    /** The command was not used as it can be. */
    USAGE(2),
    /** A limit stopped the guest, or it was denied a capability. */
    STOPPED(3),
    /** The model's provider failed for good. */
    PROVIDER(4),
    /** The host cannot give what was asked. */
    HOST(5),
    /** A bug in Handaxe. */
    BUG(70),
    /** Interrupted. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned _ -> DONE;
            case Outcome.Raised _, Outcome.Rejected _ -> GUEST_FAILED;
            case Outcome.LimitExceeded _, Outcome.Denied _ -> STOPPED;
            case Outcome.Lost _ -> HOST;
        };
    }

    static ExitCode of(HandaxeException.Code code) {
        return switch (code) {
            case INVALID_INPUT, REPLAY_MISMATCH -> USAGE;
            case PROVIDER -> ExitCode.PROVIDER;
            case WORKER_HOME, WORKER_START, CONFINEMENT, NO_JDK, IO, SESSION_LIMIT -> HOST;
            case INTERRUPTED -> ExitCode.INTERRUPTED;
            case CLOSED -> BUG;
        };
    }
}
