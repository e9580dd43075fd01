package dev.handaxe.runtime;

import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyComplex;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyFrozenSet;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Random values that look for trouble: extremes, lone surrogates, tags as keys, all containers. */
final class PythonValues {
    private static final double[] FLOATS = {
        0.0,
        -0.0,
        1.0,
        -1.5,
        0.1,
        1e22,
        1e-7,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final String[] PIECES = {
        "a",
        "$",
        "$tuple",
        "\"",
        "\\",
        "\n",
        "\0",
        "\u007f",
        "é",
        "\u2028",
        "\ud83d\ude00",
        "\ud800",
        "\udc00",
        "\u202e",
        "</script>"
    };

    private final RandomGenerator random;

    PythonValues(RandomGenerator random) {
        this.random = random;
    }

    PythonValue next(int depth) {
        return switch (random.nextInt(depth <= 1 ? 7 : 13)) {
            case 0 -> PythonValue.none();
            case 1 -> new PyBool(random.nextBoolean());
            case 2 -> integer();
            case 3 -> new PyFloat(real());
            case 4 -> new PyComplex(real(), real());
            case 5 -> new PyStr(text());
            case 6 -> bytes();
            case 7 -> new PyList(items(depth));
            case 8 -> new PyTuple(items(depth));
            case 9 -> new PySet(distinct(depth));
            case 10 -> new PyFrozenSet(distinct(depth));
            case 11 -> dict(depth, true);
            default -> dict(depth, false);
        };
    }

    private PythonValue integer() {
        byte[] bytes = new byte[1 + random.nextInt(40)];
        random.nextBytes(bytes);
        return new PyInt(new BigInteger(bytes));
    }

    private double real() {
        return random.nextBoolean()
                ? FLOATS[random.nextInt(FLOATS.length)]
                : Double.longBitsToDouble(random.nextLong());
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private PythonValue bytes() {
        byte[] bytes = new byte[random.nextInt(6)];
        random.nextBytes(bytes);
        return new PyBytes(bytes);
    }

    private List<PythonValue> items(int depth) {
        List<PythonValue> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(next(depth - 1));
        }
        return items;
    }

    private Set<PythonValue> distinct(int depth) {
        return new LinkedHashSet<>(items(depth));
    }

    private PythonValue dict(int depth, boolean textKeys) {
        Map<PythonValue, PythonValue> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            entries.put(textKeys ? new PyStr(text()) : next(depth - 1), next(depth - 1));
        }
        return new PyDict(
                entries.entrySet().stream()
                        .map(e -> new PyDict.Entry(e.getKey(), e.getValue()))
                        .toList());
    }
}
