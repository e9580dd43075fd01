package dev.handaxe.worker;

import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyTuple;
import dev.handaxe.runtime.protocol.Frame.HostAnswer;
import dev.handaxe.runtime.protocol.GuestResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * The way out of one context to one function of the host. The guest's wrapper in {@code prelude.py}
 * calls it with a tuple and a dict and gets a pair: the name of an exception to raise or an empty
 * string, and the value or message. Values go through as neutral copies, bounded as results are.
 * Confined to the guest's threads.
 */
final class HostDoor implements ProxyExecutable {
    /** Longer than the supervisor waits before it kills. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String function;
    private final SpareContext spare;
    private final Limits limits;
    private final HostLine line;

    HostDoor(String function, SpareContext spare, Limits limits, HostLine line) {
        this.function = function;
        this.spare = spare;
        this.limits = limits;
        this.line = line;
    }

    @Override
    public Value execute(Value... arguments) {
        HostAnswer answer = answer(arguments);
        if (answer instanceof HostAnswer.Fault(String type, String message)
                && type.equals(HostRefusals.TYPE)) {
            spare.hostRefusals().add(function, message);
        }
        return spare.prelude().load(MarshalText.answer(answer));
    }

    private HostAnswer answer(Value... arguments) {
        try {
            if (arguments.length == 2
                    && read(arguments[0]) instanceof PyTuple positional
                    && read(arguments[1]) instanceof PyDict named) {
                Optional<Map<String, PythonValue>> byName = named.named();
                if (byName.isPresent()) {
                    return line.ask(function, positional.items(), byName.get())
                            .orElseGet(this::stopped);
                }
            }
            return fault("is called with positional and named arguments");
        } catch (ResultReader.Refused e) {
            return fault(
                    switch (e.instead()) {
                        case GuestResult.Limited(var limit, long used, var at) ->
                                "arguments are larger than "
                                        + limit.key()
                                        + " allows, which is "
                                        + limits.get(limit);
                        default -> "an argument has a type with no neutral form";
                    });
        }
    }

    /** Waits here for the interrupt that is on its way, so that it names the guest's line. */
    private HostAnswer stopped() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            spare.context().safepoint();
            LockSupport.parkNanos(1_000_000);
        }
        return fault("the call is being stopped");
    }

    private PythonValue read(Value value) throws ResultReader.Refused {
        return new ResultReader(spare.prelude(), limits).read(value);
    }

    private HostAnswer fault(String what) {
        return new HostAnswer.Fault("TypeError", function + "(): " + what);
    }
}
