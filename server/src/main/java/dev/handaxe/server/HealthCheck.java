package dev.handaxe.server;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether guest code runs: a worker answered a call a moment ago, or answers one now. One call at a
 * time is made for that, however many ask.
 *
 * <p>Thread-safe.
 */
final class HealthCheck {
    private static final Duration RECENT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Sandbox sandbox;
    private final GuestCalls calls;
    private final ExecutionPolicy policy;
    private final String tenant;
    private @Nullable FutureTask<Boolean> probe;
    private long provedAt = System.nanoTime() - Duration.ofDays(1).toNanos();

    /** As that client would call, so that no worker is started for it alone. */
    HealthCheck(Sandbox sandbox, GuestCalls calls, Client client) {
        this.sandbox = sandbox;
        this.calls = calls;
        policy = client.policy();
        tenant = client.name();
    }

    /** Whether a worker answers. */
    boolean isUp() throws InterruptedException {
        FutureTask<Boolean> asked;
        synchronized (this) {
            if (calls.sinceAnswer().compareTo(RECENT) < 0
                    || System.nanoTime() - provedAt < RECENT.toNanos()) {
                return true;
            }
            asked = probe;
            if (asked == null || asked.isDone()) {
                asked = new FutureTask<>(this::answers);
                probe = asked;
                Thread.ofPlatform().daemon().name("handaxe-health").start(asked);
            }
        }
        try {
            return asked.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private boolean answers() {
        try {
            Outcome outcome =
                    sandbox.call(
                            FunctionSet.empty(),
                            Invocation.program("1 + 1").forTenant(tenant),
                            policy);
            boolean up = outcome instanceof Outcome.Returned;
            if (up) {
                synchronized (this) {
                    provedAt = System.nanoTime();
                }
            }
            return up;
        } catch (HandaxeException e) {
            return false;
        }
    }
}
