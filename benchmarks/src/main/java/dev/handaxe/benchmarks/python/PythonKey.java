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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What makes two values one key of a Python set or dict: {@code 1}, {@code 1.0} and {@code True}
 * are the same key, lists are none.
 */
public final class PythonKey {
    private PythonKey() {}

    /** Equal objects for equal keys; empty for what Python cannot hash. */
    public static Optional<Object> of(PythonValue value) {
        return switch (value) {
            case PyNone none -> Optional.of(none);
            case PyBool bool -> Optional.of(bool.value() ? BigInteger.ONE : BigInteger.ZERO);
            case PyInt number -> Optional.of(number.value());
            case PyFloat number -> Optional.of(number(number.value()));
            case PyComplex number -> Optional.of(complex(number));
            case PyStr text -> Optional.of(text);
            case PyBytes bytes -> Optional.of(bytes);
            case PyTuple tuple -> tuple(tuple.items());
            case PyFrozenSet set -> set(set);
            case PyList list -> Optional.empty();
            case PySet set -> Optional.empty();
            case PyDict dict -> Optional.empty();
        };
    }

    private static Object number(double value) {
        return Double.isFinite(value) && value == Math.rint(value)
                ? new BigDecimal(value).toBigIntegerExact()
                : (Object) value;
    }

    private static Object complex(PyComplex value) {
        return value.imaginary() == 0
                ? number(value.real())
                : List.of(PyComplex.class, number(value.real()), number(value.imaginary()));
    }

    private static Optional<Object> tuple(List<PythonValue> items) {
        List<Object> keys = new ArrayList<>();
        for (PythonValue item : items) {
            Optional<Object> key = of(item);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            keys.add(key.get());
        }
        return Optional.of(keys);
    }

    private static Optional<Object> set(PyFrozenSet set) {
        HashSet<Object> keys = new HashSet<>();
        for (PythonValue item : set.items()) {
            of(item).ifPresent(keys::add); // a frozenset holds only what can be hashed
        }
        return Optional.of(keys);
    }
}
