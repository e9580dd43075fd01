package dev.handaxe.worker.trace;

import dev.handaxe.runtime.Trace;
import java.time.Duration;

/** A call that is being recorded, or was. Confined to the thread that runs it. */
final class OpenCall {
    private final int depth;
    private final GuestCode code;
    private String arguments = "";
    private String result = "";
    private boolean raised;
    private long since = System.nanoTime();
    private long nanos;
    private boolean running = true;

    OpenCall(int depth, GuestCode code) {
        this.depth = depth;
        this.code = code;
    }

    void arguments(String text) {
        arguments = text;
    }

    /** Takes its time, until it is resumed if ever. */
    void pause(String result, boolean raised) {
        nanos += System.nanoTime() - since;
        running = false;
        this.result = result;
        this.raised = raised;
    }

    void resume() {
        since = System.nanoTime();
        running = true;
    }

    /** How many characters of guest text it holds. */
    int size() {
        return arguments.length() + result.length() + code.name().length();
    }

    Trace.Call trace() {
        long all = running ? nanos + System.nanoTime() - since : nanos;
        return new Trace.Call(
                depth, code.name(), code.line(), arguments, result, raised, Duration.ofNanos(all));
    }
}
