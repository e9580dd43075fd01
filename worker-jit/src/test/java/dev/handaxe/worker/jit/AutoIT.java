package dev.handaxe.worker.jit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyTuple;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A function set that proves hot goes on in a worker that compiles; with real workers. */
class AutoIT {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.evaluation().with(Image.AUTO);

    /** Longer than a move takes on a host that is busy with much else. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** What it computes, and the version of the engine that did. */
    private static final FunctionSet SUMS =
            FunctionSet.of(
                    List.of(
                            FunctionDefinition.builder(
                                            "sums",
                                            """
                                            import sys
                                            def sums(n):
                                                if n < 0:
                                                    raise ValueError(n)
                                                total = 0
                                                for i in range(n):
                                                    total = (total * 31 + i) % 1000003
                                                return total, sys.implementation.version[1]
                                            """)
                                    .build()));

    private static final Invocation LONG = Invocation.call("sums", PythonValue.of(1_500_000));

    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(1));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    /** What a call returned: the sum and the engine. */
    private static List<PythonValue> returned(Outcome outcome) {
        assertThat(outcome).as(outcome.toString()).isInstanceOf(Outcome.Returned.class);
        return ((PyTuple) ((Outcome.Returned) outcome).value()).items();
    }

    @Test
    void theCallerSeesTheSameBeforeAndAfterTheMoveAndNeverWaitsForIt() {
        List<PythonValue> first = returned(sandbox.call(SUMS, LONG, POLICY));
        Duration longestQueue = Duration.ZERO;
        List<PythonValue> last = first;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (last.get(1).equals(first.get(1)) && System.nanoTime() < end) {
            Outcome outcome = sandbox.call(SUMS, LONG, POLICY);
            last = returned(outcome);
            assertThat(last.getFirst()).isEqualTo(first.getFirst());
            Duration queue = outcome.report().metrics().queue();
            longestQueue = queue.compareTo(longestQueue) > 0 ? queue : longestQueue;
        }
        assertThat(last.get(1)).as("the engine").isNotEqualTo(first.get(1));
        assertThat(longestQueue).isLessThan(Duration.ofSeconds(5));

        Invocation wrong = Invocation.call("sums", PythonValue.of(-1));
        assertThat(sandbox.call(SUMS, wrong, POLICY))
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised -> {
                            assertThat(raised.error().type()).isEqualTo("ValueError");
                            assertThat(raised.error().traceback().getLast().line()).isEqualTo(4);
                        });
        assertThat(returned(sandbox.call(SUMS, LONG, POLICY))).isEqualTo(last);

        try (Session session = sandbox.openSession(SUMS, POLICY)) {
            assertThat(returned(session.call(LONG))).as("one that begins now").isEqualTo(last);
        }
    }
}
