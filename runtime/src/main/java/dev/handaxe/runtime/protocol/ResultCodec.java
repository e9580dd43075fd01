package dev.handaxe.runtime.protocol;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a worker reports at the end of a call, as bytes and back. Thread-safe. */
final class ResultCodec {
    private static final int VALUE = 1;
    private static final int FAILED = 2;
    private static final int REFUSED = 3;
    private static final int INTERRUPTED = 4;
    private static final int LIMITED = 5;
    private static final int NOT_RUN = 6;

    private ResultCodec() {}

    static void write(ValueWriter out, GuestResult result) {
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

    static GuestResult read(ValueReader in) throws ProtocolException {
        int kind = in.u8();
        return switch (kind) {
            case VALUE -> new GuestResult.Value(in.value(), in.bool());
            case FAILED -> new GuestResult.Failed(readError(in));
            case REFUSED ->
                    new GuestResult.Refused(
                            constant(Capability.class, in.string()), in.string(), readError(in));
            case INTERRUPTED -> new GuestResult.Interrupted(readLine(in));
            case LIMITED ->
                    new GuestResult.Limited(
                            constant(LimitName.class, in.string()), in.amount(), readLine(in));
            case NOT_RUN -> new GuestResult.NotRun(in.string());
            default -> throw new ProtocolException("no result has kind " + kind);
        };
    }

    static void writeRemains(ValueWriter out, Frame.Remains remains) {
        out.bool(remains.trace().isPresent());
        remains.trace().ifPresent(trace -> writeTrace(out, trace));
        RequestCodec.writeFiles(out, remains.files());
        out.bool(remains.stateKept());
    }

    static Frame.Remains readRemains(ValueReader in) throws ProtocolException {
        Optional<Trace> trace = in.bool() ? Optional.of(readTrace(in)) : Optional.empty();
        List<GuestFile> files = RequestCodec.readFiles(in);
        return new Frame.Remains(trace, files, in.bool());
    }

    private static void writeTrace(ValueWriter out, Trace trace) {
        out.string(trace.mode().name());
        out.i32(trace.calls().size());
        for (Trace.Call call : trace.calls()) {
            out.i32(call.depth());
            out.string(call.function());
            out.i32(call.line());
            out.string(call.arguments());
            out.string(call.result());
            out.bool(call.raised());
            out.i64(call.duration().toNanos());
        }
        out.i32(trace.lines().size());
        for (Trace.Line line : trace.lines()) {
            out.string(line.file());
            out.i32(line.line());
            out.i64(line.count());
            out.string(line.changes());
        }
        out.bool(trace.truncated());
    }

    private static Trace readTrace(ValueReader in) throws ProtocolException {
        TraceMode mode = constant(TraceMode.class, in.string());
        int callCount = in.count(29);
        List<Trace.Call> calls = new ArrayList<>();
        for (int i = 0; i < callCount; i++) {
            calls.add(
                    new Trace.Call(
                            in.place(),
                            in.string(),
                            in.place(),
                            in.string(),
                            in.string(),
                            in.bool(),
                            Duration.ofNanos(in.amount())));
        }
        int lineCount = in.count(20);
        List<Trace.Line> lines = new ArrayList<>();
        for (int i = 0; i < lineCount; i++) {
            lines.add(new Trace.Line(in.string(), in.place(), in.amount(), in.string()));
        }
        return new Trace(mode, calls, lines, in.bool());
    }

    static void writeError(ValueWriter out, GuestError error) {
        out.string(error.type());
        out.string(error.message());
        out.i32(error.traceback().size());
        for (GuestError.Frame frame : error.traceback()) {
            out.i32(frame.line());
            out.string(frame.function());
            out.string(frame.source());
            out.i32(frame.locals().size());
            for (GuestError.Local local : frame.locals()) {
                out.string(local.name());
                out.string(local.value());
            }
        }
    }

    static GuestError readError(ValueReader in) throws ProtocolException {
        String type = in.string();
        String message = in.string();
        int count = in.count(16);
        List<GuestError.Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(new GuestError.Frame(in.place(), in.string(), in.string(), readLocals(in)));
        }
        return new GuestError(type, message, frames);
    }

    private static List<GuestError.Local> readLocals(ValueReader in) throws ProtocolException {
        int count = in.count(8);
        List<GuestError.Local> locals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            locals.add(new GuestError.Local(in.string(), in.string()));
        }
        return locals;
    }

    static OptionalInt readLine(ValueReader in) throws ProtocolException {
        int line = in.i32();
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }

    static <E extends Enum<E>> E constant(Class<E> type, String name) throws ProtocolException {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("no " + type.getSimpleName() + " has that name");
        }
    }
}
