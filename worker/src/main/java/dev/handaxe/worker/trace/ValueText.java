package dev.handaxe.worker.trace;

import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.api.strings.TruffleString.Encoding;
import dev.handaxe.worker.trace.BuiltinTypes.Kind;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Renders raw guest values as short text much like Python's {@code repr}, without running guest
 * code: the content of a value is shown only if its type is exactly a builtin one, everything else
 * is {@code <TypeName object>}. Bounded in length, depth and width. Immutable; to be used on a
 * thread that has entered the context.
 */
final class ValueText {
    static final int MAX_CHARS = 200;
    private static final int MAX_DEPTH = 3;
    private static final int MAX_ITEMS = 10;
    private static final int MAX_TEXT = 120;
    private static final int MAX_BYTES = 40;
    private static final int MAX_NAME = 60;

    /** Below this, decimal digits cost nothing worth counting. */
    private static final int MAX_BITS = 640;

    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    private final BuiltinTypes types;

    ValueText(BuiltinTypes types) {
        this.types = types;
    }

    /** The value as text of at most {@link #MAX_CHARS}. */
    String of(@Nullable Object value) {
        BoundedText out = new BoundedText(MAX_CHARS);
        write(out, value);
        return out.toString();
    }

    /** Appends the value. */
    void write(BoundedText out, @Nullable Object value) {
        // An interrupt that arrived in here would be lost; so it waits for the guest's own code.
        // The same goes for whatever else could run guest code, such as finalizers.
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean before = safepoint.setAllowSideEffects(false);
        try {
            value(out, value, 1);
        } catch (InteropException | AbstractTruffleException e) {
            out.add("<unreadable>");
        } finally {
            safepoint.setAllowSideEffects(before);
        }
    }

    /**
     * An exception as its class and, if the class is a builtin one, its arguments: {@code str()} of
     * an exception may run guest code.
     */
    String exception(Throwable thrown) {
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean before = safepoint.setAllowSideEffects(false);
        BoundedText out = new BoundedText(MAX_CHARS);
        try {
            if (!INTEROP.hasMetaObject(thrown)) {
                return thrown.getClass().getSimpleName();
            }
            out.name(typeName(thrown));
            if (types.of(thrown) == Kind.EXCEPTION) {
                arguments(out, INTEROP.readMember(thrown, "args"));
            }
        } catch (InteropException | AbstractTruffleException e) {
            // the name alone, as far as it was read
        } finally {
            safepoint.setAllowSideEffects(before);
        }
        return out.toString();
    }

    private void arguments(BoundedText out, Object args) throws InteropException {
        long size = INTEROP.getArraySize(args);
        if (size == 0) {
            return;
        }
        out.add(": ");
        Object first = INTEROP.readArrayElement(args, 0);
        if (size == 1 && (first instanceof TruffleString || types.of(first) == Kind.STR)) {
            out.name(text(first).shown());
        } else if (size == 1) {
            value(out, first, 1);
        } else {
            value(out, args, 1);
        }
    }

    private void value(BoundedText out, @Nullable Object value, int depth) throws InteropException {
        if (value instanceof TruffleString) {
            string(out, value);
        } else if (value != null && !(value instanceof Number) && !(value instanceof Boolean)) {
            object(out, value, depth);
        } else {
            primitive(out, value);
        }
    }

    /** Appends a number or truth value; needs no context. */
    static void primitive(BoundedText out, @Nullable Object value) {
        switch (value) {
            case null -> out.add("<unset>");
            case Boolean bool -> out.add(bool ? "True" : "False");
            case Double number -> out.number(number);
            case Float number -> out.number(number);
            default -> out.add(value.toString());
        }
    }

    private void object(BoundedText out, Object value, int depth) throws InteropException {
        switch (types.of(value)) {
            case NONE -> out.add("None");
            case BOOL -> out.add(INTEROP.asBoolean(value) ? "True" : "False");
            case INT -> integer(out, INTEROP.asBigInteger(value));
            case FLOAT -> out.number(INTEROP.asDouble(value));
            case STR -> string(out, value);
            case BYTES -> bytes(out, value);
            case BYTEARRAY -> {
                out.add("bytearray(");
                bytes(out, value);
                out.add(")");
            }
            case LIST -> array(out, value, "[", "]", depth);
            case TUPLE ->
                    array(out, value, "(", INTEROP.getArraySize(value) == 1 ? ",)" : ")", depth);
            case SET -> set(out, value, "{", "}", "set()", depth);
            case FROZENSET -> set(out, value, "frozenset({", "})", "frozenset()", depth);
            case DICT -> dict(out, value, depth);
            case TYPE -> out.add("<class ").name(metaName(value)).add(">");
            case COMPLEX ->
                    out.add("complex(")
                            .number(INTEROP.asDouble(INTEROP.readMember(value, "real")))
                            .add(", ")
                            .number(INTEROP.asDouble(INTEROP.readMember(value, "imag")))
                            .add(")");
            case FUNCTION, CODE, CELL, MODULE, EXCEPTION, OTHER ->
                    out.add("<").name(typeName(value)).add(" object>");
        }
    }

