package dev.handaxe.benchmarks.python;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFrozenSet;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a Python literal as the language defines it, without running anything: numbers, strings
 * with every prefix but {@code f}, bytes, lists, tuples, sets, dicts, {@code set(…)} and {@code
 * frozenset(…)} of a literal, {@code None}, {@code True}, {@code False}, signs, and complex numbers
 * such as {@code 1+2j}. A tuple at the top needs its parentheses ({@code assert x == 1, 2} would
 * compare with 1). Text and nesting are bounded.
 *
 * <p>A surrogate pair written as two escapes, which Python keeps as two characters, becomes one
 * character here.
 *
 * <p>Confined to one thread.
 */
public final class PythonLiteral {
    private static final int MAX_CHARS = 16 << 20;
    private static final int MAX_DEPTH = 200;

    private final LiteralText in;
    private int depth;

    private PythonLiteral(LiteralText in) {
        this.in = in;
    }

    /** Text that is no literal; the message says where and what. */
    public static final class Malformed extends HandaxeException {
        private static final long serialVersionUID = 1L;

        Malformed(int position, String what) {
            super(Code.INVALID_INPUT, "position " + position + ": " + what);
        }
    }

    /**
     * The value of that literal; space and comments around it are ignored.
     *
     * @throws Malformed if it is none, or beyond a bound
     */
    public static PythonValue parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw new Malformed(MAX_CHARS, "more than " + MAX_CHARS + " characters");
        }
        PythonLiteral literal = new PythonLiteral(new LiteralText(text.strip()));
        literal.in.skipSpace(true);
        PythonValue value = literal.value();
        literal.in.skipSpace(true);
        if (!literal.in.atEnd()) {
            throw literal.in.malformed(
                    literal.in.peek() == ','
                            ? "a tuple needs parentheses here"
                            : "unexpected " + literal.in.shown());
        }
        return value;
    }

    /**
     * The literal that begins here; what follows it is left.
     *
     * @param inBrackets whether brackets are open around it, so that lines may end inside
     * @throws Malformed if none does, or beyond a bound
     */
    static PythonValue read(LiteralText in, boolean inBrackets) {
        PythonLiteral literal = new PythonLiteral(in);
        literal.depth = inBrackets ? 1 : 0;
        return literal.value();
    }

    private PythonValue value() {
        in.skipSpace(depth > 0);
        char c = in.peek();
        return switch (c) {
            case '[' -> new PyList(items('[', ']'));
            case '(' -> tupleOrGroup();
            case '{' -> setOrDict();
            case '+', '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                    new NumberLiteral(in).read(() -> in.skipSpace(depth > 0));
            case '\'', '"' -> strings();
            default -> {
                if (PythonStrings.startsString(in)) {
                    yield strings();
                }
                yield name();
            }
        };
    }

    private PythonValue name() {
        int start = in.position();
        String word = in.word();
        return switch (word) {
            case "None" -> PythonValue.none();
            case "True" -> new PyBool(true);
            case "False" -> new PyBool(false);
            case "set" -> new PySet(distinct(argument()));
            case "frozenset" -> new PyFrozenSet(distinct(argument()));
            case "" -> throw in.malformed("unexpected " + in.shown());
            default -> throw new Malformed(start, "a name is no literal");
        };
    }

    /** The items of the one optional argument of {@code set(…)}. */
    private List<Positioned> argument() {
        in.skipSpace(depth > 0);
        enter('(');
        in.skipSpace(true);
        if (in.peek() == ')') {
            leave(')');
            return List.of();
        }
        int start = in.position();
        PythonValue argument = value();
        in.skipSpace(true);
        if (in.peek() == ',') {
            in.next();
            in.skipSpace(true);
        }
        leave(')');
        Iterable<PythonValue> items =
                switch (argument) {
                    case PyList list -> list.items();
                    case PyTuple tuple -> tuple.items();
                    case PySet set -> set.items();
                    case PyFrozenSet set -> set.items();
                    case PythonValue other ->
                            throw new Malformed(start, "a list, tuple or set is needed here");
                };
        List<Positioned> positioned = new ArrayList<>();
        items.forEach(item -> positioned.add(new Positioned(start, item)));
        return positioned;
    }

    private PythonValue tupleOrGroup() {
        enter('(');
        List<PythonValue> items = new ArrayList<>();
        boolean comma = false;
        for (in.skipSpace(true); in.peek() != ')'; in.skipSpace(true)) {
            if (!items.isEmpty() && !comma) {
                throw in.malformed("expected ',' or ')' but found " + in.shown());
            }
            items.add(value());
            in.skipSpace(true);
            comma = in.peek() == ',';
            if (comma) {
                in.next();
            }
        }
        leave(')');
        return items.size() == 1 && !comma ? items.getFirst() : new PyTuple(items);
    }

    private List<PythonValue> items(char open, char close) {
        enter(open);
        List<PythonValue> items = new ArrayList<>();
        for (in.skipSpace(true); in.peek() != close; in.skipSpace(true)) {
            items.add(value());
            comma(close);
        }
        leave(close);
        return items;
    }

    private void comma(char close) {
        in.skipSpace(true);
        if (in.peek() == ',') {
            in.next();
        } else if (in.peek() != close) {
            throw in.malformed("expected ',' or '" + close + "' but found " + in.shown());
        }
    }

    private PythonValue setOrDict() {
        enter('{');
        List<Positioned> keys = new ArrayList<>();
        List<PythonValue> values = new ArrayList<>();
        for (in.skipSpace(true); in.peek() != '}'; in.skipSpace(true)) {
            keys.add(new Positioned(in.position(), value()));
            in.skipSpace(true);
            boolean pair = in.peek() == ':';
            if (keys.size() > 1 && pair == values.isEmpty()) {
                throw in.malformed("a dict has pairs throughout, a set none");
            }
            if (pair) {
                in.next();
                values.add(value());
            }
            comma('}');
        }
        leave('}');
        return keys.isEmpty() || !values.isEmpty() ? dict(keys, values) : new PySet(distinct(keys));
    }

    private record Positioned(int position, PythonValue value) {
        Object key() {
            return PythonKey.of(value)
                    .orElseThrow(() -> new Malformed(position, "this value cannot be hashed"));
        }
    }

    /** As Python does: the first of equal items stays. */
    private static Set<PythonValue> distinct(List<Positioned> items) {
        Map<Object, PythonValue> first = new LinkedHashMap<>();
        items.forEach(item -> first.putIfAbsent(item.key(), item.value()));
        return new LinkedHashSet<>(first.values());
    }

    /** As Python does: of equal keys the first stays, with the last value. */
    private static PyDict dict(List<Positioned> keys, List<PythonValue> values) {
        Map<Object, PyDict.Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            PythonValue value = values.get(i);
            entries.merge(
                    keys.get(i).key(),
                    new PyDict.Entry(keys.get(i).value(), value),
                    (old, same) -> new PyDict.Entry(old.key(), value));
        }
        return new PyDict(List.copyOf(entries.values()));
    }

    /** One or more string literals side by side, which Python joins. */
    private PythonValue strings() {
        PythonStrings.Part first = PythonStrings.read(in);
        StringBuilder text = new StringBuilder(first.text());
        in.skipSpace(depth > 0);
        while (!in.atEnd() && PythonStrings.startsString(in)) {
            int start = in.position();
            PythonStrings.Part next = PythonStrings.read(in);
            if (next.bytes() != first.bytes()) {
                throw new Malformed(start, "strings and bytes cannot be joined");
            }
            text.append(next.text());
            in.skipSpace(depth > 0);
        }
        return first.bytes() ? new PyBytes(latin1(text)) : new PyStr(text.toString());
    }

    private static byte[] latin1(CharSequence text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.chars().forEach(bytes::write);
        return bytes.toByteArray();
    }

    private void enter(char open) {
        in.expect(open);
        depth++;
        if (depth > MAX_DEPTH) {
            throw in.malformed("nested deeper than " + MAX_DEPTH);
        }
    }

    private void leave(char close) {
        in.expect(close);
        depth--;
    }
}
