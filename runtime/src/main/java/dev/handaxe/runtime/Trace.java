package dev.handaxe.runtime;

import dev.handaxe.policy.TraceMode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What was recorded of one run: the training signal besides the outcome. All text is from the
 * guest, rendered without running guest code and bounded, but to be escaped before it is shown.
 *
 * <p>Immutable.
 *
 * @param mode what was asked for
 * @param calls of guest functions, in the order in which they began
 * @param lines that were run, by file and line; empty unless lines were asked for
 * @param truncated whether more happened than the trace holds
 */
public record Trace(TraceMode mode, List<Call> calls, List<Line> lines, boolean truncated) {

    /** Copies. */
    public Trace {
        Objects.requireNonNull(mode);
        calls = List.copyOf(calls);
        lines = List.copyOf(lines);
    }

    /**
     * One call of a guest function.
     *
     * @param depth how many traced calls were open around it
     * @param function its qualified name
     * @param line where it is defined
     * @param arguments as {@code name=value, …}
     * @param result the value it returned, or the exception that left it
     * @param raised whether an exception left it; false also for a call that never ended
     * @param duration from its start to its end, or to the end of the run
     */
    public record Call(
            int depth,
            String function,
            int line,
            String arguments,
            String result,
            boolean raised,
            Duration duration) {}

    /**
     * One line of guest source.
     *
     * @param file the source's name
     * @param line from 1
     * @param count how often it ran
     * @param changes the last values of locals that changed on it, as {@code name=value, …}
     */
    public record Line(String file, int line, long count, String changes) {}
}
