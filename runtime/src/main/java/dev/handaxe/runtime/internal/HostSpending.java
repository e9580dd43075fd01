package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HostFunction;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.protocol.Frame.HostAnswer;
import dev.handaxe.runtime.protocol.FrameCodec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one call of guest code has used of one host function, held against its budget. Thread-safe.
 */
final class HostSpending {
    private final HostFunction function;
    private long calls;
    private long nanos;
    private long bytes;

    HostSpending(HostFunction function) {
        this.function = function;
    }

    HostFunction function() {
        return function;
    }

    synchronized long nanosLeft() {
        return Math.max(0, function.budget().time().toNanos() - nanos);
    }

    /** Takes one call with these arguments from the budget; why it cannot, if it cannot. */
    synchronized Optional<HostAnswer> take(
            List<PythonValue> positional, Map<String, PythonValue> named) {
        if (calls >= function.budget().calls()) {
            return Optional.of(refusal("calls"));
        }
        calls++;
        if (nanosLeft() == 0) {
            return Optional.of(refusal("time"));
        }
        long size = sizeOf(positional) + sizeOf(named.values());
        return takeBytes(size) ? Optional.empty() : Optional.of(refusal("bytes"));
    }

    /** Runs the body and takes its time and its result from the budget. */
    HostAnswer charge(Supplier<HostAnswer> body) {
        long start = System.nanoTime();
        HostAnswer answer = body.get();
        long took = System.nanoTime() - start;
        synchronized (this) {
            nanos += took;
        }
        if (!(answer instanceof HostAnswer.Value(PythonValue value))) {
            return answer;
        }
        if (ArgumentCheck.problem(List.of(value)).isPresent()) {
            return new HostAnswer.Fault("RuntimeError", HostCalls.FAILED);
        }
        synchronized (this) {
            return takeBytes(FrameCodec.encodedSize(value)) ? answer : refusal("bytes");
        }
    }

    /** The refusal when the budget has none left of that. */
    HostAnswer refusal(String what) {
        HostFunction.Budget budget = function.budget();
        String allowed =
                switch (what) {
                    case "calls" -> budget.calls() + " calls";
                    case "time" -> budget.time().toMillis() + " ms";
                    default -> budget.bytes() + " bytes";
                };
        return new HostAnswer.Fault(
                "PermissionError",
                "host function '"
                        + function.name()
                        + "': the budget of "
                        + allowed
                        + " is used up");
    }

    private boolean takeBytes(long size) {
        bytes += size;
        return bytes <= function.budget().bytes();
    }

    private static long sizeOf(Collection<PythonValue> values) {
        long size = 0;
        for (PythonValue value : values) {
            size += FrameCodec.encodedSize(value);
        }
        return size;
    }
}
