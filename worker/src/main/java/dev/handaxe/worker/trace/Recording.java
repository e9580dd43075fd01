package dev.handaxe.worker.trace;

import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.nodes.Node;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one run did so far: its calls, and its lines if they were asked for. It belongs to the
 * thread that began it and ignores all others; once that thread is done, another may take the
 * trace.
 *
 * <p>Events can be missing when the stack overflows inside of one. So nothing here relies on pairs:
 * a call is found by its frame, and what was open above it is over.
 */
final class Recording {
    private static final int MAX_CALLS = 1_000;
    private static final int MAX_LINES = 1_000;
    private static final int MAX_CHARS = 200_000;
    private static final int MAX_ARGUMENTS = 300;

    private final TraceMode mode;
    private final Set<String> files;
    private final Values values;
    private final @Nullable LineRecording lines;
    private final Thread owner = Thread.currentThread();
    private final List<OpenCall> calls = new ArrayList<>();
    private final Deque<Activation> stack = new ArrayDeque<>();
    private final Map<Frame, Activation> suspended = new WeakHashMap<>();
    private int depth;
    private int unrecorded;
    private int chars;
    private boolean truncated;

    Recording(TraceMode mode, Set<String> files, BuiltinTypes types) {
        this.mode = mode;
        this.files = files;
        values = new Values(types);
        lines = mode == TraceMode.LINES ? new LineRecording(values) : null;
    }

    TraceMode mode() {
        return mode;
    }

    /** Whether the source is the guest's; asked for every piece of code that is first run. */
    boolean isGuest(String sourceName) {
        return Thread.currentThread() == owner && files.contains(sourceName);
    }

    void entered(CallProbe probe, Frame frame) {
        if (Thread.currentThread() != owner) {
            return;
        }
        GuestCode code = probe.code();
        OpenCall call = null;
        if (code.isCalled(frame, values.types())) {
            if (calls.size() < MAX_CALLS && chars < MAX_CHARS) {
                call = new OpenCall(depth++, code);
                calls.add(call);
            } else {
                truncated = true;
            }
        }
        if (call == null && lines == null) {
            unrecorded++;
            return;
        }
        stack.push(new Activation(code, frame, call));
    }

    void returned(CallProbe probe, Frame frame, @Nullable Object result) {
        Activation activation = leave(frame);
        if (activation != null && activation.call() != null) {
            close(activation, probe, frame, values.text().of(result), false);
        }
    }

    void raised(CallProbe probe, Frame frame, Throwable thrown) {
        Activation activation = leave(frame);
        if (activation != null && activation.call() != null) {
            // An interrupt goes this way too, but is no exception of the guest's.
            boolean guests = InteropLibrary.getUncached().hasMetaObject(thrown);
            String text = guests ? values.text().exception(thrown) : "<stopped>";
            close(activation, probe, frame, text, guests);
        }
    }

    /** A generator or coroutine yields; the first time it only comes into being. */
    void suspended(CallProbe probe, Frame frame, @Nullable Object value) {
        Activation activation = leave(frame);
        if (activation == null) {
            return;
        }
        if (activation.call() != null) {
            String text = value == null ? "<suspended>" : "yielded " + values.text().of(value);
            close(activation, probe, frame, text, false);
        }
        activation.suspend();
        suspended.put(frame, activation);
    }

    void resumed(Frame frame) {
        if (Thread.currentThread() != owner) {
            return;
        }
        Activation activation = suspended.remove(frame);
        if (activation == null) {
            unrecorded++;
            return;
        }
        activation.resume(frame);
        if (activation.call() != null) {
            activation.call().resume();
            depth++;
        }
        stack.push(activation);
    }

    void statementEntered(StatementProbe statement, Frame frame) {
        Activation activation = running(frame);
        if (activation == null) {
            return;
        }
        begin(activation, statement.node(), frame);
        if (lines != null) {
            lines.entered(activation, statement, frame);
        }
    }

    void statementResumed(StatementProbe statement, Frame frame) {
        Activation activation = running(frame);
        if (activation != null && lines != null) {
            lines.resumed(activation, statement, frame);
        }
    }

    void statementLeft(StatementProbe statement, Frame frame) {
        Activation activation = running(frame);
        if (activation != null && lines != null) {
            lines.left(activation, statement, frame);
        }
    }

    Trace trace() {
        List<Trace.Line> ran = lines == null ? List.of() : lines.trace();
        boolean all = ran.size() <= MAX_LINES && (lines == null || !lines.isTruncated());
        return new Trace(
                mode,
                calls.stream().map(OpenCall::trace).toList(),
                ran.subList(0, Math.min(MAX_LINES, ran.size())),
                truncated || !all);
    }

    /**
     * The arguments are in place when the body begins; a body without statements has ended then.
     */
    private void begin(Activation activation, Node node, Frame frame) {
        if (!activation.begins()) {
            return;
        }
        OpenCall call = activation.call();
        if (call != null) {
            call.arguments(arguments(activation.code(), node, frame));
        }
    }

    private String arguments(GuestCode code, Node node, Frame frame) {
        CodeShape shape = code.shape(frame, values.types());
        BoundedText out = new BoundedText(MAX_ARGUMENTS);
        for (int i = 0; i < shape.parameters(); i++) {
            out.add(i == 0 ? "" : ", ").name(shape.signature(i)).add("=");
            int place = shape.place(shape.names().get(i));
            values.text().write(out, values.read(code, place, frame, node));
        }
        return out.toString();
    }

    private void close(
            Activation activation, CallProbe probe, Frame frame, String result, boolean raised) {
        OpenCall call = activation.call();
        if (call != null) {
            begin(activation, probe.node(), frame);
            call.pause(result, raised);
            chars += call.size();
        }
    }

    private @Nullable Activation running(Frame frame) {
        Activation top = stack.peek();
        return top != null && top.isOf(frame) && Thread.currentThread() == owner ? top : null;
    }

    private @Nullable Activation leave(Frame frame) {
        if (Thread.currentThread() != owner) {
            return null;
        }
        Activation top = stack.peek();
        if (top != null && top.isOf(frame)) {
            unrecorded = 0;
            return pop();
        }
        if (unrecorded > 0) {
            unrecorded--;
            return null;
        }
        return find(frame);
    }

    /** Finds a call whose inner calls' ends were missed, and drops these. */
    private @Nullable Activation find(Frame frame) {
        int above = 0;
        for (Iterator<Activation> all = stack.iterator(); all.hasNext(); above++) {
            if (all.next().isOf(frame)) {
                for (int i = 0; i < above; i++) {
                    pop();
                }
                return pop();
            }
        }
        return null;
    }

    private Activation pop() {
        Activation activation = stack.pop();
        if (activation.call() != null) {
            depth--;
        }
        return activation;
    }
}