    private static void integer(BoundedText out, BigInteger number) {
        out.add(
                number.bitLength() <= MAX_BITS
                        ? number.toString()
                        : "<int of " + number.bitLength() + " bits>");
    }

    private static void string(BoundedText out, Object value) throws InteropException {
        Excerpt text = text(value);
        out.quoted(text.shown());
        if (text.isCut()) {
            out.add("... (" + text.length() + " characters)");
        }
    }

    /** The beginning of a string, and how long all of it is. */
    private record Excerpt(String shown, int length) {
        boolean isCut() {
            return length > MAX_TEXT;
        }
    }

    /** Reads no more of the string than it shows. */
    private static Excerpt text(Object value) throws InteropException {
        TruffleString text = INTEROP.asTruffleString(value);
        Encoding encoding =
                text.isCompatibleToUncached(Encoding.UTF_32) ? Encoding.UTF_32 : Encoding.UTF_16;
        int length = text.codePointLengthUncached(encoding);
        return new Excerpt(
                length <= MAX_TEXT
                        ? text.toJavaStringUncached()
                        : text.substringUncached(0, MAX_TEXT, encoding, true)
                                .toJavaStringUncached(),
                length);
    }

    private static void bytes(BoundedText out, Object value) throws InteropException {
        long size = INTEROP.getBufferSize(value);
        byte[] shown = new byte[(int) Math.min(size, MAX_BYTES)];
        INTEROP.readBuffer(value, 0, shown, 0, shown.length);
        out.bytes(shown);
        if (size > MAX_BYTES) {
            out.add("... (" + size + " bytes)");
        }
    }

    private void array(BoundedText out, Object value, String open, String close, int depth)
            throws InteropException {
        long size = INTEROP.getArraySize(value);
        if (depth > MAX_DEPTH && size > 0) {
            out.add(open).add("...").add(close);
            return;
        }
        out.add(open);
        long shown = Math.min(size, MAX_ITEMS);
        for (long i = 0; i < shown && !out.isFull(); i++) {
            out.add(i == 0 ? "" : ", ");
            value(out, INTEROP.readArrayElement(value, i), depth + 1);
        }
        more(out, size - shown);
        out.add(close);
    }

    private void set(
            BoundedText out, Object value, String open, String close, String empty, int depth)
            throws InteropException {
        Object iterator = INTEROP.getIterator(value);
        if (!INTEROP.hasIteratorNextElement(iterator)) {
            out.add(empty);
            return;
        }
        out.add(open);
        if (depth > MAX_DEPTH) {
            out.add("...").add(close);
            return;
        }
        for (int i = 0; INTEROP.hasIteratorNextElement(iterator) && !out.isFull(); i++) {
            out.add(i == 0 ? "" : ", ");
            if (i == MAX_ITEMS) {
                out.add("...");
                break;
            }
            value(out, INTEROP.getIteratorNextElement(iterator), depth + 1);
        }
        out.add(close);
    }

    private void dict(BoundedText out, Object value, int depth) throws InteropException {
        long size = INTEROP.getHashSize(value);
        if (depth > MAX_DEPTH && size > 0) {
            out.add("{...}");
            return;
        }
        out.add("{");
        Object iterator = INTEROP.getHashEntriesIterator(value);
        int shown = 0;
        while (shown < MAX_ITEMS && !out.isFull() && INTEROP.hasIteratorNextElement(iterator)) {
            Object entry = INTEROP.getIteratorNextElement(iterator);
            out.add(shown == 0 ? "" : ", ");
            value(out, INTEROP.readArrayElement(entry, 0), depth + 1);
            out.add(": ");
            value(out, INTEROP.readArrayElement(entry, 1), depth + 1);
            shown++;
        }
        more(out, size - shown);
        out.add("}");
    }

    private static void more(BoundedText out, long left) {
        if (left > 0) {
            out.add(", ... " + left + " more");
        }
    }

    /** The name in the class's own header; a metaclass has no say in it. */
    private static String typeName(Object value) throws InteropException {
        if (!INTEROP.hasMetaObject(value)) {
            return "foreign";
        }
        return metaName(INTEROP.getMetaObject(value));
    }

    private static String metaName(Object type) throws InteropException {
        String name = INTEROP.asString(INTEROP.getMetaSimpleName(type));
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "...";
    }
}
