package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.internal.OpenSession;

/**
 * Calls that share their state: the globals of {@code __main__}, the modules, what the functions of
 * the set remember. The state lives in a worker process that serves nobody else; each call has its
 * own limits, output, trace and invocation id.
 *
 * <pre>{@code
 * try (Session session = sandbox.openSession(FunctionSet.empty(), ExecutionPolicy.session())) {
 *     session.call(Invocation.program("x = 20"));
 *     session.call(Invocation.program("print(x + 1)")); // 21
 * }
 * }</pre>
 *
 * <p>Every report says what became of the state: {@link Outcome.SessionState#KEPT} after a value,
 * an exception, an exit or a soft stop; {@link Outcome.SessionState#LOST} after a hard stop, a heap
 * breach, too much output, a lost worker, or threads that were left running. After a loss the next
 * call starts from nothing, with the functions defined again. A call that finds the state gone,
 * because the session was idle for too long or its worker died between calls, does not run: it ends
 * as {@link Outcome.Lost}, so that no code ever runs on less state than it was promised.
 *
 * <p>Thread-safe: calls run one after the other. Whoever opens it closes it.
 */
public final class Session implements AutoCloseable {
    private final OpenSession session;

    Session(OpenSession session) {
        this.session = session;
    }

    /**
     * Runs one invocation and blocks until its outcome, waiting for calls before it. When the
     * caller is interrupted its call ends as {@link Outcome.Lost}, the state of a call that was
     * running is lost, and the thread's interrupt flag stays set.
     *
     * @throws HandaxeException if the host cannot start a worker, if the session or the sandbox is
     *     closed, or with {@link Code#INVALID_INPUT} if the invocation is another tenant's
     */
    public Outcome call(Invocation invocation) {
        return session.call(invocation);
    }

    /**
     * Has the next call begin with the globals of {@code __main__} as they were when the functions
     * had been defined. Modules, and what was changed in them, stay.
     */
    public void clearGlobals() {
        session.clearGlobals();
    }

    /** Kills the worker; a call in flight ends as {@link Outcome.Lost}. */
    @Override
    public void close() {
        session.close();
    }
}
