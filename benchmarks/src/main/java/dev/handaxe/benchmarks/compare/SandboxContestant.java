package dev.handaxe.benchmarks.compare;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;

/**
 * The sandbox itself: every program in a fresh context, or all in one session per worker whose
 * names are cleared between programs.
 *
 * <p>Confined to one thread; programs run on several.
 */
final class SandboxContestant implements Contestant {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.evaluation();
    private static final int MOST_SESSIONS = 256;
    private static final Invocation PLUS =
            Invocation.call("plus", PythonValue.of(2), PythonValue.of(3));
    private static final FunctionSet FUNCTIONS =
            FunctionSet.of(
                    List.of(
                            FunctionDefinition.builder(
                                            "plus", "def plus(a, b):\n    return a + b\n")
                                    .build()));

    /** How programs are kept apart. */
    enum Kind {
        CONTEXT("Handaxe, a fresh context each", 50),
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
            try (Session session = sandbox.openSession(FUNCTIONS, ExecutionPolicy.session())) {
                return timed(count, session::call);
            }
        }
        return timed(count, call -> sandbox.call(FUNCTIONS, call, POLICY));
    }

    @Override
    public int callsPerRound() {
        return kind.calls;
    }

    private static double[] timed(int count, Function<Invocation, Outcome> call) {
        double[] micros = new double[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            Outcome outcome = call.apply(PLUS);
            micros[i] = (System.nanoTime() - start) / 1e3;
            if (!outcome.returnedValue().equals(Optional.of(PythonValue.of(5)))) {
                throw new HandaxeException(
                        Code.WORKER_START, "2 + 3 did not return 5 but " + outcome.kind());
            }
        }
        return micros;
    }

    private Outcome outcome(Invocation program) {
        if (kind == Kind.CONTEXT) {
            return sandbox.call(FunctionSet.empty(), program, POLICY);
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
