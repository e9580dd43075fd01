package dev.handaxe.runtime.internal;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.SandboxOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The open sessions of a sandbox, under one cap. Thread-safe; the sandbox closes it. */
final class Sessions implements AutoCloseable {
    /** Idle sessions are looked for this often, or four times within a shorter patience. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Ground ground;
    private final int cap;
    private final Set<OpenSession> open = new HashSet<>();
    private boolean closed;

    /** What sessions share with other calls. */
    record Ground(
            Source workers,
            HostConfinement confinement,
            HostFunctions hosts,
            ScheduledExecutorService clock,
            CallLog log) {}

    /** Where a session's worker comes from; the session owns and closes it. */
    interface Source {
        /** Starts a worker for that set, policy and tenant, or hands out one that is ready. */
        WorkerProcess launch(FunctionSet functions, ExecutionPolicy policy, String tenant)
                throws InterruptedException;

        /** Told of every call that came to an end. */
        void used(
                FunctionSet functions,
                Invocation invocation,
                ExecutionPolicy policy,
                String tenant,
                Calls.Ended ended);
    }

    Sessions(Ground ground, SandboxOptions options) {
        this.ground = ground;
        cap = options.sessions();
        Duration idle = options.sessionIdle();
        long look = Math.max(1, Math.min(LOOK.toMillis(), idle.toMillis() / 4));
        var _ =
                ground.clock()
                        .scheduleWithFixedDelay(
                                () -> all().forEach(session -> session.releaseIfIdle(idle)),
                                look,
                                look,
                                TimeUnit.MILLISECONDS);
    }

    OpenSession open(FunctionSet functions, ExecutionPolicy policy, String tenant) {
        ground.hosts()
                .of(policy, tenant, UUID.randomUUID().toString()); // a clear fault now, not later
        OpenSession session = new OpenSession(functions, policy, tenant, this);
        add(session);
        boolean started = false;
        try {
            session.start();
            started = true;
            return session;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(
                    Code.INTERRUPTED, "interrupted while the session's worker started", e);
        } finally {
            if (!started) {
                session.close();
            }
        }
    }

    private synchronized void add(OpenSession session) {
        if (closed) {
            throw new HandaxeException(Code.CLOSED, "the sandbox is closed");
        }
        if (open.size() >= cap) {
            throw new HandaxeException(
                    Code.SESSION_LIMIT,
                    "as many sessions are open as the sandbox allows, which is "
                            + cap
                            + ": close one, or allow more with SandboxOptions.withSessions");
        }
        open.add(session);
    }

    synchronized void closed(OpenSession session) {
        open.remove(session);
    }

    private synchronized List<OpenSession> all() {
        return List.copyOf(open);
    }

    Ground ground() {
        return ground;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        all().forEach(OpenSession::close);
    }
}
