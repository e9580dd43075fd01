package dev.handaxe.benchmarks.python;

import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFrozenSet;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Python's {@code ==}, which is laxer than the equality of {@link PythonValue}: {@code 1}, {@code
 * 1.0} and {@code True} are equal, a set equals a frozenset, dicts have no order, and nan equals
 * nothing.
 */
public final class PythonEquality {
    private PythonEquality() {}

    /** Whether {@code one == other} holds. */
    public static boolean areEqual(PythonValue one, PythonValue other) {
        return switch (one) {
            case PyList list -> other instanceof PyList same && all(list.items(), same.items());
            case PyTuple tuple -> other instanceof PyTuple same && all(tuple.items(), same.items());
            case PySet set -> setsAreEqual(set.items(), other);
            case PyFrozenSet set -> setsAreEqual(set.items(), other);
            case PyDict dict -> other instanceof PyDict same && dictsAreEqual(dict, same);
            case PyStr text -> text.equals(other);
            case PyBytes bytes -> bytes.equals(other);
            case PythonValue scalar -> scalarsAreEqual(scalar, other);
        };
    }

    private static boolean scalarsAreEqual(PythonValue one, PythonValue other) {
        Optional<Object> key = PythonKey.of(one);
        return !isNan(key) && key.equals(PythonKey.of(other));
    }

    private static boolean isNan(Optional<Object> key) {
        return key.filter(value -> value instanceof Double number && number.isNaN()).isPresent();
    }

    private static boolean all(List<PythonValue> one, List<PythonValue> other) {
        if (one.size() != other.size()) {
            return false;
        }
        Iterator<PythonValue> others = other.iterator();
        return one.stream().allMatch(item -> areEqual(item, others.next()));
    }

    private static boolean setsAreEqual(Set<PythonValue> one, PythonValue other) {
        return switch (other) {
            case PySet set -> keys(one).equals(keys(set.items()));
            case PyFrozenSet set -> keys(one).equals(keys(set.items()));
            case PythonValue no -> false;
        };
    }

    private static Set<Object> keys(Set<PythonValue> items) {
        Set<Object> keys = new HashSet<>();
        items.forEach(item -> PythonKey.of(item).ifPresent(keys::add));
        return keys;
    }

    private static boolean dictsAreEqual(PyDict one, PyDict other) {
        Map<Object, PythonValue> values = new HashMap<>();
        one.entries()
                .forEach(
                        entry ->
                                PythonKey.of(entry.key())
                                        .ifPresent(key -> values.put(key, entry.value())));
        if (one.entries().size() != other.entries().size()) {
            return false;
        }
        return other.entries().stream()
                .allMatch(
                        entry ->
                                PythonKey.of(entry.key())
                                        .map(values::get)
                                        .filter(value -> areEqual(value, entry.value()))
                                        .isPresent());
    }
}
