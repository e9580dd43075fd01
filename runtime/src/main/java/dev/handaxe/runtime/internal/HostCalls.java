package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HostFunction;
import dev.handaxe.runtime.HostFunctionException;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.Frame.HostAnswer;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls of host functions by one call of guest code: one at a time, each within its budget, on
 * threads that neither read frames nor keep the time. Thread-safe.
 */
final class HostCalls {
    private static final int MAX_MESSAGE = 2000;

    /** All that the guest learns of a body that fails without saying how. */
    static final String FAILED = "host function failed";

    private final Map<String, HostSpending> spent = new HashMap<>();
    private final String tenant;
    private final String invocationId;
    private final ExecutorService threads;
    private final ScheduledExecutorService clock;
    private long lastNumber;
    private long waiting;
    private boolean ended;
    private @Nullable Future<?> body;
    private @Nullable ScheduledFuture<?> timer;

    /** Takes a reply to the worker; may block while the worker does not read. */
    @FunctionalInterface
    interface Worker {
        void send(Frame frame) throws IOException;
    }

    HostCalls(
            Map<String, HostFunction> granted,
            String tenant,
            String invocationId,
            ExecutorService threads,
            ScheduledExecutorService clock) {
        this.tenant = tenant;
        this.invocationId = invocationId;
        this.threads = threads;
        this.clock = clock;
        granted.forEach((name, function) -> spent.put(name, new HostSpending(function)));
    }

    /** The id of the guest's call. */
    String invocationId() {
        return invocationId;
    }

    /**
     * Begins a call; its reply is sent from another thread. False if a worker that keeps to the
     * protocol cannot have sent it: a function that was not granted, a number out of turn, or a
     * call while another waits.
     */
    synchronized boolean accept(Frame.HostCall call, Worker worker) {
        HostSpending spending = spent.get(call.function());
        if (ended || spending == null || waiting != 0 || call.number() != lastNumber + 1) {
            return false;
        }
        lastNumber = call.number();
        waiting = call.number();
        try {
            body = threads.submit(() -> reply(call, answer(call, spending), worker));
            timer =
                    clock.schedule(
                            () -> timeIsUp(call, spending, worker),
                            spending.nanosLeft(),
                            TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // the sandbox is being closed, and the worker with it
        }
        return true;
    }

    /** Ends what runs: its thread is interrupted and its reply dropped. */
    synchronized void end() {
        ended = true;
        stop();
    }

    private synchronized void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (body != null) {
            body.cancel(true);
        }
    }

    private void timeIsUp(Frame.HostCall call, HostSpending spending, Worker worker) {
        if (claim(call)) {
            stop();
            threads.execute(() -> send(call, spending.refusal("time"), worker));
        }
    }

    private void reply(Frame.HostCall call, HostAnswer answer, Worker worker) {
        if (claim(call)) {
            send(call, answer, worker);
        }
    }

    /** Whether the call still waits; whoever gets true answers it, the only one. */
    private synchronized boolean claim(Frame.HostCall call) {
        if (ended || waiting != call.number()) {
            return false;
        }
        waiting = 0;
        if (timer != null) {
            timer.cancel(false);
        }
        return true;
    }

    private static void send(Frame.HostCall call, HostAnswer answer, Worker worker) {
        try {
            worker.send(new Frame.HostReply(call.id(), call.number(), answer));
        } catch (IOException e) {
            // the worker is gone, which its reader says
        }
    }

    private HostAnswer answer(Frame.HostCall call, HostSpending spending) {
        Optional<HostAnswer> refusal = spending.take(call.positional(), call.named());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        HostFunction function = spending.function();
        boolean open = function.parameters().isOpen();
        Map<String, PythonValue> named = new LinkedHashMap<>();
        Optional<String> misfit =
                open
                        ? Optional.empty()
                        : bind(
                                function.parameters().names(),
                                call.positional(),
                                call.named(),
                                named);
        named.putAll(call.named());
        misfit = misfit.or(() -> function.parameters().check(named));
        if (misfit.isPresent()) {
            return new HostAnswer.Fault("TypeError", function.name() + "(): " + misfit.get());
        }
        List<PythonValue> positional = open ? call.positional() : List.of();
        var asked = new HostFunction.Call(tenant, invocationId, positional, named);
        return spending.charge(() -> run(function, asked));
    }

    /** Gives arguments by position their names. */
    private static Optional<String> bind(
            List<String> names,
            List<PythonValue> positional,
            Map<String, PythonValue> named,
            Map<String, PythonValue> bound) {
        if (positional.size() > names.size()) {
            return Optional.of(
                    "takes at most "
                            + names.size()
                            + " positional arguments, "
                            + positional.size()
                            + " were given");
        }
        for (int i = 0; i < positional.size(); i++) {
            if (named.containsKey(names.get(i))) {
                return Optional.of("got two values for '" + names.get(i) + "'");
            }
            bound.put(names.get(i), positional.get(i));
        }
        return Optional.empty();
    }

    /** Whatever the body does, the guest learns no more than the body says it may. */
    @SuppressWarnings("CatchingUnchecked") // the body is the embedder's
    private static HostAnswer run(HostFunction function, HostFunction.Call call) {
        try {
            return new HostAnswer.Value(function.body().answer(call));
        } catch (HostFunctionException e) {
            String message = OutcomeFormat.printable(e.getMessage(), MAX_MESSAGE);
            return new HostAnswer.Fault("RuntimeError", message);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return new HostAnswer.Fault("RuntimeError", FAILED);
        }
    }
}
