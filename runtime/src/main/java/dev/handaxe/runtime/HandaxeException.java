package dev.handaxe.runtime;

/**
 * A fault of the host or of its caller, never of guest code: guest failures are {@link Outcome}s.
 * The code is stable; metrics and exit codes use it.
 */
public class HandaxeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of fault. */
    public enum Code {
        /** Something given to Handaxe is malformed: a file, a field, an option. */
        INVALID_INPUT,
        /** The worker's program or home folder is missing or broken. */
        WORKER_HOME,
        /** No worker process could be started. */
        WORKER_START,
        /** A policy requires a confinement that this host does not give. */
        CONFINEMENT,
        /** No suitable JDK. */
        NO_JDK,
        /** A replay was asked for something it has no answer to. */
        REPLAY_MISMATCH,
        /** The model's provider failed for good. */
        PROVIDER,
        /** The call or run was interrupted. */
        INTERRUPTED,
        /** As many sessions are open as the sandbox allows. */
        SESSION_LIMIT,
        /** Used after close. */
        CLOSED,
        /** Reading or writing a file failed. */
        IO
    }

    private final Code code;
    private final String message;

    /** With a message of one line that says what, where, and what would be right. */
    public HandaxeException(Code code, String message) {
        super(message);
        this.code = code;
        this.message = message;
    }

    /** With the fault that led to it. */
    public HandaxeException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.message = message;
    }

    /** The message; there always is one. */
    @Override
    public final String getMessage() {
        return message;
    }

    /** The stable code. */
    public final Code code() {
        return code;
    }
}
