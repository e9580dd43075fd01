package dev.handaxe.runtime;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A Python value in neutral form: no guest object, bounded by whoever made it. Equality is exact:
 * {@code 1}, {@code True} and {@code 1.0} differ, {@code nan} equals itself, sets are unordered,
 * dicts keep their order. Hash codes differ from process to process, so that a guest cannot make
 * values that collide.
 *
 * <p>Immutable.
 */
public sealed interface PythonValue {

    /** {@code None}. */
    record PyNone() implements PythonValue {
        /** The only one needed. */
        public static final PyNone NONE = new PyNone();
    }

    /** {@code True} or {@code False}. */
    record PyBool(boolean value) implements PythonValue {}

    /** An integer of any size. */
    record PyInt(BigInteger value) implements PythonValue {
        /** Rejects null. */
        public PyInt {
            Objects.requireNonNull(value);
        }

        @Override
        public int hashCode() {
            return KeyedHash.of(value);
        }
    }

    /** A float, compared bit for bit except that all nans are one. */
    record PyFloat(double value) implements PythonValue {
        @Override
        public int hashCode() {
            return KeyedHash.of(value);
        }
    }

    /** A complex number. */
    record PyComplex(double real, double imaginary) implements PythonValue {
        @Override
        public int hashCode() {
            return KeyedHash.of(real, imaginary);
        }
    }

    /** A string; it may hold lone surrogates, as Python's may. */
    record PyStr(String value) implements PythonValue {
        /** Rejects null. */
        public PyStr {
            Objects.requireNonNull(value);
        }

        @Override
        public int hashCode() {
            return KeyedHash.of(value);
        }
    }

    /** Bytes. */
    @SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
    record PyBytes(byte[] value) implements PythonValue {
        /** Copies. */
        public PyBytes {
            value = value.clone();
        }

        /** A copy of the bytes. */
        @Override
        public byte[] value() {
            return value.clone();
        }

        /** How many bytes. */
        public int size() {
            return value.length;
        }

        /** The bytes without a copy, to read only. */
        public ByteBuffer view() {
            return ByteBuffer.wrap(value).asReadOnlyBuffer();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PyBytes bytes && Arrays.equals(value, bytes.value);
        }

        @Override
        public int hashCode() {
            return KeyedHash.of(value);
        }

        @Override
        public String toString() {
            return "PyBytes[" + value.length + " bytes]";
        }
    }

    /** A list. */
    record PyList(List<PythonValue> items) implements PythonValue {
        /** Copies. */
        public PyList {
            items = List.copyOf(items);
        }

        @Override
        public int hashCode() {
            return KeyedHash.of(items);
        }
    }

    /** A tuple. */
    record PyTuple(List<PythonValue> items) implements PythonValue {
        /** Copies. */
        public PyTuple {
            items = List.copyOf(items);
        }

        @Override
        public int hashCode() {
            return KeyedHash.of(items);
        }
    }

    /** A set; iteration follows the order it was made in, equality does not. */
    record PySet(Set<PythonValue> items) implements PythonValue {
        /** Copies. */
        public PySet {
            items = copy(items);
        }

        @Override
        public int hashCode() {
            return KeyedHash.of(items);
        }
    }

    /** A frozenset; iteration follows the order it was made in, equality does not. */
    record PyFrozenSet(Set<PythonValue> items) implements PythonValue {
        /** Copies. */
        public PyFrozenSet {
            items = copy(items);
        }

        @Override
        public int hashCode() {
            return KeyedHash.of(items);
        }
    }

    /** A dict in insertion order. */
    record PyDict(List<Entry> entries) implements PythonValue {
        /** One key and its value. */
        public record Entry(PythonValue key, PythonValue value) {
            /** Rejects nulls. */
            public Entry {
                Objects.requireNonNull(key);
                Objects.requireNonNull(value);
            }

            @Override
            public int hashCode() {
                return KeyedHash.of(List.of(key, value));
            }
        }

        /** Copies. */
        public PyDict {
            entries = List.copyOf(entries);
        }

        /** The values by name, in order; empty if a key is no string. */
        public Optional<Map<String, PythonValue>> named() {
            Map<String, PythonValue> named = new LinkedHashMap<>();
            for (Entry entry : entries) {
                if (!(entry.key() instanceof PyStr(String name))) {
                    return Optional.empty();
                }
                named.put(name, entry.value());
            }
            return Optional.of(Collections.unmodifiableMap(named));
        }

        @Override
        public int hashCode() {
            return KeyedHash.of(entries);
        }
    }

    /** {@code None}. */
    static PythonValue none() {
        return PyNone.NONE;
    }

    /** An integer. */
    static PythonValue of(long value) {
        return new PyInt(BigInteger.valueOf(value));
    }

    /** A string. */
    static PythonValue of(String value) {
        return new PyStr(value);
    }

    private static Set<PythonValue> copy(Set<PythonValue> items) {
        var copy = new LinkedHashSet<PythonValue>();
        items.forEach(item -> copy.add(Objects.requireNonNull(item)));
        return Collections.unmodifiableSet(copy);
    }
}
