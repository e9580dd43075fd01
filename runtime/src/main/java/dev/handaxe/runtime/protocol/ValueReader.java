package dev.handaxe.runtime.protocol;

import dev.handaxe.runtime.PythonValue;
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
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the wire's primitives and {@link PythonValue}s strictly: no length beyond what is there, no
 * unknown tag, no nesting beyond the bound, nothing allocated before it was seen to fit. Confined
 * to one thread.
 */
final class ValueReader {
    /** Above the largest {@code result_depth} a policy may set. */
    static final int MAX_DEPTH = 220;

    private static final PyBool TRUE = new PyBool(true);
    private static final PyBool FALSE = new PyBool(false);

    private final byte[] data;
    private int at;

    ValueReader(byte[] data) {
        this.data = data;
    }

    void end() throws ProtocolException {
        if (at != data.length) {
            throw new ProtocolException((data.length - at) + " bytes after the frame's end");
        }
    }

    int u8() throws ProtocolException {
        need(1);
        return data[at++] & 0xFF;
    }

    boolean bool() throws ProtocolException {
        int value = u8();
        if (value > 1) {
            throw new ProtocolException("a boolean is 0 or 1, not " + value);
        }
        return value == 1;
    }

    int i32() throws ProtocolException {
        need(4);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = (value << 8) | (data[at++] & 0xFF);
        }
        return value;
    }

    long i64() throws ProtocolException {
        return ((long) i32() << 32) | (i32() & 0xFFFF_FFFFL);
    }

    /** A count of things of at least {@code each} bytes that still fit into the frame. */
    int count(int each) throws ProtocolException {
        int count = i32();
        if (count < 0 || (long) count * each > data.length - at) {
            throw new ProtocolException("a count of " + count + " does not fit into the frame");
        }
        return count;
    }

    /** A measure that cannot be negative. */
    long amount() throws ProtocolException {
        long value = i64();
        if (value < 0) {
            throw new ProtocolException("an amount of " + value);
        }
        return value;
    }

    /** A line or a depth, which cannot be negative. */
    int place() throws ProtocolException {
        int value = i32();
        if (value < 0) {
            throw new ProtocolException("a place of " + value);
        }
        return value;
    }

    byte[] bytes() throws ProtocolException {
        int length = count(1);
        at += length;
        return Arrays.copyOfRange(data, at - length, at);
    }

    String string() throws ProtocolException {
        int end = count(1) + at;
        StringBuilder text = new StringBuilder(end - at);
        while (at < end) {
            int first = u8();
            if (first < 0x80) {
                text.append((char) first);
            } else if (first >= 0xC0 && first < 0xE0) {
                text.append((char) (((first & 0x1F) << 6) | continuation()));
            } else if (first >= 0xE0 && first < 0xF0) {
                int second = continuation();
                text.append((char) (((first & 0x0F) << 12) | (second << 6) | continuation()));
            } else {
                throw new ProtocolException("a string holds byte " + first);
            }
        }
        if (at != end) {
            throw new ProtocolException("a string ends inside a character");
        }
        return text.toString();
    }

    PythonValue value() throws ProtocolException {
        return value(0, false);
    }

    /**
     * Reads one value.
     *
     * @param hashable whether it is inside a set or a key, where Python has no list, set or dict
     */
    private PythonValue value(int depth, boolean hashable) throws ProtocolException {
        if (depth > MAX_DEPTH) {
            throw new ProtocolException("a value is nested deeper than " + MAX_DEPTH);
        }
        int tag = u8();
        if (hashable && (tag == ValueTag.LIST || tag == ValueTag.SET || tag == ValueTag.DICT)) {
            throw new ProtocolException("a set or a key holds what cannot be hashed");
        }
        return switch (tag) {
            case ValueTag.NONE -> PythonValue.none();
            case ValueTag.TRUE -> TRUE;
            case ValueTag.FALSE -> FALSE;
            case ValueTag.INT -> integer();
            case ValueTag.FLOAT -> new PyFloat(Double.longBitsToDouble(i64()));
            case ValueTag.COMPLEX ->
                    new PyComplex(Double.longBitsToDouble(i64()), Double.longBitsToDouble(i64()));
            case ValueTag.STR -> new PyStr(string());
            case ValueTag.BYTES -> new PyBytes(bytes());
            case ValueTag.LIST -> new PyList(items(depth, false));
            case ValueTag.TUPLE -> new PyTuple(items(depth, hashable));
            case ValueTag.SET -> new PySet(distinct(items(depth, true)));
            case ValueTag.FROZENSET -> new PyFrozenSet(distinct(items(depth, true)));
            case ValueTag.DICT -> dict(depth);
            default -> throw new ProtocolException("no value has tag " + tag);
        };
    }

    private PythonValue integer() throws ProtocolException {
        byte[] digits = bytes();
        if (digits.length == 0) {
            throw new ProtocolException("an integer has no bytes");
        }
        try {
            return new PyInt(new BigInteger(digits));
        } catch (ArithmeticException e) {
            throw new ProtocolException("an integer of " + digits.length + " bytes");
        }
    }

    private List<PythonValue> items(int depth, boolean hashable) throws ProtocolException {
        int count = count(1);
        List<PythonValue> items = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            items.add(value(depth + 1, hashable));
        }
        return items;
    }

    private static Set<PythonValue> distinct(List<PythonValue> items) throws ProtocolException {
        Set<PythonValue> set = new LinkedHashSet<>(items);
        if (set.size() != items.size()) {
            throw new ProtocolException("a set repeats an element");
        }
        return set;
    }

    private PythonValue dict(int depth) throws ProtocolException {
        int count = count(2);
        List<PyDict.Entry> entries = new ArrayList<>(Math.min(count, 1024));
        Set<PythonValue> keys = new HashSet<>();
        for (int i = 0; i < count; i++) {
            PythonValue key = value(depth + 1, true);
            if (!keys.add(key)) {
                throw new ProtocolException("a dict repeats a key");
            }
            entries.add(new PyDict.Entry(key, value(depth + 1, false)));
        }
        return new PyDict(entries);
    }

    private int continuation() throws ProtocolException {
        int value = u8();
        if ((value & 0xC0) != 0x80) {
            throw new ProtocolException("a character breaks off");
        }
        return value & 0x3F;
    }

    private void need(int bytes) throws ProtocolException {
        if (data.length - at < bytes) {
            throw new ProtocolException("the frame ends too early");
        }
    }
}
