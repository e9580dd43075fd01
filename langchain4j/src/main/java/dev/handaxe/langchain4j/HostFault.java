package dev.handaxe.langchain4j;

import dev.handaxe.runtime.HandaxeException;

/**
 * Faults of the host as a model is told them: what it can do about it, and nothing of what the
 * fault says, which names files and settings of the host.
 */
final class HostFault {
    private HostFault() {}

    /** What a model is told instead of the exception. */
    static String reply(RuntimeException fault) {
        if (!(fault instanceof HandaxeException known)) {
            return "The call could not be made. Go on without it.";
        }
        return switch (known.code()) {
            case INTERRUPTED -> "The call was interrupted and gave no result.";
            case WORKER_START, SESSION_LIMIT ->
                    "The call could not be made just now. It may work if you try again.";
            case CLOSED -> "No more calls can be made. Go on without them.";
            case INVALID_INPUT, WORKER_HOME, CONFINEMENT, NO_JDK, REPLAY_MISMATCH, PROVIDER, IO ->
                    "The call could not be made, and trying again will not help. Go on without it.";
        };
    }
}
