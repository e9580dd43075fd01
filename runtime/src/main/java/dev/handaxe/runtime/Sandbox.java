package dev.handaxe.runtime;

import dev.handaxe.policy.ExecutionPolicy;

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

    private Sandbox() {}

    /**
     * Opens a sandbox; workers start with the first call of their profile, or with {@link #warm}.
     *
     * @throws HandaxeException if there is no worker home or no JDK to run it
     */
    public static Sandbox open(SandboxOptions options) {
        return new Sandbox();
    }

    /** Starts workers for calls under that policy and waits until the first is ready. */
    public void warm(ExecutionPolicy policy) {}

    /**
     * Runs one invocation. Blocks until its outcome; an interrupted caller gets {@link
     * Outcome.Lost} at once and its worker is replaced.
     *
     * @throws HandaxeException if the host cannot start a worker, or the sandbox is closed
     */
    public Outcome call(FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {
        return new Outcome.Rejected(
                "not built", new Outcome.Report("0", "", "", "none", Outcome.Metrics.NONE));
    }

    @Override
    public void close() {}
}
