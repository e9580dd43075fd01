package dev.handaxe.worker;

import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.Frame.HostAnswer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The line on which the guest calls functions of the host: sends one call at a time and waits for
 * its reply. The wait ends with the call. Thread-safe.
 */
final class HostLine {
    private final Sink out;
    private final Object turn = new Object();
    private long id;
    private long number;
    private boolean open;
    private @Nullable HostAnswer answer;

    /** Where frames go. */
    @FunctionalInterface
    interface Sink {
        void send(Frame frame) throws IOException;
    }

    HostLine(Sink out) {
        this.out = out;
    }

    /** Opens the line for the call of that id. */
    synchronized void begin(long callId) {
        id = callId;
        number = 0;
        open = true;
    }

    /** Ends the wait of the current call, for good. */
    synchronized void abandon() {
        open = false;
        notifyAll();
    }

    /**
     * Calls a function of the host and waits for what it answers, on the guest's thread; empty if
     * the call is being stopped.
     */
    Optional<HostAnswer> ask(
            String function, List<PythonValue> positional, Map<String, PythonValue> named) {
        synchronized (turn) { // threads of the guest take turns
            try {
                Frame.HostCall call = next(function, positional, named);
                if (call == null) {
                    return Optional.empty();
                }
                out.send(call);
                return await(call.number());
            } catch (IOException e) {
                return Optional.empty(); // the supervisor is gone, and this process with it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private synchronized Frame.@Nullable HostCall next(
            String function, List<PythonValue> positional, Map<String, PythonValue> named) {
        answer = null;
        return open ? new Frame.HostCall(id, ++number, function, positional, named) : null;
    }

    private synchronized Optional<HostAnswer> await(long asked) throws InterruptedException {
        while (open && answer == null && asked == number) {
            wait();
        }
        return open ? Optional.ofNullable(answer) : Optional.empty();
    }

    /** Takes a reply; one that nobody waits for is dropped. */
    synchronized void answered(Frame.HostReply reply) {
        if (open && reply.id() == id && reply.number() == number && answer == null) {
            answer = reply.answer();
            notifyAll();
        }
    }
}
