package dev.handaxe.worker;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.protocol.GuestResult;
import dev.handaxe.worker.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.PolyglotException.StackFrame;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * Turns an exception that left guest code into what the worker reports: error, refusal, limit or
 * exit, with the guest's own frames and source lines. Confined to one thread.
 */
final class ErrorReader {
    private static final int MAX_MESSAGE = 8192;
    private static final int MAX_NAME = 200;
    private static final int MAX_LINE = 500;
    private static final int MAX_FRAMES = 50;
    private static final int INNER_FRAMES = 40;

    private final Map<String, List<String>> guestFiles;
    private final Limits limits;
    private final SpareContext spare;

    ErrorReader(GuestSpace space, Limits limits) {
        this.guestFiles = space.sources();
        this.limits = limits;
        this.spare = space.spare();
    }

    /** What to report for an exception in a running guest. */
    GuestResult read(PolyglotException e, boolean program) {
        if (e.isResourceExhausted() && e.isCancelled()) {
            // The one limit of the engine's own that a context is given: it ended the context.
            return new GuestResult.Limited(
                    LimitName.THREADS, limits.get(LimitName.THREADS) + 1, line(e));
        }
        if (e.isInterrupted() || e.isCancelled()) {
            return new GuestResult.Interrupted(line(e));
        }
        if (e.isExit()) {
            return exit(e, program);
        }
        GuestError error = error(e);
        if (e.isResourceExhausted() || error.type().equals("MemoryError")) {
            return heap(line(e));
        }
        if (error.type().equals("RecursionError")) {
            int depth = depth(e);
            if (depth >= limits.get(LimitName.RECURSION)) {
                return new GuestResult.Limited(LimitName.RECURSION, depth, line(e));
            }
        }
        if (error.type().equals("OSError")) {
            var exceeded = spare.files().exceeded().filter(quota -> quota.toldBy(error.message()));
            if (exceeded.isPresent()) {
                return new GuestResult.Limited(
                        exceeded.get().limit(), exceeded.get().used(), line(e));
            }
        }
        if (e.isInternalError() && error.type().equals("ThreadDeath")) {
            return new GuestResult.Failed(
                    new GuestError("SystemExit", "the process was to end", error.traceback()));
        }
        return Refusals.find(e, error, spare)
                .<GuestResult>map(r -> new GuestResult.Refused(r.capability(), r.name(), error))
                .orElseGet(() -> new GuestResult.Failed(error));
    }

    /** The heap limit, reached. */
    GuestResult heap(OptionalInt line) {
        Runtime jvm = Runtime.getRuntime();
        long used = Math.max(limits.heapBytes(), jvm.totalMemory() - jvm.freeMemory());
        return new GuestResult.Limited(LimitName.HEAP_BYTES, used, line);
    }

    private GuestResult exit(PolyglotException e, boolean program) {
        if (program && e.getExitStatus() == 0) {
            return new GuestResult.Value(PythonValue.none(), true);
        }
        return new GuestResult.Failed(
                new GuestError("SystemExit", String.valueOf(e.getExitStatus()), traceback(e)));
    }

    /** The exception with its guest frames; every text bounded. */
    GuestError error(PolyglotException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        Value exception = e.getGuestObject();
        String type;
        if (exception != null && exception.getMetaObject() != null) {
            type = typeName(exception.getMetaObject());
        } else {
            int end = message.indexOf(':') < 0 ? message.length() : message.indexOf(':');
            type = message.substring(message.lastIndexOf('.', end - 1) + 1, end).strip();
        }
        String simple = type.substring(type.lastIndexOf('.') + 1);
        int prefix = message.indexOf(simple);
        if (prefix >= 0 && message.startsWith(": ", prefix + simple.length())) {
            message = message.substring(prefix + simple.length() + 2);
        } else if (message.equals(type) || message.equals(simple)) {
            message = "";
        }
        return new GuestError(cut(type, MAX_NAME), cut(message, MAX_MESSAGE), traceback(e));
    }

    static GuestError plainError(String type, String message) {
        return new GuestError(type, cut(message, MAX_MESSAGE), List.of());
    }

    static String typeName(Value metaObject) {
        String name = metaObject.getMetaQualifiedName();
        for (String module : List.of("builtins.", "__main__.")) {
            if (name.startsWith(module)) {
                name = name.substring(module.length());
            }
        }
        return cut(name, MAX_NAME);
    }

    private List<GuestError.Frame> traceback(PolyglotException e) {
        List<GuestError.Frame> frames = new ArrayList<>();
        for (StackFrame frame : e.getPolyglotStackTrace()) {
            if (isGuest(frame)) {
                int line = frame.getSourceLocation().getStartLine();
                frames.addFirst(
                        new GuestError.Frame(
                                line, cut(frame.getRootName(), MAX_NAME), text(frame, line)));
            }
        }
        if (frames.size() > MAX_FRAMES) {
            frames.subList(MAX_FRAMES - INNER_FRAMES, frames.size() - INNER_FRAMES).clear();
        }
        return frames;
    }

    private String text(StackFrame frame, int line) {
        List<String> lines =
                guestFiles.getOrDefault(frame.getSourceLocation().getSource().getName(), List.of());
        return line >= 1 && line <= lines.size() ? cut(lines.get(line - 1).strip(), MAX_LINE) : "";
    }

    private OptionalInt line(PolyglotException e) {
        for (StackFrame frame : e.getPolyglotStackTrace()) {
            if (isGuest(frame)) {
                return OptionalInt.of(frame.getSourceLocation().getStartLine());
            }
        }
        return OptionalInt.empty();
    }

    private static int depth(PolyglotException e) {
        int depth = 0;
        for (StackFrame frame : e.getPolyglotStackTrace()) {
            if (frame.isGuestFrame()) {
                depth++;
            }
        }
        return depth;
    }

    private boolean isGuest(StackFrame frame) {
        if (!frame.isGuestFrame() || frame.getSourceLocation() == null) {
            return false;
        }
        Source source = frame.getSourceLocation().getSource();
        return guestFiles.containsKey(source.getName()) && !Tracer.isImported(source.getPath());
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 1) + "…";
    }
}
