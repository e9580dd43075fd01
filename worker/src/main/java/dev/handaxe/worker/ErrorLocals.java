package dev.handaxe.worker;

import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.GuestError.Frame;
import dev.handaxe.runtime.GuestError.Local;
import dev.handaxe.runtime.protocol.GuestResult;
import dev.handaxe.worker.trace.Tracer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * Reads the variables of the guest's frames from an exception's traceback, on the guest's own
 * thread and inside its deadline, with functions that were taken before any guest code ran.
 * Confined to one thread at a time.
 */
final class ErrorLocals {
    /** Shared by all contexts of an engine, so that it is parsed once. */
    private static final Source SOURCE = TrustedPython.source("trace.py");

    private static final int MAX_FRAMES = 50;
    private static final int TOLD_FRAMES = 10;
    private static final int MAX_LOCALS = 20;

    /** As long as the lines that are told without variables. */
    private static final int MAX_LINE = 500;

    /** How many names of a frame are looked at, to choose the most telling among. */
    private static final int MAX_NAMES = 60;

    /** Python's traceback costs about 0.1 ms a frame; a deeper one is left alone. */
    private static final int MAX_DEPTH = 64;

    private final Context context;
    private final Value members;
    private final Value frames;

    /** Prepares a context in which no guest code has run. */
    ErrorLocals(Context context) {
        this.context = context;
        members = context.eval(SOURCE);
        frames = members.getArrayElement(0);
        Tracer.of(context.getEngine()).learn(context, members.getArrayElement(1));
    }

    /** What is held of the context. */
    Value members() {
        return members;
    }

    /**
     * The result with the variables of the innermost frames, if it carries an exception.
     *
     * @param files lines of each guest source by file name
     */
    GuestResult addTo(GuestResult result, PolyglotException e, Map<String, List<String>> files) {
        return switch (result) {
            case GuestResult.Failed(GuestError error) ->
                    new GuestResult.Failed(withLocals(error, e, files));
            case GuestResult.Refused(var capability, String name, GuestError error) ->
                    new GuestResult.Refused(capability, name, withLocals(error, e, files));
            case GuestResult.Value _,
                    GuestResult.Interrupted _,
                    GuestResult.Limited _,
                    GuestResult.NotRun _ ->
                    result;
        };
    }

    private GuestError withLocals(
            GuestError error, PolyglotException e, Map<String, List<String>> files) {
        Value exception = e.getGuestObject();
        if (exception == null || error.traceback().isEmpty() || isDeep(e)) {
            return error;
        }
        try {
            Stream<Object> bounds = Stream.of(exception, MAX_FRAMES, TOLD_FRAMES, MAX_NAMES);
            Value read = frames.execute(Stream.concat(bounds, files.keySet().stream()).toArray());
            List<Frame> told = new ArrayList<>();
            for (long i = 0; i < read.getArraySize(); i++) {
                told.add(frame(read.getArrayElement(i), files));
            }
            return new GuestError(error.type(), error.message(), merged(error.traceback(), told));
        } catch (PolyglotException unreadable) {
            return error; // stopped meanwhile, or no exception of Python's: it is told without
        }
    }

    /**
     * Both go from the outermost frame to the innermost. Where an exception passed a {@code
     * finally} or was raised again, GraalPy 25.2.4 has the inner frames in Python's traceback only.
     */
    private static List<Frame> merged(List<Frame> known, List<Frame> told) {
        if (told.size() >= known.size()) {
            return told;
        }
        List<Frame> merged = new ArrayList<>(known);
        int next = told.size() - 1;
        for (int i = merged.size() - 1; i >= 0 && next >= 0; i--) {
            if (isSame(merged.get(i), told.get(next))) {
                merged.set(i, told.get(next--));
            }
        }
        return merged;
    }

    private static boolean isSame(Frame known, Frame told) {
        return known.line() == told.line() && known.function().equals(told.function());
    }

    private Frame frame(Value read, Map<String, List<String>> files) {
        List<String> lines = files.getOrDefault(read.getArrayElement(0).asString(), List.of());
        int line = read.getArrayElement(1).asInt();
        String source = line >= 1 && line <= lines.size() ? lines.get(line - 1).strip() : "";
        Value names = read.getArrayElement(3);
        List<String> values =
                Tracer.of(context.getEngine()).render(context, read.getArrayElement(4));
        List<Local> locals = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            locals.add(new Local(names.getArrayElement(i).asString(), values.get(i)));
        }
        locals.sort(Comparator.comparing(local -> !mentions(source, local.name())));
        return new Frame(
                line,
                read.getArrayElement(2).asString(),
                cut(source),
                locals.subList(0, Math.min(MAX_LOCALS, locals.size())));
    }

    /** What the line itself names tells most. */
    private static boolean mentions(String source, String name) {
        return Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)").matcher(source).find();
    }

    private static boolean isDeep(PolyglotException e) {
        int depth = 0;
        for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace()) {
            if (frame.isGuestFrame() && ++depth > MAX_DEPTH) {
                return true;
            }
        }
        return false;
    }

    private static String cut(String line) {
        return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE - 1) + "…";
    }
}
