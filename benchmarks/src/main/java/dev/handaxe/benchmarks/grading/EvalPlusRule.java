package dev.handaxe.benchmarks.grading;

import dev.handaxe.benchmarks.python.PythonEquality;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyComplex;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * EvalPlus's comparison of what a sample returns with what the reference does (evalplus/evalplus,
 * {@code eval/__init__.py}, data of HumanEval+ 0.1.10). The tolerance is a state: an expected float
 * where there is none sets it to 1e-6 for that input and all that follow. {@code find_zero} has
 * many right answers and is judged by the value of its polynomial.
 *
 * <p>Confined to one thread; one for each sample of a task.
 */
public final class EvalPlusRule {
    private static final double FLOAT_TOLERANCE = 1e-6;
    private static final double RELATIVE = 1e-7;
    private static final long INT64_BITS = 63;

    private final boolean findsZero;
    private double atol;

    /** For one sample of a task with that function and tolerance. */
    public EvalPlusRule(String entryPoint, double atol) {
        findsZero = entryPoint.equals("find_zero");
        this.atol = atol;
    }

    /**
     * Whether a sample's value passes for the next input.
     *
     * @param input the arguments of the call
     */
    public boolean passes(List<PythonValue> input, PythonValue value, PythonValue expected) {
        if (findsZero) {
            return isZero(input, value);
        }
        boolean exact = PythonEquality.areEqual(value, expected);
        if (atol == 0 && isFloats(expected)) {
            atol = FLOAT_TOLERANCE;
        }
        return exact || (atol != 0 && isClose(value, expected));
    }

    private static boolean isFloats(PythonValue value) {
        return switch (value) {
            case PyFloat number -> true;
            case PyList list -> list.items().stream().allMatch(PyFloat.class::isInstance);
            case PyTuple tuple -> tuple.items().stream().allMatch(PyFloat.class::isInstance);
            case PythonValue other -> false;
        };
    }

    /** {@code numpy.allclose} of two values of one type and, if they are sequences, one shape. */
    private boolean isClose(PythonValue value, PythonValue expected) {
        return value.getClass() == expected.getClass() && elementsAreClose(value, expected);
    }

    private boolean elementsAreClose(PythonValue value, PythonValue expected) {
        Optional<List<PythonValue>> items = items(value);
        Optional<List<PythonValue>> wanted = items(expected);
        if (items.isPresent() && wanted.isPresent()) {
            if (items.get().size() != wanted.get().size()) {
                return false;
            }
            for (int i = 0; i < items.get().size(); i++) {
                if (!elementsAreClose(items.get().get(i), wanted.get().get(i))) {
                    return false;
                }
            }
            return true;
        }
        OptionalDouble number = number(value);
        OptionalDouble wantedNumber = number(expected);
        return number.isPresent()
                && wantedNumber.isPresent()
                && numbersAreClose(number.getAsDouble(), wantedNumber.getAsDouble());
    }

    private boolean numbersAreClose(double value, double expected) {
        return value == expected
                || (Double.isFinite(expected)
                        && Math.abs(value - expected) <= atol + RELATIVE * Math.abs(expected));
    }

    private static Optional<List<PythonValue>> items(PythonValue value) {
        return switch (value) {
            case PyList list -> Optional.of(list.items());
            case PyTuple tuple -> Optional.of(tuple.items());
            case PythonValue other -> Optional.empty();
        };
    }

    /** What numpy makes a number of; on integers beyond 64 bits its comparison raises. */
    private static OptionalDouble number(PythonValue value) {
        return switch (value) {
            case PyBool truth -> OptionalDouble.of(truth.value() ? 1 : 0);
            case PyFloat number -> OptionalDouble.of(number.value());
            case PyInt number ->
                    number.value().bitLength() <= INT64_BITS
                            ? OptionalDouble.of(number.value().doubleValue())
                            : OptionalDouble.empty();
            case PyComplex number ->
                    number.imaginary() == 0
                            ? OptionalDouble.of(number.real())
                            : OptionalDouble.empty();
            case PythonValue other -> OptionalDouble.empty();
        };
    }

    private boolean isZero(List<PythonValue> input, PythonValue value) {
        OptionalDouble x = number(value);
        Optional<List<PythonValue>> coefficients =
                input.stream().findFirst().flatMap(EvalPlusRule::items);
        if (x.isEmpty() || coefficients.isEmpty()) {
            return false;
        }
        double sum = 0;
        int power = 0;
        for (PythonValue coefficient : coefficients.get()) {
            OptionalDouble factor = number(coefficient);
            if (factor.isEmpty()) {
                return false;
            }
            sum += factor.getAsDouble() * Math.pow(x.getAsDouble(), power);
            power++;
        }
        return Math.abs(sum) <= atol;
    }
}
