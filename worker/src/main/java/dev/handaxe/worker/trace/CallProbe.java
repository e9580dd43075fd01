package dev.handaxe.worker.trace;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;

/** Tells the recording of a guest code's beginning and end. Confined to the guest's thread. */
final class CallProbe extends ExecutionEventNode {
    private final Tracer tracer;
    private final GuestCode code;
    private final Node node;

    /**
     * @param node the one that is probed
     */
    CallProbe(Tracer tracer, GuestCode code, Node node) {
        this.tracer = tracer;
        this.code = code;
        this.node = node;
    }

    GuestCode code() {
        return code;
    }

    Node node() {
        return node;
    }

    @Override
    protected void onEnter(VirtualFrame frame) {
        Recording recording = tracer.recording();
        if (recording != null) {
            recording.entered(this, frame.materialize());
        }
    }

    @Override
    protected void onReturnValue(VirtualFrame frame, @Nullable Object result) {
        Recording recording = tracer.recording();
        if (recording != null) {
            recording.returned(this, frame.materialize(), result);
        }
    }

    @Override
    protected void onReturnExceptional(VirtualFrame frame, Throwable thrown) {
        Recording recording = tracer.recording();
        if (recording != null) {
            recording.raised(this, frame.materialize(), thrown);
        }
    }

    @Override
    protected void onYield(VirtualFrame frame, @Nullable Object value) {
        Recording recording = tracer.recording();
        if (recording != null) {
            recording.suspended(this, frame.materialize(), value);
        }
    }

    @Override
    protected void onResume(VirtualFrame frame) {
        Recording recording = tracer.recording();
        if (recording != null) {
            recording.resumed(frame.materialize());
        }
    }
}
