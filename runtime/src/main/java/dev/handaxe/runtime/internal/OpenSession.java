package dev.handaxe.runtime.internal;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.SessionState;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One session: a worker of its own, whether that worker holds state, and the calls on it, one after
 * the other. Thread-safe; whoever opened it closes it, or the sandbox does.
 */
public final class OpenSession implements AutoCloseable {
    private final FunctionSet functions;
    private final ExecutionPolicy policy;
    private final String tenant;
    private final Sessions home;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile @Nullable WorkerProcess worker;
    private volatile boolean clear;
    private volatile boolean closed;
    private boolean begun;
    private long lastUsed = System.nanoTime();

    OpenSession(FunctionSet functions, ExecutionPolicy policy, String tenant, Sessions home) {
        this.functions = functions;
        this.policy = policy;
        this.tenant = tenant;
        this.home = home;
    }

    /** Starts the worker, so that the first call finds one. */
    void start() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            liveWorker();
        } finally {
            turn.unlock();
        }
    }

    /** Runs one invocation to its outcome. */
    public Outcome call(Invocation invocation) {
        requireTenant(invocation);
        String id = UUID.randomUUID().toString();
        home.ground().log().begins(id, policy);
        return home.ground().log().ended(inTurn(invocation, id));
    }

    private Outcome inTurn(Invocation invocation, String id) {
        HostCalls hosts = home.ground().hosts().of(policy, tenant, id);
        Optional<Outcome> refusal =
                CallChecks.refuse(
                        functions, invocation, policy, () -> unmeasured(id, SessionState.KEPT));
        if (refusal.isPresent()) {
            requireOpen();
            return refusal.get();
        }
        long asked = System.nanoTime();
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            return interrupted(id, SessionState.KEPT);
        }
        try {
            requireOpen();
            return run(invocation, id, hosts, asked);
        } catch (InterruptedException e) {
            drop();
            return interrupted(id, SessionState.LOST);
        } finally {
            lastUsed = System.nanoTime();
            turn.unlock();
        }
    }

    private Outcome run(Invocation invocation, String id, HostCalls hosts, long asked)
            throws InterruptedException {
        if (begun && !holdsWorker()) {
            drop();
            return gone("the session's worker was released or died since the last call", id);
        }
        for (int attempt = 0; attempt < Calls.ATTEMPTS; attempt++) {
            WorkerProcess live = liveWorker();
            SessionUse use = use();
            var request =
                    CallRequests.of(
                            begun ? FunctionSet.empty() : functions, invocation, policy, use);
            Duration queued = Duration.ofNanos(System.nanoTime() - asked);
            var supervisor = new CallSupervisor(live, request.settings(), queued, hosts);
            Optional<Outcome> outcome = supervisor.run(request, home.ground().clock());
            boolean went = begun;
            begun = supervisor.session() == SessionState.KEPT;
            if (!begun) {
                home.ground().log().workerEnded(supervisor.workersEnd());
                drop();
            }
            if (outcome.isPresent()) {
                var ended = new Calls.Ended(outcome.get(), live.profile().compilesPython());
                home.ground().workers().used(functions, invocation, policy, tenant, ended);
                return outcome.get();
            }
            if (went) {
                return gone("the session's worker was lost before the call began", id);
            }
        }
        return gone(Calls.ATTEMPTS + " workers were lost before the call began", id);
    }

    private SessionUse use() {
        boolean cleared = clear;
        clear = false;
        if (!begun) {
            return SessionUse.BEGIN;
        }
        return cleared ? SessionUse.CONTINUE_CLEARED : SessionUse.CONTINUE;
    }

    /** Has the next call begin with the functions' globals alone. */
    public void clearGlobals() {
        clear = true;
    }

    /** Releases the worker if no call came for that long; its state is lost. */
    void releaseIfIdle(Duration longest) {
        if (turn.tryLock()) {
            try {
                if (System.nanoTime() - lastUsed >= longest.toNanos()) {
                    kill();
                }
            } finally {
                turn.unlock();
            }
        }
    }

    private WorkerProcess liveWorker() throws InterruptedException {
        WorkerProcess live = worker;
        if (live == null || !live.isAlive()) {
            live = home.ground().workers().launch(functions, policy, tenant);
            worker = live;
            if (closed) { // by another thread, which may have seen no worker
                live.close();
            }
        }
        return live;
    }

    private boolean holdsWorker() {
        WorkerProcess live = worker;
        return live != null && live.isAlive();
    }

    private void drop() {
        kill();
        begun = false;
    }

    private void kill() {
        WorkerProcess live = worker;
        worker = null;
        if (live != null) {
            live.close();
        }
    }

    private Outcome gone(String reason, String id) {
        return new Outcome.Lost(
                reason + "; its state is gone, the next call starts from nothing",
                unmeasured(id, SessionState.LOST));
    }

    private Outcome interrupted(String id, SessionState state) {
        Thread.currentThread().interrupt();
        return new Outcome.Lost("the caller was interrupted", unmeasured(id, state));
    }

    private Outcome.Report unmeasured(String id, SessionState state) {
        return home.ground().confinement().unmeasured(id, state);
    }

    private void requireTenant(Invocation invocation) {
        String named = invocation.tenant();
        if (!named.equals(tenant) && !named.equals(Invocation.DEFAULT_TENANT)) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "the session is of tenant '" + tenant + "', the call of '" + named + "'");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new HandaxeException(Code.CLOSED, "the session is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        WorkerProcess live = worker;
        if (live != null) {
            live.close();
        }
        home.closed(this);
    }
}
