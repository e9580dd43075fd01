package dev.handaxe.worker;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyFrozenSet;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.PythonValue.PyTuple;
import dev.handaxe.runtime.protocol.GuestResult;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.graalvm.polyglot.Value;

/**
 * Turns a guest's result into neutral form on the guest's own thread, inside its deadline. Values
 * of builtin types are read by identity of their type; a subclass is read as its builtin base,
 * whatever it overrides. Bytes are counted as they will be on the wire, to the byte: the supervisor
 * counts them again. Confined to one thread.
 */
final class ResultReader {
    /** How many bytes a length takes on the wire. */
    private static final int LENGTH = 4;

    private final Prelude prelude;
    private final Limits limits;
    private long nodes;
    private long bytes;

    ResultReader(Prelude prelude, Limits limits) {
        this.prelude = prelude;
        this.limits = limits;
    }

    /**
     * The neutral form of the value.
     *
     * @throws Refused if it has none, or is larger than the policy allows
     */
    PythonValue read(Value value) throws Refused {
        return read(value, 1, false);
    }

    /** Why there is no result; carries what the worker reports instead. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient GuestResult instead;

        Refused(GuestResult instead) {
            super("result refused", null, false, false);
            this.instead = instead;
        }

        GuestResult instead() {
            return instead;
        }
    }

    /**
     * Reads one value.
     *
     * @param hashable whether it is inside a set or a key; a guest's subclass of list can be there
     */
    private PythonValue read(Value value, int depth, boolean hashable) throws Refused {
        spend(LimitName.RESULT_DEPTH, depth);
        spend(LimitName.RESULT_NODES, ++nodes);
        grow(1);
        if (value.isNull()) {
            return PythonValue.none();
        }
        var kind = prelude.kind(value);
        if (kind.isPresent()) {
            return read(kind.get(), value, depth, hashable);
        }
        Value plain = prelude.plain(value).orElseThrow(() -> unrepresentable(value));
        Prelude.Kind base = prelude.kind(plain).orElseThrow(() -> unrepresentable(value));
        return read(base, plain, depth, hashable);
    }

    private PythonValue read(Prelude.Kind kind, Value value, int depth, boolean hashable)
            throws Refused {
        return switch (kind) {
            case BOOL -> new PyBool(value.asBoolean());
            case INT -> integer(value);
            case FLOAT -> {
                grow(8);
                yield new PyFloat(value.asDouble());
            }
            case COMPLEX -> {
                grow(16);
                yield prelude.complex(value);
            }
            case STR -> string(value);
            case BYTES -> bytes(value);
            case TUPLE -> new PyTuple(items(value, depth, hashable));
            case FROZENSET -> new PyFrozenSet(distinct(value, depth));
            case LIST, SET, DICT -> {
                if (hashable) {
                    throw notNeutral("a set or a dict's key holds a list, a set or a dict");
                }
                yield switch (kind) {
                    case LIST -> new PyList(items(value, depth, false));
                    case SET -> new PySet(distinct(value, depth));
                    default -> dict(value, depth);
                };
            }
        };
    }

    private PythonValue integer(Value value) throws Refused {
        BigInteger number =
                value.fitsInLong() ? BigInteger.valueOf(value.asLong()) : value.asBigInteger();
        grow(LENGTH + number.bitLength() / 8L + 1);
        return new PyInt(number);
    }

    private PythonValue string(Value value) throws Refused {
        String text = value.asString();
        grow(LENGTH + (long) text.length());
        long more = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            more += c < 0x80 ? 0 : c < 0x800 ? 1 : 2;
        }
        grow(more);
        return new PyStr(text);
    }

    private PythonValue bytes(Value value) throws Refused {
        long size = value.getBufferSize();
        grow(LENGTH + size);
        byte[] data = new byte[(int) size];
        value.readBuffer(0, data, 0, data.length);
        return new PyBytes(data);
    }

    private List<PythonValue> items(Value value, int depth, boolean hashable) throws Refused {
        long size = count(value);
        List<PythonValue> items = new ArrayList<>((int) size);
        for (long i = 0; i < size; i++) {
            items.add(read(element(value, i), depth + 1, hashable));
        }
        return items;
    }

    /** Reading one element may run code of the guest's that shortens the list. */
    private static Value element(Value list, long index) throws Refused {
        try {
            return list.getArrayElement(index);
        } catch (ArrayIndexOutOfBoundsException e) {
            throw notNeutral("the result changed while it was read");
        }
    }

    private long count(Value value) throws Refused {
        grow(LENGTH);
        long size = value.getArraySize();
        spend(LimitName.RESULT_NODES, nodes + size);
        return size;
    }

    private Set<PythonValue> distinct(Value value, int depth) throws Refused {
        List<PythonValue> items = items(prelude.items(value), depth, true);
        Set<PythonValue> set = new LinkedHashSet<>(items);
        if (set.size() != items.size()) {
            throw notNeutral("a set holds two elements that are the same as plain values");
        }
        return set;
    }

    private PythonValue dict(Value value, int depth) throws Refused {
        Value flat = prelude.pairs(value);
        long size = count(flat);
        List<PyDict.Entry> entries = new ArrayList<>((int) size / 2);
        Set<PythonValue> keys = new HashSet<>();
        for (long i = 0; i < size; i += 2) {
            PythonValue key = read(flat.getArrayElement(i), depth + 1, true);
            if (!keys.add(key)) {
                throw notNeutral("a dict holds two keys that are the same as plain values");
            }
            entries.add(new PyDict.Entry(key, read(flat.getArrayElement(i + 1), depth + 1, false)));
        }
        return new PyDict(entries);
    }

    private void grow(long more) throws Refused {
        bytes += more;
        spend(LimitName.RESULT_BYTES, bytes);
    }

    private void spend(LimitName limit, long used) throws Refused {
        if (used > limits.get(limit)) {
            throw new Refused(new GuestResult.Limited(limit, used, OptionalInt.empty()));
        }
    }

    private static Refused unrepresentable(Value value) {
        String type = ErrorReader.typeName(value.getMetaObject());
        return notNeutral(
                "a result of type "
                        + type
                        + " has no neutral form: return None, bool, int, float, complex, str,"
                        + " bytes, list, tuple, set, frozenset or dict");
    }

    private static Refused notNeutral(String why) {
        return new Refused(
                new GuestResult.Failed(ErrorReader.plainError("ResultNotRepresentable", why)));
    }
}
