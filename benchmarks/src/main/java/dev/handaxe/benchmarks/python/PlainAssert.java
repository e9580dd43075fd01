package dev.handaxe.benchmarks.python;

import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyComplex;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyFrozenSet;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyNone;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.util.List;
import java.util.Objects;

/**
 * An assertion that says all by itself: a function is called with literals, and its value is
 * compared with a literal. Nothing has to be run to know what it asks and what it expects.
 *
 * <p>Immutable.
 *
 * @param function the name that is called
 * @param arguments by position
 * @param comparison how the value is looked at
 * @param expected the other side; {@code True} where there is none
 */
public record PlainAssert(
        String function, List<PythonValue> arguments, Comparison comparison, PythonValue expected) {
    /** Copies. */
    public PlainAssert {
        Objects.requireNonNull(function);
        arguments = List.copyOf(arguments);
        Objects.requireNonNull(comparison);
        Objects.requireNonNull(expected);
    }

    /** How a value is looked at. */
    public enum Comparison {
        /** {@code assert f(x) == y}, by Python's equality. */
        EQUAL,
        /** {@code assert f(x) is y} for {@code True}, {@code False} and {@code None}. */
        IDENTICAL,
        /** {@code assert f(x)}. */
        TRUE,
        /** {@code assert not f(x)}. */
        FALSE
    }

    /** Whether it says no more of the value than {@code bool} does. */
    public boolean isOfTruth() {
        return comparison == Comparison.TRUE || comparison == Comparison.FALSE;
    }

    /** Whether the assertion holds when the function returns that value. */
    public boolean holdsFor(PythonValue value) {
        return switch (comparison) {
            case EQUAL -> PythonEquality.areEqual(value, expected);
            case IDENTICAL -> value.equals(expected);
            case TRUE -> isTrue(value);
            case FALSE -> !isTrue(value);
        };
    }

    /** Python's {@code bool(value)}. */
    private static boolean isTrue(PythonValue value) {
        return switch (value) {
            case PyNone none -> false;
            case PyBool truth -> truth.value();
            case PyInt number -> number.value().signum() != 0;
            case PyFloat number -> number.value() != 0;
            case PyComplex number -> number.real() != 0 || number.imaginary() != 0;
            case PyStr text -> !text.value().isEmpty();
            case PyBytes bytes -> bytes.value().length > 0;
            case PyList list -> !list.items().isEmpty();
            case PyTuple tuple -> !tuple.items().isEmpty();
            case PySet set -> !set.items().isEmpty();
            case PyFrozenSet set -> !set.items().isEmpty();
            case PyDict dict -> !dict.entries().isEmpty();
        };
    }
}
