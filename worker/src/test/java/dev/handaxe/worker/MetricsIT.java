package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a sandbox counts, times and logs of real calls. */
class MetricsIT {
    private static final ExecutionPolicy POLICY =
            ExecutionPolicy.untrusted().with(LimitName.CPU_MS, 400).with(LimitName.WALL_MS, 20_000);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.handaxe.runtime");

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
    }

    @Test
    void callsAreCountedByOutcomeLimitAndStageAndTimedInThreeParts() {
        try (Sandbox sandbox = open()) {
            run(sandbox, "print('secret value 4711')");
            run(sandbox, "1 / 0");
            run(sandbox, "while True: pass");
            run(sandbox, "sum(range(10**12))");
            run(sandbox, "def");
            assertThat(calls("returned", "none", "none")).isEqualTo(1);
            assertThat(calls("raised", "none", "none")).isEqualTo(1);
            assertThat(calls("rejected", "none", "none")).isEqualTo(1);
            assertThat(calls("limit_exceeded", "cpu_ms", "soft")).isEqualTo(1);
            assertThat(calls("limit_exceeded", "cpu_ms", "hard")).isEqualTo(1);
            assertThat(timer("handaxe.sandbox.call.queue").count()).isEqualTo(5);
            assertThat(timer("handaxe.sandbox.call.init").totalTime(TimeUnit.NANOSECONDS))
                    .isPositive();
            assertThat(timer("handaxe.sandbox.call.execution").max(TimeUnit.MILLISECONDS))
                    .isGreaterThanOrEqualTo(400);
            Timer overrun = timer("handaxe.sandbox.kill.overrun");
            assertThat(overrun.count()).isEqualTo(1);
            assertThat(overrun.max(TimeUnit.MILLISECONDS)).isLessThan(300);
        }
    }

    @Test
    void workersAreCountedByStateStartAndEnd() {
        try (Sandbox sandbox = open()) {
            run(sandbox, "pass");
            assertThat(registry.get("handaxe.sandbox.workers").tag("state", "idle").gauge().value())
                    .isEqualTo(1);
            assertThat(registry.get("handaxe.sandbox.workers").tag("state", "busy").gauge().value())
                    .isZero();
            sandbox.call(
                    FunctionSet.empty(),
                    Invocation.program("pass"),
                    POLICY.with(Isolation.PROCESS));
            assertThat(
                            registry.get("handaxe.sandbox.worker.ends")
                                    .tag("reason", "killed")
                                    .counter()
                                    .count())
                    .isEqualTo(1);
            assertThat(
                            registry.get("handaxe.sandbox.worker.starts")
                                    .tag("result", "ready")
                                    .timer()
                                    .count())
                    .isPositive();
        }
        assertThat(registry.find("handaxe.sandbox.workers").gauges()).isEmpty();
        assertThat(registry.find("handaxe.sandbox.calls").counters()).isNotEmpty();
    }

    @Test
    void eachLineOfACallNamesItsInvocationAndShowsNothingOfTheGuest() {
        Outcome outcome;
        try (Sandbox sandbox = open()) {
            outcome =
                    run(
                            sandbox,
                            "print('secret value 4711')\nopen('/x\\n2026 WARN forged \\x1b[2J')");
        }
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        String id = "invocation=" + outcome.report().invocationId();
        List<String> lines =
                logged.list.stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        .filter(line -> line.startsWith("invocation="))
                        .toList();
        assertThat(lines).hasSize(2).allMatch(line -> line.startsWith(id));
        assertThat(lines.getLast())
                .contains(" outcome=denied capability=file name=\"/x\\n2026 WARN forged \\x1b[2J\"")
                .matches("[ -~]*")
                .doesNotContain("4711");
    }

    @Test
    void aKilledWorkerIsAWarning() {
        try (Sandbox sandbox = open()) {
            run(sandbox, "sum(range(10**12))");
        }
        assertThat(logged.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("outcome=limit_exceeded limit=cpu_ms allowed=400", "stage=hard");
    }

    private Sandbox open() {
        return Sandbox.open(
                SandboxOptions.defaults().withWorkers(1).withSpares(0).withMeters(registry));
    }

    private static Outcome run(Sandbox sandbox, String program) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), POLICY);
    }

    private double calls(String outcome, String limit, String stage) {
        return registry.get("handaxe.sandbox.calls")
                .tags("outcome", outcome, "limit", limit, "stage", stage)
                .counter()
                .count();
    }

    private Timer timer(String name) {
        return registry.get(name).timer();
    }
}
