package dev.handaxe.runtime.protocol;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.protocol.CallRequest.FunctionSource;
import dev.handaxe.runtime.protocol.CallRequest.Target;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Frames as bytes and back; decoding is strict. Thread-safe. */
public final class FrameCodec {
    private static final int READY = 1;
    private static final int CALL = 2;
    private static final int STARTED = 3;
    private static final int OUTPUT = 4;
    private static final int STOPPING = 5;
    private static final int FINISHED = 6;

    private static final int VALUE = 1;
    private static final int FAILED = 2;
    private static final int REFUSED = 3;
    private static final int INTERRUPTED = 4;
    private static final int LIMITED = 5;
    private static final int NOT_RUN = 6;

    private FrameCodec() {}

    /** The frame's bytes, without its length. */
    public static byte[] encode(Frame frame) {
        ValueWriter out = new ValueWriter();
        switch (frame) {
            case Frame.Ready() -> out.u8(READY);
            case Frame.Call(long id, CallRequest request) -> {
                head(out, CALL, id);
                writeRequest(out, request);
            }
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
            case Frame.Finished(long id, GuestResult result, Frame.Usage usage) -> {
                head(out, FINISHED, id);
                writeResult(out, result);
                out.i64(usage.initNanos());
                out.i64(usage.cpuNanos());
                out.i64(usage.allocatedBytes());
                out.bool(usage.retire());
            }
        }
        return out.toByteArray();
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
                    case CALL -> new Frame.Call(in.i64(), readRequest(in));
                    case STARTED -> new Frame.Started(in.i64());
                    case OUTPUT -> new Frame.Output(in.i64(), in.bool(), in.bytes());
                    case STOPPING -> new Frame.Stopping(in.i64(), readLimit(in), in.i64());
                    case FINISHED ->
                            new Frame.Finished(
                                    in.i64(),
                                    readResult(in),
                                    new Frame.Usage(in.i64(), in.i64(), in.i64(), in.bool()));
                    default -> throw new ProtocolException("no frame has type " + type);
                };
        in.end();
        return frame;
    }

    /** How many bytes the value takes on the wire: what {@code result_bytes} counts. */
    public static int encodedSize(PythonValue value) {
        ValueWriter out = new ValueWriter();
        out.value(value);
        return out.toByteArray().length;
    }

    private static void head(ValueWriter out, int type, long id) {
        out.u8(type);
        out.i64(id);
    }

    private static void writeRequest(ValueWriter out, CallRequest request) {
        out.i32(request.functions().size());
        for (FunctionSource function : request.functions()) {
            out.string(function.name());
            out.string(function.source());
        }
        Target target = request.target();
        out.bool(target.program().isPresent());
        out.string(target.program().orElse(target.function()));
        out.i32(target.positional().size());
        target.positional().forEach(out::value);
        out.i32(target.named().size());
        target.named()
                .forEach(
                        (name, value) -> {
                            out.string(name);
                            out.value(value);
                        });
        for (LimitName limit : LimitName.values()) {
            out.i64(request.limits().get(limit));
        }
    }

    private static CallRequest readRequest(ValueReader in) throws ProtocolException {
        int count = in.count(8);
        List<FunctionSource> functions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            functions.add(new FunctionSource(in.string(), in.string()));
        }
        boolean program = in.bool();
        String text = in.string();
        int positionalCount = in.count(1);
        List<PythonValue> positional = new ArrayList<>();
        for (int i = 0; i < positionalCount; i++) {
            positional.add(in.value());
        }
        int namedCount = in.count(5);
        Map<String, PythonValue> named = new LinkedHashMap<>();
        for (int i = 0; i < namedCount; i++) {
            if (named.put(in.string(), in.value()) != null) {
                throw new ProtocolException("an argument is given twice");
            }
        }
        Map<LimitName, Long> limits = new EnumMap<>(LimitName.class);
        for (LimitName limit : LimitName.values()) {
            limits.put(limit, in.i64());
        }
        try {
            Target target = program ? Target.program(text) : Target.call(text, positional, named);
            return new CallRequest(functions, target, new Limits(limits));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(String.valueOf(e.getMessage()));
        }
    }

    private static void writeResult(ValueWriter out, GuestResult result) {
        switch (result) {
            case GuestResult.Value(PythonValue value, boolean exited) -> {
                out.u8(VALUE);
                out.value(value);
                out.bool(exited);
            }
            case GuestResult.Failed(GuestError error) -> {
                out.u8(FAILED);
                writeError(out, error);
            }
            case GuestResult.Refused(Capability capability, String name, GuestError error) -> {
                out.u8(REFUSED);
                out.string(capability.name());
                out.string(name);
                writeError(out, error);
            }
            case GuestResult.Interrupted(OptionalInt line) -> {
                out.u8(INTERRUPTED);
                out.i32(line.orElse(0));
            }
            case GuestResult.Limited(LimitName limit, long used, OptionalInt line) -> {
                out.u8(LIMITED);
                out.string(limit.name());
                out.i64(used);
                out.i32(line.orElse(0));
            }
            case GuestResult.NotRun(String reason) -> {
                out.u8(NOT_RUN);
                out.string(reason);
            }
        }
    }

    private static GuestResult readResult(ValueReader in) throws ProtocolException {
        int kind = in.u8();
        return switch (kind) {
            case VALUE -> new GuestResult.Value(in.value(), in.bool());
            case FAILED -> new GuestResult.Failed(readError(in));
            case REFUSED -> new GuestResult.Refused(readCapability(in), in.string(), readError(in));
            case INTERRUPTED -> new GuestResult.Interrupted(readLine(in));
            case LIMITED -> new GuestResult.Limited(readLimit(in), in.i64(), readLine(in));
            case NOT_RUN -> new GuestResult.NotRun(in.string());
            default -> throw new ProtocolException("no result has kind " + kind);
        };
    }

    private static void writeError(ValueWriter out, GuestError error) {
        out.string(error.type());
        out.string(error.message());
        out.i32(error.traceback().size());
        for (GuestError.Frame frame : error.traceback()) {
            out.i32(frame.line());
            out.string(frame.function());
            out.string(frame.source());
        }
    }

    private static GuestError readError(ValueReader in) throws ProtocolException {
        String type = in.string();
        String message = in.string();
        int count = in.count(12);
        List<GuestError.Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(new GuestError.Frame(in.i32(), in.string(), in.string()));
        }
        return new GuestError(type, message, frames);
    }

    private static OptionalInt readLine(ValueReader in) throws ProtocolException {
        int line = in.i32();
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }

    private static LimitName readLimit(ValueReader in) throws ProtocolException {
        return constant(LimitName.class, in.string());
    }

    private static Capability readCapability(ValueReader in) throws ProtocolException {
        return constant(Capability.class, in.string());
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name)
            throws ProtocolException {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("no " + type.getSimpleName() + " has that name");
        }
    }
}
