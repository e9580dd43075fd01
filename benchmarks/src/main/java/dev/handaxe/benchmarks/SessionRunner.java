package dev.handaxe.benchmarks;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Runs samples in sessions, one for each caller at a time: a sample finds the context that another
 * has used. Each gets globals of its own, so that no sample passes on another's definitions; what
 * is shared are the modules, their state, and what a sample patched in them or in the builtins. A
 * sample whose session had died before it is tried again in a fresh one. A session has the limits
 * of its policy, so a call under another gets another; there are never more than calls at once, nor
 * more than the sandbox allows: further calls wait for a session of this runner.
 *
 * <p>Thread-safe. Whoever makes it closes it, and with it the sessions.
 */
final class SessionRunner implements GuestRunner, AutoCloseable {
    private static final String ATTEMPT = "handaxe_attempt";

    /** Runs a function's source in globals of its own, as a fresh context would. */
    private static final FunctionSet SET =
            FunctionSet.of(
                    List.of(
                            FunctionDefinition.builder(
                                            ATTEMPT,
                                            """
                                            def handaxe_attempt(source, name):
                                                space = {"__name__": "functions." + name}
                                                code = compile(source, name + ".py", "exec")
                                                exec(code, space)
                                                return space[name]()
                                            """)
                                    .build()));

    private final Sandbox sandbox;
    private final Deque<Held> idle = new ArrayDeque<>();
    private int taken;
    private boolean closed;

    SessionRunner(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    private record Held(Session session, ExecutionPolicy policy) {}

    @Override
    public Outcome call(FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {
        try (Turn turn = turn(policy)) {
            return turn.call(functions, invocation);
        }
    }

    /**
     * A session for one call; returns when its worker is ready. Whoever takes it closes it.
     *
     * @throws HandaxeException with {@link Code#SESSION_LIMIT} if the sandbox allows no more and
     *     none is in use here that could come free, with {@link Code#INTERRUPTED} if the thread is
     *     interrupted while it waits
     */
    Turn turn(ExecutionPolicy policy) {
        Optional<Session> session = take(policy);
        while (session.isEmpty()) {
            awaitGivenBack();
            session = take(policy);
        }
        return new Turn(new Held(session.get(), policy));
    }

    /** A session that nobody else has until it is given back. */
    final class Turn implements AutoCloseable {
        private final Held held;

        private Turn(Held held) {
            this.held = held;
        }

        Outcome call(FunctionSet functions, Invocation invocation) {
            Session session = held.session();
            Outcome outcome = attempt(session, functions, invocation);
            return didNotRun(outcome) ? attempt(session, functions, invocation) : outcome;
        }

        @Override
        public void close() {
            giveBack(held);
        }
    }

    private static Outcome attempt(Session session, FunctionSet functions, Invocation invocation) {
        session.clearGlobals();
        return switch (invocation) {
            case Invocation.Program program -> session.call(program);
            case Invocation.Call call -> session.call(inOwnGlobals(functions, call));
        };
    }

    private static Invocation inOwnGlobals(FunctionSet functions, Invocation.Call call) {
        String source = functions.find(call.function()).orElseThrow().source();
        return Invocation.call(ATTEMPT, PythonValue.of(source), PythonValue.of(call.function()));
    }

    private static boolean didNotRun(Outcome outcome) {
        return outcome instanceof Outcome.Lost && outcome.report().metrics().wall().isZero();
    }

    /**
     * One that is idle under that policy, or a new one in the place of one that is idle; empty if
     * the sandbox allows no more and others have some in use.
     */
    private Optional<Session> take(ExecutionPolicy policy) {
        Optional<Held> found;
        synchronized (this) {
            taken++;
            found = idle.stream().filter(held -> held.policy().equals(policy)).findFirst();
            if (found.isEmpty()) {
                found = Optional.ofNullable(idle.peekLast());
            }
            found.ifPresent(idle::remove);
        }
        if (found.isPresent() && found.get().policy().equals(policy)) {
            return Optional.of(found.get().session());
        }
        boolean opened = false;
        try {
            found.ifPresent(held -> held.session().close());
            Session session = sandbox.openSession(SET, policy);
            opened = true;
            return Optional.of(session);
        } catch (HandaxeException e) {
            if (e.code() == Code.SESSION_LIMIT && isOtherTaken()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            if (!opened) {
                letGo();
            }
        }
    }

    /** Asked by one that has been counted itself. */
    private synchronized boolean isOtherTaken() {
        return taken > 1 || !idle.isEmpty();
    }

    /** Those that wait are woken by the last, too: then nothing comes back, and one must say so. */
    private synchronized void letGo() {
        taken--;
        if (taken == 0) {
            notifyAll();
        }
    }

    private synchronized void awaitGivenBack() {
        try {
            while (idle.isEmpty() && taken > 0) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(
                    Code.INTERRUPTED, "interrupted while waiting for a session", e);
        }
    }

    private synchronized void giveBack(Held held) {
        taken--;
        notifyAll();
        if (closed) {
            held.session().close();
        } else {
            idle.addFirst(held);
        }
    }

    /** Calls that are under way close theirs when they end. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(held -> held.session().close());
        idle.clear();
    }
}
