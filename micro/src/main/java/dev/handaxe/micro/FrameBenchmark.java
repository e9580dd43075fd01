package dev.handaxe.micro;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.CallRequest.FunctionSource;
import dev.handaxe.runtime.protocol.CallRequest.Target;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.FrameCodec;
import dev.handaxe.runtime.protocol.GuestResult;
import dev.handaxe.runtime.protocol.ProtocolException;
import java.util.List;
import java.util.Map;
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
 * Frames between the supervisor and a worker: a small call, and a result of 800 values, to bytes
 * and back.
 *
 * <p>Confined to JMH's one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {
    private final Frame call =
            new Frame.Call(
                    1,
                    new CallRequest(
                            List.of(
                                    new FunctionSource(
                                            "plus", "def plus(a, b):\n    return a + b\n")),
                            Target.call(
                                    "plus",
                                    List.of(PythonValue.of(2), PythonValue.of(3)),
                                    Map.of()),
                            ExecutionPolicy.untrusted().limits()));
    private final Frame result =
            new Frame.Finished(
                    1,
                    new GuestResult.Value(SampleValue.make(), false),
                    new Frame.Usage(1, 1, 1, false),
                    Frame.Remains.NOTHING);
    private final byte[] callBytes = FrameCodec.encode(call);
    private final byte[] resultBytes = FrameCodec.encode(result);

    /** A call to bytes. */
    @Benchmark
    public byte[] encodeCall() {
        return FrameCodec.encode(call);
    }

    /** A call from bytes. */
    @Benchmark
    public Frame decodeCall() throws ProtocolException {
        return FrameCodec.decode(callBytes);
    }

    /** A result with its value to bytes. */
    @Benchmark
    public byte[] encodeResult() {
        return FrameCodec.encode(result);
    }

    /** A result with its value from bytes. */
    @Benchmark
    public Frame decodeResult() throws ProtocolException {
        return FrameCodec.decode(resultBytes);
    }
}
