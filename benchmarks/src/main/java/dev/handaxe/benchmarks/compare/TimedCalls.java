package dev.handaxe.benchmarks.compare;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An invocation that is timed again and again, and checked each time.
 *
 * <p>Immutable.
 *
 * @param expected what it returns
 */
public record TimedCalls(Invocation invocation, PythonValue expected) {
    /** What {@link #PLUS} and {@link #ONE} call. */
    public static final FunctionSet FUNCTIONS =
            FunctionSet.of(
                    List.of(
                            FunctionDefinition.builder(
                                            "plus", "def plus(a, b):\n    return a + b\n")
                                    .build(),
                            FunctionDefinition.builder("one", "def one():\n    return 1\n")
                                    .build()));

    /** Adds two numbers. */
    public static final TimedCalls PLUS =
            new TimedCalls(
                    Invocation.call("plus", PythonValue.of(2), PythonValue.of(3)),
                    PythonValue.of(5));

    /** A function without arguments. */
    public static final TimedCalls ONE = new TimedCalls(Invocation.call("one"), PythonValue.of(1));

    /** A program, whose value is None. */
    public static TimedCalls program(String source) {
        return new TimedCalls(Invocation.program(source), PythonValue.none());
    }

    /**
     * Makes so many calls, one after the other.
     *
     * @return what each took, in microseconds, in order
     * @throws HandaxeException if one does not return what is expected
     */
    public double[] micros(int count, Function<Invocation, Outcome> call) {
        double[] micros = new double[count];
        for (int i = 0; i < count; i++) {
            micros[i] = micros(call);
        }
        return micros;
    }

    /** Makes one call, as {@link #micros(int, Function)}. */
    public double micros(Function<Invocation, Outcome> call) {
        long start = System.nanoTime();
        Outcome outcome = call.apply(invocation);
        double micros = (System.nanoTime() - start) / 1e3;
        if (!outcome.returnedValue().equals(Optional.of(expected))) {
            throw new HandaxeException(
                    Code.WORKER_START,
                    "a call to be timed did not return what it returns, but ended as "
                            + outcome.kind());
        }
        return micros;
    }
}
