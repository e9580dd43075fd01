package dev.handaxe.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.policy.Determinism;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.ModuleRule;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.Trace;
import dev.handaxe.runtime.protocol.CallRequest.FunctionSource;
import dev.handaxe.runtime.protocol.CallRequest.Target;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {
    private static final Frame.Usage USAGE = new Frame.Usage(1, 2, 3, true);
    private static final GuestError ERROR =
            new GuestError(
                    "ValueError",
                    "lone \ud83d surrogate, é, 😀, \0",
                    List.of(
                            new GuestError.Frame(
                                    3,
                                    "f",
                                    "raise ValueError",
                                    List.of(new GuestError.Local("x", "[1, 2]")))));
    private static final PythonValue EVERYTHING =
            new PythonValue.PyList(
                    List.of(
                            PythonValue.none(),
                            new PythonValue.PyBool(true),
                            new PythonValue.PyBool(false),
                            new PythonValue.PyInt(BigInteger.TEN.pow(60).negate()),
                            new PythonValue.PyFloat(Double.NaN),
                            new PythonValue.PyComplex(-0.0, Double.POSITIVE_INFINITY),
                            PythonValue.of("\ud83d 😀 é"),
                            new PythonValue.PyBytes(new byte[] {0, -1}),
                            new PythonValue.PyTuple(List.of(PythonValue.of(1))),
                            new PythonValue.PySet(Set.of(PythonValue.of(1), PythonValue.of(2))),
                            new PythonValue.PyFrozenSet(Set.of()),
                            new PyDict(
                                    List.of(
                                            new PyDict.Entry(
                                                    PythonValue.of("k"), PythonValue.none())))));

    static List<Frame> frames() {
        Target call = Target.call("f", List.of(EVERYTHING), Map.of("x", PythonValue.of(1)));
        return List.of(
                new Frame.Ready(),
                new Frame.Call(
                        7,
                        new CallRequest(
                                List.of(new FunctionSource("f", "def f(): pass")),
                                call,
                                ExecutionPolicy.untrusted().limits())),
                new Frame.Call(
                        8,
                        new CallRequest(
                                List.of(),
                                Target.program("print(1)"),
                                ExecutionPolicy.evaluation().limits())),
                new Frame.Call(9, new CallRequest(List.of(), call, granted())),
                new Frame.HostCall(
                        7, 1, "look_up", List.of(EVERYTHING), Map.of("x", PythonValue.of(1))),
                new Frame.HostReply(7, 1, new Frame.HostAnswer.Value(EVERYTHING)),
                new Frame.HostReply(7, 2, new Frame.HostAnswer.Fault("KeyError", "no é")),
                new Frame.Finished(
                        7, new GuestResult.Value(PythonValue.none(), false), USAGE, remains()),
                new Frame.Accepted(7),
                new Frame.Started(-1),
                new Frame.Output(7, true, new byte[] {1, 2}),
                new Frame.Stopping(7, LimitName.CPU_MS, Long.MAX_VALUE),
                finished(new GuestResult.Value(EVERYTHING, true)),
                finished(new GuestResult.Failed(ERROR)),
                finished(new GuestResult.Refused(Capability.FILE, "/etc/passwd", ERROR)),
                finished(new GuestResult.Interrupted(OptionalInt.of(3))),
                finished(new GuestResult.Interrupted(OptionalInt.empty())),
                finished(new GuestResult.Limited(LimitName.RECURSION, 1001, OptionalInt.of(2))),
                finished(new GuestResult.NotRun("no")));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aFrameComesBackAsItWas(Frame frame) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameStream.write(out, frame);
        FrameStream.write(out, new Frame.Ready());
        ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
        assertThat(FrameStream.read(in, 1 << 20)).contains(frame);
        assertThat(FrameStream.read(in, 1 << 20)).contains(new Frame.Ready());
        assertThat(FrameStream.read(in, 1 << 20)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aTruncatedOrLengthenedFrameIsRefused(Frame frame) {
        byte[] whole = FrameCodec.encode(frame);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> FrameCodec.decode(part));
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> FrameCodec.decode(longer));
    }

    @Test
    void damagedFramesAreRefusedOrReadButNothingElseHappens() {
        Random random = new Random(25);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = FrameCodec.encode(frames().get(random.nextInt(frames().size())));
            for (int i = 0; i <= random.nextInt(4); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                FrameCodec.decode(bytes);
            } catch (ProtocolException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(5_000);
    }

    @Test
    void aForgedLengthIsRefusedBeforeAnythingIsAllocated() {
        byte[] huge = {0x7F, -1, -1, -1, 1};
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> FrameStream.read(new ByteArrayInputStream(huge), 1 << 20));
        byte[] negative = {-1, -1, -1, -1};
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> FrameStream.read(new ByteArrayInputStream(negative), 1 << 20));
        byte[] short_ = {0, 0, 1, 0, 1};
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> FrameStream.read(new ByteArrayInputStream(short_), 1 << 20));
    }

    @Test
    void aForgedCountIsRefused() {
        ValueWriter out = new ValueWriter();
        out.u8(ValueTag.LIST);
        out.i32(Integer.MAX_VALUE);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> new ValueReader(out.toByteArray()).value())
                .withMessageContaining("2147483647");
    }

    @Test
    void nestingBeyondTheBoundIsRefused() {
        ValueWriter out = new ValueWriter();
        for (int i = 0; i < 10_000; i++) {
            out.u8(ValueTag.LIST);
            out.i32(1);
        }
        out.u8(ValueTag.NONE);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> new ValueReader(out.toByteArray()).value())
                .withMessageContaining("nested");
    }

    @Test
    void aForgedSetOrDictIsRefused() {
        assertRefusedValue(new byte[] {ValueTag.SET, 0, 0, 0, 1, ValueTag.LIST, 0, 0, 0, 0});
        assertRefusedValue(new byte[] {ValueTag.SET, 0, 0, 0, 2, ValueTag.NONE, ValueTag.NONE});
        assertRefusedValue(
                new byte[] {
                    ValueTag.FROZENSET,
                    0,
                    0,
                    0,
                    1,
                    ValueTag.TUPLE,
                    0,
                    0,
                    0,
                    1,
                    ValueTag.DICT,
                    0,
                    0,
                    0,
                    0
                });
        assertRefusedValue(
                new byte[] {ValueTag.DICT, 0, 0, 0, 1, ValueTag.SET, 0, 0, 0, 0, ValueTag.NONE});
        assertRefusedValue(
                new byte[] {
                    ValueTag.DICT,
                    0,
                    0,
                    0,
                    2,
                    ValueTag.TRUE,
                    ValueTag.NONE,
                    ValueTag.TRUE,
                    ValueTag.FALSE
                });
    }

    private static void assertRefusedValue(byte[] bytes) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> new ValueReader(bytes).value())
                .withMessageMatching(".*(hashed|repeats).*");
    }

    @Test
    void outputIsBoundedByFrameAndMeasuresAreNeverNegative() {
        List<Frame> forged =
                List.of(
                        new Frame.Output(1, false, new byte[Frame.MAX_OUTPUT_CHUNK + 1]),
                        new Frame.Stopping(1, LimitName.CPU_MS, -1),
                        new Frame.Finished(
                                1,
                                new GuestResult.NotRun(""),
                                new Frame.Usage(0, Long.MIN_VALUE, 0, false)),
                        finished(
                                new GuestResult.Limited(
                                        LimitName.HEAP_BYTES, -1, OptionalInt.empty())),
                        new Frame.Finished(
                                1, new GuestResult.NotRun(""), USAGE, traced(-1, Duration.ZERO)),
                        new Frame.Finished(
                                1,
                                new GuestResult.NotRun(""),
                                USAGE,
                                traced(1, Duration.ofNanos(-1))));
        for (Frame frame : forged) {
            assertThatExceptionOfType(ProtocolException.class)
                    .as(frame.toString())
                    .isThrownBy(() -> FrameCodec.decode(FrameCodec.encode(frame)));
        }
    }

    private static Frame.Remains traced(int depth, Duration duration) {
        Trace trace =
                new Trace(
                        TraceMode.CALLS,
                        List.of(new Trace.Call(depth, "f", 1, "", "", false, duration)),
                        List.of(),
                        false);
        return new Frame.Remains(Optional.of(trace), List.of(), false);
    }

    private static CallSettings granted() {
        return new CallSettings(
                ExecutionPolicy.session().limits(),
                new CallSettings.Granted(
                        new ModuleRule.Only(Set.of("math", "re")),
                        List.of(file("in.csv")),
                        true,
                        List.of("look_up", "store")),
                Optional.of(new Determinism(-7, Instant.parse("2001-02-03T04:05:06.789Z"))),
                TraceMode.LINES,
                CallSettings.SessionUse.CONTINUE);
    }

    private static Frame.Remains remains() {
        Trace trace =
                new Trace(
                        TraceMode.LINES,
                        List.of(
                                new Trace.Call(
                                        1, "f", 2, "x=1", "2", false, Duration.ofNanos(12_345))),
                        List.of(new Trace.Line("f.py", 3, Long.MAX_VALUE, "y='é'")),
                        true);
        return new Frame.Remains(Optional.of(trace), List.of(file("out/é.txt")), true);
    }

    private static GuestFile file(String name) {
        return new GuestFile(name, new PythonValue.PyBytes(new byte[] {1, -1, 0}));
    }

    private static Frame finished(GuestResult result) {
        return new Frame.Finished(7, result, USAGE);
    }
}
