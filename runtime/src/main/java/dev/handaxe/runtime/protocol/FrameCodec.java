package dev.handaxe.runtime.protocol;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.Map;

/** Frames as bytes and back; decoding is strict. Thread-safe. */
public final class FrameCodec {
    private static final int READY = 1;
    private static final int CALL = 2;
    private static final int STARTED = 3;
    private static final int OUTPUT = 4;
    private static final int STOPPING = 5;
    private static final int FINISHED = 6;
    private static final int HOST_CALL = 7;
    private static final int HOST_VALUE = 8;
    private static final int HOST_FAULT = 9;
    private static final int ACCEPTED = 10;

    private FrameCodec() {}

    /** The frame's bytes, without its length. */
    public static byte[] encode(Frame frame) {
        ValueWriter out = new ValueWriter();
        write(out, frame);
        return out.toByteArray();
    }

    static void write(ValueWriter out, Frame frame) {
        switch (frame) {
            case Frame.Ready() -> out.u8(READY);
            case Frame.Call(long id, CallRequest request) -> {
                head(out, CALL, id);
                RequestCodec.write(out, request);
            }
            case Frame.Accepted(long id) -> head(out, ACCEPTED, id);
            case Frame.Started(long id) -> head(out, STARTED, id);
            case Frame.Output output -> {
                head(out, OUTPUT, output.id());
                out.bool(output.error());
                out.bytes(output.bytes());
            }
            case Frame.Stopping(long id, LimitName limit, long used) -> {
                head(out, STOPPING, id);
                out.string(limit.name());
                out.i64(used);
            }
            case Frame.HostCall call -> writeHostCall(out, call);
            case Frame.HostReply(long id, long number, Frame.HostAnswer answer) ->
                    writeHostReply(out, id, number, answer);
            case Frame.Finished(long id, var result, var usage, var remains) -> {
                head(out, FINISHED, id);
                ResultCodec.write(out, result);
                writeUsage(out, usage);
                ResultCodec.writeRemains(out, remains);
            }
        }
    }

    /**
     * The frame of those bytes.
     *
     * @throws ProtocolException if they are not exactly one frame
     */
    public static Frame decode(byte[] bytes) throws ProtocolException {
        ValueReader in = new ValueReader(bytes);
        int type = in.u8();
        Frame frame =
                switch (type) {
                    case READY -> new Frame.Ready();
                    case CALL -> new Frame.Call(in.i64(), RequestCodec.read(in));
                    case ACCEPTED -> new Frame.Accepted(in.i64());
                    case STARTED -> new Frame.Started(in.i64());
                    case OUTPUT -> readOutput(in);
                    case STOPPING ->
                            new Frame.Stopping(
                                    in.i64(),
                                    ResultCodec.constant(LimitName.class, in.string()),
                                    in.amount());
                    case FINISHED ->
                            new Frame.Finished(
                                    in.i64(),
                                    ResultCodec.read(in),
                                    readUsage(in),
                                    ResultCodec.readRemains(in));
                    case HOST_CALL -> readHostCall(in);
                    case HOST_VALUE ->
                            new Frame.HostReply(
                                    in.i64(), in.i64(), new Frame.HostAnswer.Value(in.value()));
                    case HOST_FAULT ->
                            new Frame.HostReply(
                                    in.i64(),
                                    in.i64(),
                                    new Frame.HostAnswer.Fault(in.string(), in.string()));
                    default -> throw new ProtocolException("no frame has type " + type);
                };
        in.end();
        return frame;
    }

    /** How many bytes the value takes on the wire: what {@code result_bytes} counts. */
    public static int encodedSize(PythonValue value) {
        ValueWriter out = new ValueWriter();
        out.value(value);
        return out.size();
    }

    private static void head(ValueWriter out, int type, long id) {
        out.u8(type);
        out.i64(id);
    }

    private static Frame readOutput(ValueReader in) throws ProtocolException {
        Frame.Output output = new Frame.Output(in.i64(), in.bool(), in.bytes());
        if (output.bytes().length > Frame.MAX_OUTPUT_CHUNK) {
            throw new ProtocolException("output of " + output.bytes().length + " bytes at once");
        }
        return output;
    }

    private static void writeHostCall(ValueWriter out, Frame.HostCall call) {
        head(out, HOST_CALL, call.id());
        out.i64(call.number());
        out.string(call.function());
        RequestCodec.writeArguments(out, call.positional(), call.named());
    }

    private static Frame readHostCall(ValueReader in) throws ProtocolException {
        long id = in.i64();
        long number = in.i64();
        String function = in.string();
        List<PythonValue> positional = RequestCodec.readPositional(in);
        Map<String, PythonValue> named = RequestCodec.readNamed(in);
        return new Frame.HostCall(id, number, function, positional, named);
    }

    private static void writeHostReply(
            ValueWriter out, long id, long number, Frame.HostAnswer answer) {
        switch (answer) {
            case Frame.HostAnswer.Value(PythonValue value) -> {
                head(out, HOST_VALUE, id);
                out.i64(number);
                out.value(value);
            }
            case Frame.HostAnswer.Fault(String type, String message) -> {
                head(out, HOST_FAULT, id);
                out.i64(number);
                out.string(type);
                out.string(message);
            }
        }
    }

    private static void writeUsage(ValueWriter out, Frame.Usage usage) {
        out.i64(usage.initNanos());
        out.i64(usage.cpuNanos());
        out.i64(usage.allocatedBytes());
        out.bool(usage.retire());
    }

    private static Frame.Usage readUsage(ValueReader in) throws ProtocolException {
        return new Frame.Usage(in.amount(), in.amount(), in.amount(), in.bool());
    }
}
