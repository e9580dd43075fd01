package dev.handaxe.worker.trace;

import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import java.util.IdentityHashMap;
import java.util.Locale;

/**
 * Which builtin type a raw guest value has, by identity of the type: what a class calls itself, and
 * what it derives from, does not count. Learned once per engine from one sample of each type, made
 * before any guest code. Immutable.
 */
final class BuiltinTypes {
    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    /** The types that are told apart. */
    enum Kind {
        NONE,
        BOOL,
        INT,
        FLOAT,
        COMPLEX,
        STR,
        BYTES,
        BYTEARRAY,
        LIST,
        TUPLE,
        SET,
        FROZENSET,
        DICT,
        FUNCTION,
        CODE,
        CELL,
        MODULE,
        TYPE,
        /** An exception of a builtin class. */
        EXCEPTION,
        /** Anything else, instances of guest classes among them. */
        OTHER;

        /** Whether it can change while it stays the same object, and its content is shown. */
        boolean isMutable() {
            return this == LIST || this == DICT || this == SET || this == BYTEARRAY;
        }

        /** Whether it is part of the program rather than its data. */
        boolean isCode() {
            return this == FUNCTION || this == MODULE || this == TYPE;
        }
    }

    private final IdentityHashMap<Object, Kind> kinds = new IdentityHashMap<>();

    /**
     * @param samples a raw Python list of pairs of a kind's name and a value of that type
     */
    BuiltinTypes(Object samples) throws InteropException {
        for (long i = 0; i < INTEROP.getArraySize(samples); i++) {
            Object pair = INTEROP.readArrayElement(samples, i);
            String name = INTEROP.asString(INTEROP.readArrayElement(pair, 0));
            Object sample = INTEROP.readArrayElement(pair, 1);
            if (INTEROP.hasMetaObject(sample)) {
                kinds.put(
                        INTEROP.getMetaObject(sample), Kind.valueOf(name.toUpperCase(Locale.ROOT)));
            }
        }
    }

    /** The kind of a value that is no Java primitive. */
    Kind of(Object value) {
        try {
            return value instanceof TruffleObject && INTEROP.hasMetaObject(value)
                    ? kinds.getOrDefault(INTEROP.getMetaObject(value), Kind.OTHER)
                    : Kind.OTHER;
        } catch (InteropException e) {
            return Kind.OTHER;
        }
    }
}
