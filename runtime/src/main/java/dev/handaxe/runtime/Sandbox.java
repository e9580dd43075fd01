package dev.handaxe.runtime;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.internal.Calls;
import java.util.Optional;

/**
 * Runs Python functions in worker processes. Every call ends in one {@link Outcome} within its
 * limits, whatever the code does.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults())) {
 *     Outcome outcome = sandbox.call(
 *             FunctionSet.empty(), Invocation.program("print(6 * 7)"), ExecutionPolicy.untrusted());
 * }
 * }</pre>
 *
 * <p>Thread-safe. Whoever opens it closes it; closing ends its workers.
 */
public final class Sandbox implements AutoCloseable {
    private final Calls calls;

    private Sandbox(Calls calls) {
        this.calls = calls;
    }

    /**
     * Opens a sandbox; workers start with the first call of their profile, or with {@link #warm}.
     *
     * @throws HandaxeException if there is no worker home or no JDK to run it
     */
    public static Sandbox open(SandboxOptions options) {
        return new Sandbox(Calls.open(options));
    }

    /**
     * Starts workers for calls under that policy and waits until one is ready.
     *
     * @throws HandaxeException if none can be started
     */
    public void warm(ExecutionPolicy policy) {
        calls.warm(policy);
    }

    /**
     * Opens a session for the default tenant; returns when its worker is ready.
     *
     * @param policy of each call; its isolation is without meaning here
     * @throws HandaxeException with {@link Code#SESSION_LIMIT} if as many are open as {@link
     *     SandboxOptions#sessions} allows, with {@link Code#INVALID_INPUT} if the policy names a
     *     host function that is not offered, or if no worker can be started
     */
    public Session openSession(FunctionSet functions, ExecutionPolicy policy) {
        return openSession(functions, policy, Invocation.DEFAULT_TENANT);
    }

    /**
     * Opens a session for that tenant, as {@link #openSession(FunctionSet, ExecutionPolicy)}.
     *
     * @param tenant of all its calls, whatever tenant an invocation names by default
     */
    public Session openSession(FunctionSet functions, ExecutionPolicy policy, String tenant) {
        return new Session(calls.openSession(functions, policy, tenant));
    }

    /**
     * Runs one invocation and blocks until its outcome. When the caller is interrupted, its worker
     * is killed, the outcome is {@link Outcome.Lost}, and the thread's interrupt flag stays set.
     *
     * <p>Nothing is kept for the next call: under {@link Isolation#SESSION} a call outside a
     * session has a fresh context, as under {@link Isolation#CONTEXT}.
     *
     * @throws HandaxeException if the host cannot start a worker, if the sandbox is closed, with
     *     {@link Code#WORKER_HOME} if the policy asks for workers that the worker home cannot make,
     *     with {@link Code#CONFINEMENT} if the host does not give the confinement that the policy
     *     requires, or with {@link Code#INVALID_INPUT} if the policy names a host function that is
     *     not offered
     */
    public Outcome call(FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {
        return calls.call(functions, invocation, policy);
    }

    /**
     * What confines the workers on this host, with the evidence. It was found out by trying when
     * the sandbox was opened; this waits until that is done.
     */
    public ConfinementReport confinement() {
        return calls.confinement();
    }

    /**
     * Why there can be no workers of that image, in one line; empty if there can be. Under {@link
     * Image#AUTO} calls stay with {@link Image#STARTUP} then.
     */
    public Optional<String> missing(Image image) {
        return calls.missing(image);
    }

    /** Whether the workers' JDK is a GraalVM's, which has the compiler of {@link Image#JIT}. */
    public boolean jdkBringsCompiler() {
        return calls.jdkBringsCompiler();
    }

    /** Kills all workers and closes all sessions; calls in flight end as {@link Outcome.Lost}. */
    @Override
    public void close() {
        calls.close();
    }
}
