package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits on what a call allocates and takes, in real workers. */
class LimitsIT {
    private static final ExecutionPolicy POLICY =
            ExecutionPolicy.evaluation().with(LimitName.ALLOCATED_BYTES, 64L << 20);

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(0));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void allocationIsLimitedEvenWhenItIsFreedAtOnce() {
        Breach breach = breach("while True: bytearray(1 << 16)");
        assertThat(breach.limit()).isEqualTo(LimitName.ALLOCATED_BYTES);
        assertThat(breach.stage()).isEqualTo(Stage.SOFT);
        assertThat(breach.allowed()).isEqualTo(64L << 20);
        assertThat(breach.used()).isGreaterThan(64L << 20);
        assertThat(breach.line()).hasValue(1);
    }

    @Test
    void allocationInsideABuiltinIsStoppedHard() {
        Breach breach =
                breach(
                        "import itertools, collections\n"
                                + "collections.deque(map(bytes, itertools.repeat(65536)), maxlen=0)");
        assertThat(breach.limit()).isEqualTo(LimitName.ALLOCATED_BYTES);
        assertThat(breach.stage()).isEqualTo(Stage.HARD);
        assertThat(run("print(1)")).isInstanceOf(Outcome.Returned.class);
    }

    @Test
    void theNextCallStartsCountingFromNothing() {
        for (int i = 0; i < 3; i++) {
            Outcome outcome = run("for i in range(400): bytearray(1 << 16)");
            assertThat(outcome).isInstanceOf(Outcome.Returned.class);
            assertThat(outcome.report().metrics().allocatedBytes())
                    .isBetween(400L << 16, 64L << 20);
        }
    }

    @Test
    void metricsAreMeasured() {
        var metrics = run("sum(i for i in range(200_000))").report().metrics();
        assertThat(metrics.cpu()).isPositive().isLessThan(Duration.ofSeconds(2));
        assertThat(metrics.wall()).isGreaterThanOrEqualTo(metrics.cpu().dividedBy(2));
        assertThat(metrics.allocatedBytes()).isPositive();
    }

    private static Breach breach(String program) {
        Outcome outcome = run(program);
        assertThat(outcome).isInstanceOf(Outcome.LimitExceeded.class);
        return ((Outcome.LimitExceeded) outcome).breach();
    }

    private static Outcome run(String program) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), POLICY);
    }
}
