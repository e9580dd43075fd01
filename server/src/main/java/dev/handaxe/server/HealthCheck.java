package dev.handaxe.server;

import dev.handaxe.runtime.HandaxeException;
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

    private final GuestCalls calls;
    private final Client client;
    private @Nullable FutureTask<Boolean> probe;

    /** As that client would call, so that no worker is started for it alone. */
    HealthCheck(GuestCalls calls, Client client) {
        this.calls = calls;
        this.client = client;
    }

    /** Whether a worker answers. */
    boolean isUp() throws InterruptedException {
        FutureTask<Boolean> asked;
        synchronized (this) {
            if (calls.sinceAnswer().compareTo(RECENT) < 0) {
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
            return calls.probe(client);
        } catch (HandaxeException e) {
            return false;
        }
    }
}
