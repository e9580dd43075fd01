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
import dev.handaxe.runtime.PythonValue.PyNone;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collection;

/**
 * Appends the wire's primitives and {@link PythonValue}s to a growing buffer. Confined to one
 * thread.
 */
final class ValueWriter {
    /** Twice as much up to here, then an eighth more: a folder's files may take 256 MiB. */
    private static final int LARGE = 1 << 24;

    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private byte[] buffer = new byte[256];
    private int size;

    byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    int size() {
        return size;
    }

    /** Writes what there is, without a copy of it. */
    void writeTo(OutputStream out) throws IOException {
        out.write(buffer, 0, size);
    }

    /** Overwrites the four bytes at the start. */
    void i32AtStart(int value) {
        int end = size;
        size = 0;
        i32(value);
        size = end;
    }

    void u8(int value) {
        room(1);
        buffer[size++] = (byte) value;
    }

    void bool(boolean value) {
        u8(value ? 1 : 0);
    }

    void i32(int value) {
        room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (value >>> shift);
        }
    }

    void i64(long value) {
        i32((int) (value >>> 32));
        i32((int) value);
    }

    void bytes(byte[] value) {
        i32(value.length);
        room(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        size += value.length;
    }

    void bytes(PyBytes value) {
        int length = value.size();
        i32(length);
        room(length);
        value.view().get(buffer, size, length);
        size += length;
    }

    /** Each UTF-16 unit in one to three bytes, so that lone surrogates survive. */
    void string(String text) {
        int start = size;
        i32(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                u8(c);
            } else if (c < 0x800) {
                u8(0xC0 | (c >> 6));
                u8(0x80 | (c & 0x3F));
            } else {
                u8(0xE0 | (c >> 12));
                u8(0x80 | ((c >> 6) & 0x3F));
                u8(0x80 | (c & 0x3F));
            }
        }
        int end = size;
        size = start;
        i32(end - start - 4);
        size = end;
    }

    void value(PythonValue value) {
        switch (value) {
            case PyNone() -> u8(ValueTag.NONE);
            case PyBool(boolean b) -> u8(b ? ValueTag.TRUE : ValueTag.FALSE);
            case PyInt(var number) -> {
                u8(ValueTag.INT);
                bytes(number.toByteArray());
            }
            case PyFloat(double number) -> {
                u8(ValueTag.FLOAT);
                i64(Double.doubleToLongBits(number));
            }
            case PyComplex(double real, double imaginary) -> {
                u8(ValueTag.COMPLEX);
                i64(Double.doubleToLongBits(real));
                i64(Double.doubleToLongBits(imaginary));
            }
            case PyStr(String text) -> {
                u8(ValueTag.STR);
                string(text);
            }
            case PyBytes data -> {
                u8(ValueTag.BYTES);
                bytes(data);
            }
            case PyList(var items) -> items(ValueTag.LIST, items);
            case PyTuple(var items) -> items(ValueTag.TUPLE, items);
            case PySet(var items) -> items(ValueTag.SET, items);
            case PyFrozenSet(var items) -> items(ValueTag.FROZENSET, items);
            case PyDict(var entries) -> {
                u8(ValueTag.DICT);
                i32(entries.size());
                for (PyDict.Entry entry : entries) {
                    value(entry.key());
                    value(entry.value());
                }
            }
        }
    }

    private void items(int tag, Collection<PythonValue> items) {
        u8(tag);
        i32(items.size());
        items.forEach(this::value);
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            int needed = Math.addExact(size, more);
            int spare = needed < LARGE ? size : Math.min(needed / 8, MAX_ARRAY - needed);
            buffer = Arrays.copyOf(buffer, needed + Math.max(0, spare));
        }
    }
}
