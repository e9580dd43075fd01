package dev.handaxe.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.benchmarks.EvaluationEngine;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The guest calls of a training in Spark's local mode. */
final class ClusterCallsIT {
    private static final ExecutionPolicy POLICY =
            ExecutionPolicy.evaluation().with(LimitName.CPU_MS, 500).with(LimitName.WALL_MS, 1500);

    private static final FunctionSet FUNCTIONS =
            FunctionSet.of(
                    List.of(
                            FunctionDefinition.builder(
                                            "double", "def double(n):\n    return 2 * n\n")
                                    .build()));

    private static EvaluationEngine.Calls calls;

    @BeforeAll
    static void open() {
        calls = new SparkEngine().openCalls(Optional.of("local[2]"));
    }

    @AfterAll
    static void close() {
        calls.close();
    }

    @Test
    void everyCallerHasTheOutcomeOfItsOwnCall() throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(12)) {
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Invocation call = Invocation.call("double", Map.of("n", PythonValue.of(i)));
                outcomes.add(callers.submit(() -> calls.call(FUNCTIONS, call, POLICY)));
            }
            for (int i = 0; i < 60; i++) {
                assertThat(outcomes.get(i).get().returnedValue()).contains(PythonValue.of(2L * i));
            }
        }
    }

    @Test
    void whatAGuestDoesIsAnOutcome() {
        assertThat(run("while True: pass"))
                .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        limit -> assertThat(limit.breach().allowed()).isEqualTo(500));
        assertThat(run("open('/etc/passwd')")).isInstanceOf(Outcome.Denied.class);
        assertThat(run("print(1); 1/0"))
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised -> {
                            assertThat(raised.error().type()).isEqualTo("ZeroDivisionError");
                            assertThat(raised.report().stdout()).isEqualTo("1\n");
                        });
        assertThat(calls.call(FUNCTIONS, Invocation.call("none"), POLICY))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void aHostThatCannotGiveWhatIsAskedSaysSo() {
        ExecutionPolicy withPackage =
                ExecutionPolicy.parse(
                        "with", "{\"extends\": \"evaluation\", \"packages\": [\"absent\"]}");

        assertThatThrownBy(
                        () ->
                                calls.call(
                                        FunctionSet.empty(),
                                        Invocation.program("pass"),
                                        withPackage))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("on an executor:")
                .hasMessageContaining("absent");
    }

    private static Outcome run(String source) {
        return calls.call(FunctionSet.empty(), Invocation.program(source), POLICY);
    }
}
