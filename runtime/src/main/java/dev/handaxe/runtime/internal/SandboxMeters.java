package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Metrics;
import dev.handaxe.runtime.Outcome.Stage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

/**
 * What a sandbox tells a meter registry. No tag comes from a guest, so the number of series is
 * bounded. {@code docs/metrics.md} lists them.
 *
 * <p>Thread-safe. The sandbox closes it, which takes its gauges out of the registry; counters and
 * timers stay.
 */
final class SandboxMeters implements AutoCloseable {
    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final List<Meter.Id> gauges = new CopyOnWriteArrayList<>();

    /** Why a worker process ended. */
    enum End {
        /** It asked to be replaced: calls done, or its heap is tight. */
        RETIRED,
        /** A call was stopped hard, cancelled, or its policy wants a process per call. */
        KILLED,
        /** It died by itself. */
        DIED,
        /** It made room for a worker of another profile. */
        EVICTED;

        private String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    SandboxMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** One call came to that end. */
    void called(Outcome outcome) {
        String limit = NONE;
        String stage = NONE;
        if (outcome instanceof Outcome.LimitExceeded(Breach breach, var _)) {
            limit = breach.limit().key();
            stage = breach.stage().key();
            if (breach.stage() == Stage.HARD) {
                registry.timer("handaxe.sandbox.kill.overrun").record(breach.overrun());
            }
        }
        registry.counter(
                        "handaxe.sandbox.calls",
                        "outcome",
                        outcome.kind(),
                        "limit",
                        limit,
                        "stage",
                        stage)
                .increment();
        Metrics metrics = outcome.report().metrics();
        registry.timer("handaxe.sandbox.call.queue").record(metrics.queue());
        registry.timer("handaxe.sandbox.call.init").record(metrics.init());
        registry.timer("handaxe.sandbox.call.execution").record(metrics.wall());
    }

    /** A worker process got ready, or did not. */
    void workerStarted(Duration took, boolean ready) {
        registry.timer("handaxe.sandbox.worker.starts", "result", ready ? "ready" : "failed")
                .record(took);
    }

    /** A worker process is gone; the pool replaces it when it is needed. */
    void workerEnded(End end) {
        registry.counter("handaxe.sandbox.worker.ends", "reason", end.tag()).increment();
    }

    /** Watches a number of workers in some state. */
    <T> void watchWorkers(String state, T pool, ToDoubleFunction<T> count) {
        Gauge gauge =
                Gauge.builder("handaxe.sandbox.workers", pool, count)
                        .tag("state", state)
                        .register(registry);
        gauges.add(gauge.getId());
    }

    @Override
    public void close() {
        gauges.forEach(registry::remove);
        gauges.clear();
    }
}
