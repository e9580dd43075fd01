package dev.handaxe.micro;

import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Values as people and models see them: 800 of them to JSON and back.
 *
 * <p>Confined to JMH's one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonBenchmark {
    private final PythonValue value = SampleValue.make();
    private final String json = PythonJson.write(value);

    /** To JSON. */
    @Benchmark
    public String write() {
        return PythonJson.write(value);
    }

    /** From JSON. */
    @Benchmark
    public PythonValue read() {
        return PythonJson.read(json);
    }
}
