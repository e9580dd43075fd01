package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
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
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Writes one value in the tagged JSON of {@link PythonJson}. Confined to one thread. */
final class PythonJsonWriter {
    private final StringBuilder out = new StringBuilder();

    static String write(PythonValue value) {
        var writer = new PythonJsonWriter();
        writer.value(value, 1);
        return writer.out.toString();
    }

    private void value(PythonValue value, int depth) {
        if (depth > PythonJson.MAX_DEPTH) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "a value is nested deeper than " + PythonJson.MAX_DEPTH + " levels");
        }
        switch (value) {
            case PyNone none -> out.append("null");
            case PyBool bool -> out.append(bool.value());
            case PyInt integer -> out.append(integer.value());
            case PyFloat number -> number(number.value());
            case PyComplex complex -> {
                out.append("{\"$complex\":[");
                number(complex.real());
                out.append(',');
                number(complex.imaginary());
                out.append("]}");
            }
            case PyStr text -> AsciiJson.string(out, text.value());
            case PyBytes bytes ->
                    out.append("{\"$bytes\":\"")
                            .append(Base64.getEncoder().encodeToString(bytes.value()))
                            .append("\"}");
            case PyList list -> items(list.items(), depth);
            case PyTuple tuple -> tagged("$tuple", tuple.items(), depth);
            case PySet set -> tagged("$set", set.items(), depth);
            case PyFrozenSet set -> tagged("$frozenset", set.items(), depth);
            case PyDict dict -> dict(dict, depth);
        }
    }

    private void number(double value) {
        if (Double.isNaN(value)) {
            out.append("{\"$float\":\"nan\"}");
        } else if (Double.isInfinite(value)) {
            out.append("{\"$float\":\"").append(value > 0 ? "inf" : "-inf").append("\"}");
        } else {
            // Java writes the shortest digits that read back the same, always with a point.
            out.append(value);
        }
    }

    private void tagged(String tag, Collection<PythonValue> items, int depth) {
        out.append("{\"").append(tag).append("\":");
        items(items, depth);
        out.append('}');
    }

    private void items(Collection<PythonValue> items, int depth) {
        out.append('[');
        String separator = "";
        for (PythonValue item : items) {
            out.append(separator);
            value(item, depth + 1);
            separator = ",";
        }
        out.append(']');
    }

    private void dict(PyDict dict, int depth) {
        boolean plain = isPlain(dict);
        out.append(plain ? "{" : "{\"$dict\":[");
        String separator = "";
        for (PyDict.Entry entry : dict.entries()) {
            out.append(separator).append(plain ? "" : "[");
            value(entry.key(), depth + 1);
            out.append(plain ? ':' : ',');
            value(entry.value(), depth + 1);
            out.append(plain ? "" : "]");
            separator = ",";
        }
        out.append(plain ? "}" : "]}");
    }

    private static boolean isPlain(PyDict dict) {
        Set<String> seen = new HashSet<>();
        for (PyDict.Entry entry : dict.entries()) {
            if (!(entry.key() instanceof PyStr(String key))
                    || key.startsWith("$")
                    || !seen.add(key)) {
                return false;
            }
        }
        return true;
    }
}
