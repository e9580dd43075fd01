package dev.handaxe.runtime.internal;

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
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is wrong with a caller's arguments before any worker sees them. A worker decodes strictly
 * and dies of a frame that no supervisor should send, so what it would refuse is refused here.
 * Thread-safe.
 */
final class ArgumentCheck {
    /**
     * The deepest argument, one for a scalar. It reaches the guest as Python source, whose parser
     * takes 200 open brackets; sets take two each and the arguments themselves two.
     */
    static final int MAX_DEPTH = 99;

    /** In bytes, as far as they are counted: text and numbers. */
    static final long MAX_BYTES = 64L << 20;

    private ArgumentCheck() {}

    /** Why these values cannot be arguments; empty if they can. */
    static Optional<String> problem(Collection<PythonValue> arguments) {
        return size(arguments).or(() -> form(arguments, false));
    }

    /** Without recursion: a caller may have nested as deep as it likes. */
    private static Optional<String> size(Collection<PythonValue> arguments) {
        record Step(PythonValue value, int depth) {}
        Deque<Step> open = new ArrayDeque<>();
        arguments.forEach(value -> open.push(new Step(value, 1)));
        long bytes = 0;
        while (!open.isEmpty()) {
            Step at = open.pop();
            if (at.depth > MAX_DEPTH) {
                return Optional.of("an argument is nested deeper than " + MAX_DEPTH + " levels");
            }
            bytes += bytes(at.value);
            if (bytes > MAX_BYTES) {
                return Optional.of("the arguments are larger than " + MAX_BYTES + " bytes");
            }
            parts(at.value).forEach(part -> open.push(new Step(part, at.depth + 1)));
        }
        return Optional.empty();
    }

    /** Whether sets and dicts are such as Python could have made; recursive, the depth is known. */
    private static Optional<String> form(Collection<PythonValue> values, boolean hashable) {
        for (PythonValue value : values) {
            Optional<String> problem =
                    switch (value) {
                        case PyTuple(var items) -> form(items, hashable);
                        case PyFrozenSet(var items) -> form(items, true);
                        case PyList _, PySet _, PyDict _ when hashable ->
                                Optional.of(
                                        "an argument has a list, a set or a dict inside a set or"
                                                + " a dict's key");
                        case PyList(var items) -> form(items, false);
                        case PySet(var items) -> form(items, true);
                        case PyDict(var entries) -> entries(entries);
                        case PyNone _, PyBool _, PyInt _, PyFloat _ -> Optional.empty();
                        case PyComplex _, PyStr _, PyBytes _ -> Optional.empty();
                    };
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> entries(List<PyDict.Entry> entries) {
        Set<PythonValue> keys = new HashSet<>();
        for (PyDict.Entry entry : entries) {
            Optional<String> problem =
                    form(List.of(entry.key()), true).or(() -> form(List.of(entry.value()), false));
            if (problem.isPresent()) {
                return problem;
            }
            if (!keys.add(entry.key())) {
                return Optional.of("an argument has a dict with the same key twice");
            }
        }
        return Optional.empty();
    }

    private static Collection<PythonValue> parts(PythonValue value) {
        return switch (value) {
            case PyList(var items) -> items;
            case PyTuple(var items) -> items;
            case PySet(var items) -> items;
            case PyFrozenSet(var items) -> items;
            case PyDict(var entries) ->
                    entries.stream().<PythonValue>mapMulti(ArgumentCheck::keyAndValue).toList();
            case PyNone _, PyBool _, PyInt _, PyFloat _ -> List.of();
            case PyComplex _, PyStr _, PyBytes _ -> List.of();
        };
    }

    private static void keyAndValue(PyDict.Entry entry, Consumer<PythonValue> into) {
        into.accept(entry.key());
        into.accept(entry.value());
    }

    private static long bytes(PythonValue value) {
        return switch (value) {
            case PyStr(String text) -> text.length() + 5L;
            case PyBytes data -> data.value().length + 5L;
            case PyInt(var number) -> number.bitLength() / 8 + 6L;
            case PyNone _, PyBool _, PyFloat _, PyComplex _ -> 17;
            case PyList _, PyTuple _, PySet _, PyFrozenSet _, PyDict _ -> 5;
        };
    }
}
