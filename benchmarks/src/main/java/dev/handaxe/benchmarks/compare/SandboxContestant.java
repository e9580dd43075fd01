package dev.handaxe.benchmarks.compare;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The sandbox itself: every program in a fresh context, or in one that was restored, or all in one
 * session per worker whose names are cleared between programs.
 *
 * <p>Confined to one thread; programs run on several.
 */
final class SandboxContestant implements Contestant {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.evaluation();
    private static final int MOST_SESSIONS = 256;

    /** How programs are kept apart. */
    enum Kind {
        CONTEXT("Handaxe, a fresh context each", 50),
        RESTORED("Handaxe, a restored context each", 200),
        SESSION("Handaxe, a session for all", 1000);

        private final String title;
        private final int calls;

        Kind(String title, int calls) {
            this.title = title;
            this.calls = calls;
        }

        String title() {
            return title;
        }
    }

    private final Kind kind;
    private final Sandbox sandbox;
    private final BlockingQueue<Session> sessions;
    private final int workers;

    private SandboxContestant(Kind kind, Sandbox sandbox, int workers) {
        this.kind = kind;
        this.sandbox = sandbox;
        this.workers = workers;
        sessions = new ArrayBlockingQueue<>(workers);
    }

    /**
     * Opens a sandbox of its own.
     *
     * @throws HandaxeException if this host cannot run workers
     */
    static SandboxContestant open(Kind kind, int workers) {
        Sandbox sandbox =
                Sandbox.open(
                        SandboxOptions.defaults()
                                .withWorkers(workers)
                                .withSessions(Math.min(MOST_SESSIONS, workers + 1)));
        return new SandboxContestant(kind, sandbox, workers);
    }

    @Override
    public String name() {
        return kind.title;
    }

    @Override
    public String version() {
        return "Java " + Runtime.version() + ", " + workers + " workers";
    }

    @Override
    public long run(List<String> programs) {
        return Passes.count(
                workers,
                programs,
                program -> outcome(Invocation.program(program)) instanceof Outcome.Returned);
    }

    @Override
    public double[] calls(int count) {
        if (kind == Kind.SESSION) {
            try (Session session =
                    sandbox.openSession(TimedCalls.FUNCTIONS, ExecutionPolicy.session())) {
                return TimedCalls.PLUS.micros(count, session::call);
            }
        }
        return TimedCalls.PLUS.micros(
                count, call -> sandbox.call(TimedCalls.FUNCTIONS, call, policy()));
    }

    @Override
    public int callsPerRound() {
        return kind.calls;
    }

    private ExecutionPolicy policy() {
        return kind == Kind.RESTORED ? POLICY.with(Isolation.RESTORED) : POLICY;
    }

    private Outcome outcome(Invocation program) {
        if (kind != Kind.SESSION) {
            return sandbox.call(FunctionSet.empty(), program, policy());
        }
        Session session = sessions.poll();
        if (session == null) {
            session = sandbox.openSession(FunctionSet.empty(), ExecutionPolicy.session());
        }
        try {
            session.clearGlobals();
            return session.call(program);
        } finally {
            sessions.add(session);
        }
    }

    @Override
    public void close() {
        List<Session> open = new ArrayList<>();
        sessions.drainTo(open);
        try (sandbox) {
            open.forEach(Session::close);
        }
    }
}
