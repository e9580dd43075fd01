package dev.handaxe.worker;

import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyStr;
import java.util.List;
import java.util.Optional;

/**
 * Arguments that polyglot turns into Python's own types by itself, which takes a warm call the
 * least time. Thread-safe.
 */
final class PlainArguments {
    private PlainArguments() {}

    /** The values for polyglot; empty if one of them needs to go as text. */
    static Optional<Object[]> of(List<PythonValue> values) {
        Object[] plain = new Object[values.size()];
        for (int i = 0; i < plain.length; i++) {
            switch (values.get(i)) {
                case PyBool(boolean b) -> plain[i] = b;
                case PyInt(var number) when number.bitLength() < Long.SIZE ->
                        plain[i] = number.longValue();
                case PyFloat(double number) -> plain[i] = number;
                case PyStr(String text) when text.chars().noneMatch(PlainArguments::isSurrogate) ->
                        plain[i] = text;
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(plain);
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
