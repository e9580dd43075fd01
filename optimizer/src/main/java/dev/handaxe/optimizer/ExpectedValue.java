package dev.handaxe.optimizer;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what an example expects, which was written as JSON, with what a call gave: numbers with
 * a tolerance and whatever their type, lists and tuples alike, dicts in any order.
 */
final class ExpectedValue {
    /** Relative; examples are written with the digits that a model carries in its head. */
    private static final double RELATIVE = 1e-6;

    private static final double ABSOLUTE = 1e-9;

    private ExpectedValue() {}

    /** Whether the value is the one that was expected. */
    static boolean matches(PythonValue expected, PythonValue actual) {
        return switch (expected) {
            case PyInt integer ->
                    actual instanceof PyInt other
                            ? integer.value().equals(other.value())
                            : actual instanceof PyFloat number
                                    && close(integer.value().doubleValue(), number.value());
            case PyFloat number ->
                    actual instanceof PyFloat other
                            ? close(number.value(), other.value())
                            : actual instanceof PyInt integer
                                    && close(number.value(), integer.value().doubleValue());
            case PyComplex complex ->
                    actual instanceof PyComplex other
                            && close(complex.real(), other.real())
                            && close(complex.imaginary(), other.imaginary());
            case PyList list -> items(list.items(), actual);
            case PyTuple tuple -> items(tuple.items(), actual);
            case PyDict dict -> actual instanceof PyDict other && entries(dict, other);
            case PyNone _ -> expected.equals(actual);
            case PyBool _ -> expected.equals(actual);
            case PyStr _ -> expected.equals(actual);
            case PyBytes _ -> expected.equals(actual);
            case PySet _ -> expected.equals(actual);
            case PyFrozenSet _ -> expected.equals(actual);
        };
    }

    private static boolean close(double expected, double actual) {
        return Double.compare(expected, actual) == 0
                || Math.abs(expected - actual) <= Math.max(ABSOLUTE, RELATIVE * Math.abs(expected));
    }

    private static boolean items(List<PythonValue> expected, PythonValue actual) {
        Optional<List<PythonValue>> items =
                switch (actual) {
                    case PyList list -> Optional.of(list.items());
                    case PyTuple tuple -> Optional.of(tuple.items());
                    default -> Optional.empty();
                };
        if (items.isEmpty() || items.get().size() != expected.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!matches(expected.get(i), items.get().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean entries(PyDict expected, PyDict actual) {
        Map<PythonValue, PythonValue> given = new HashMap<>();
        actual.entries().forEach(entry -> given.put(entry.key(), entry.value()));
        return given.size() == expected.entries().size()
                && expected.entries().stream()
                        .allMatch(
                                entry -> {
                                    PythonValue value = given.get(entry.key());
                                    return value != null && matches(entry.value(), value);
                                });
    }
}
