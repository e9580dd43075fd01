package dev.handaxe.worker;

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
import dev.handaxe.runtime.protocol.Frame.HostAnswer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Source;

/** Writes arguments as Python expressions, evaluated before any guest code runs. Thread-safe. */
final class PythonText {
    /** Decimal literals beyond this many bits could meet Python's limit on digits; hex has none. */
    private static final int MAX_DECIMAL_BITS = 1000;

    private final StringBuilder out = new StringBuilder();

    private PythonText() {}

    /** Python source of {@code (tuple of positional, dict of named)}. */
    static Source arguments(List<PythonValue> positional, Map<String, PythonValue> named) {
        PythonText text = new PythonText();
        text.out.append('(');
        text.value(new PyTuple(positional));
        text.value(
                new PyDict(
                        named.entrySet().stream()
                                .map(e -> new PyDict.Entry(new PyStr(e.getKey()), e.getValue()))
                                .toList()),
                ", ");
        text.out.append(')');
        return Source.newBuilder("python", text.out, "<arguments>").cached(false).buildLiteral();
    }

    /** Python source of {@code (exception or '', value or message)}. */
    static Source answer(HostAnswer answer) {
        PythonText text = new PythonText();
        text.out.append('(');
        switch (answer) {
            case HostAnswer.Value(PythonValue value) -> {
                text.out.append("'',");
                text.value(value);
            }
            case HostAnswer.Fault(String type, String message) -> {
                text.string(type);
                text.out.append(',');
                text.string(message);
            }
        }
        text.out.append(')');
        return Source.newBuilder("python", text.out, "<answer>").cached(false).buildLiteral();
    }

    private void value(PythonValue value, String before) {
        out.append(before);
        value(value);
    }

    private void value(PythonValue value) {
        switch (value) {
            case PyNone() -> out.append("None");
            case PyBool(boolean b) -> out.append(b ? "True" : "False");
            case PyInt(var n) -> {
                if (n.bitLength() <= MAX_DECIMAL_BITS) {
                    out.append(n);
                } else {
                    out.append(n.signum() < 0 ? "-0x" : "0x").append(n.abs().toString(16));
                }
            }
            case PyFloat(double d) -> number(d);
            case PyComplex(double real, double imaginary) -> {
                out.append("complex(");
                number(real);
                out.append(',');
                number(imaginary);
                out.append(')');
            }
            case PyStr(String text) -> string(text);
            case PyBytes data -> {
                out.append("b'");
                for (byte b : data.value()) {
                    out.append("\\x").append(hex(b & 0xFF, 2));
                }
                out.append('\'');
            }
            case PyList(var items) -> items("[", items, "]");
            case PyTuple(var items) -> items("(", items, items.size() == 1 ? ",)" : ")");
            case PySet(var items) -> items("set([", items, "])");
            case PyFrozenSet(var items) -> items("frozenset([", items, "])");
            case PyDict(var entries) -> {
                out.append('{');
                for (PyDict.Entry entry : entries) {
                    value(entry.key());
                    value(entry.value(), ":");
                    out.append(',');
                }
                out.append('}');
            }
        }
    }

    private void items(String open, Collection<PythonValue> items, String close) {
        out.append(open);
        String before = "";
        for (PythonValue item : items) {
            value(item, before);
            before = ",";
        }
        out.append(close);
    }

    private void number(double d) {
        if (Double.isNaN(d)) {
            out.append("(1e999-1e999)");
        } else if (Double.isInfinite(d)) {
            out.append(d > 0 ? "1e999" : "-1e999");
        } else {
            out.append(d);
        }
    }

    private void string(String text) {
        out.append('\'');
        text.codePoints()
                .forEach(
                        c -> {
                            if (c >= ' ' && c < 0x7F && c != '\'' && c != '\\') {
                                out.append((char) c);
                            } else if (c > 0xFFFF) {
                                out.append("\\U").append(hex(c, 8));
                            } else {
                                out.append("\\u").append(hex(c, 4));
                            }
                        });
        out.append('\'');
    }

    private static String hex(int value, int digits) {
        String text = Integer.toHexString(value);
        return "0".repeat(digits - text.length()) + text;
    }
}
