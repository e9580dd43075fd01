package dev.handaxe.micro;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call of a function that adds two numbers, to a real worker and back: in a session, and in a
 * fresh context. The contexts are called for as fast as they come, so this is what one costs, not
 * the latency of one that was there.
 *
 * <p>Confined to JMH's one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class CallBenchmark {
    private static final FunctionSet FUNCTIONS =
            FunctionSet.of(
                    List.of(
                            FunctionDefinition.builder(
                                            "plus", "def plus(a, b):\n    return a + b\n")
                                    .build()));

    private static final Invocation PLUS =
            Invocation.call("plus", PythonValue.of(2), PythonValue.of(3));
    private static final Optional<PythonValue> SUM = Optional.of(PythonValue.of(5));

    private final Sandbox sandbox =
            Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(0));
    private final Session session = sandbox.openSession(FUNCTIONS, ExecutionPolicy.session());

    /** Has the workers ready. */
    @Setup
    public void warm() {
        sandbox.warm(ExecutionPolicy.evaluation());
    }

    /** Ends the workers. */
    @TearDown
    public void close() {
        session.close();
        sandbox.close();
    }

    /** In the one context of a session. */
    @Benchmark
    public Outcome inASession() {
        return checked(session.call(PLUS));
    }

    /** In a context of its own. */
    @Benchmark
    public Outcome inAFreshContext() {
        return checked(sandbox.call(FUNCTIONS, PLUS, ExecutionPolicy.evaluation()));
    }

    private static Outcome checked(Outcome outcome) {
        if (!outcome.returnedValue().equals(SUM)) {
            throw new IllegalStateException("2 + 3 ended as " + outcome.kind());
        }
        return outcome;
    }
}
