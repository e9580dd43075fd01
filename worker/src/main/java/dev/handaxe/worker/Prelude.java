package dev.handaxe.worker;

import dev.handaxe.runtime.PythonValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * The trusted Python functions of one context, taken before any guest code ran. {@code prelude.py}
 * says what each does. Confined to one thread at a time.
 */
final class Prelude {
    /** Shared by all contexts of an engine, so that it is parsed once. */
    static final Source SOURCE = TrustedPython.source("prelude.py");

    /** The builtin types that have a neutral form, named as in Python. */
    enum Kind {
        BOOL,
        INT,
        FLOAT,
        COMPLEX,
        STR,
        BYTES,
        LIST,
        TUPLE,
        SET,
        FROZENSET,
        DICT
    }

    private final Value members;
    private final Value[] part;
    private final Map<Value, Kind> kinds = new HashMap<>();

    Prelude(Value members) {
        this.members = members;
        part = new Value[(int) members.getArraySize()];
        Arrays.setAll(part, members::getArrayElement);
        Value types = part[10];
        for (Kind kind : Kind.values()) {
            kinds.put(types.getHashValue(kind.name().toLowerCase(Locale.ROOT)), kind);
        }
    }

    /** What is held of the context. */
    Value members() {
        return members;
    }

    /** The exact builtin type of a value, by identity; empty for every other type. */
    Optional<Kind> kind(Value value) {
        return Optional.ofNullable(kinds.get(value.getMetaObject()));
    }

    Value compiled(String source, String fileName) {
        return part[0].execute(source, fileName);
    }

    /** Runs a function's source in a module of its own; false if it does not define the name. */
    boolean define(Value code, String name) {
        return part[1].execute(code, name, modules()).asBoolean();
    }

    /** Makes the functions known to each other and to {@code __main__}. */
    void link() {
        part[2].execute(modules());
    }

    /** Why the arguments cannot be bound to the function. */
    Optional<String> misfit(Value function, int positional, Value named) {
        Value reason = part[3].execute(function, positional, named);
        return reason.isNull() ? Optional.empty() : Optional.of(reason.asString());
    }

    Value call(Value function, Value positional, Value named) {
        return part[4].execute(function, positional, named);
    }

    /** The value as its builtin base type; empty if it has none. */
    Optional<Value> plain(Value value) {
        Value plain = part[5].execute(value);
        return plain.isNull() ? Optional.empty() : Optional.of(plain);
    }

    PythonValue complex(Value value) {
        Value parts = part[6].execute(value);
        return new PythonValue.PyComplex(
                parts.getArrayElement(0).asDouble(), parts.getArrayElement(1).asDouble());
    }

    /** The elements of a set as a list. */
    Value items(Value set) {
        return part[7].execute(set);
    }

    /** Keys and values of a dict in turn, as a list. */
    Value pairs(Value dict) {
        return part[8].execute(dict);
    }

    /** Whether the context answers and has no thread besides the one that asks. */
    boolean isIdle() {
        return part[11].execute().asBoolean();
    }

    /** The value that {@link MarshalText} wrote. */
    Value load(String text) {
        return part[17].execute(text);
    }

    /** An empty dict, for {@link #misfit}. */
    Value noNames() {
        return part[15];
    }

    /** Writes out what the standard streams hold back after the last line. */
    void flush() {
        part[16].executeVoid();
    }

    /** Remembers the globals of {@code __main__} as they are now. */
    void begun() {
        part[14].executeVoid();
    }

    /** Takes from {@code __main__} what was not there when the functions had been linked. */
    void clearGlobals() {
        part[12].executeVoid();
    }

    /** Gives the guest a function that the host answers; before the functions are defined. */
    void offer(String name, HostDoor door) {
        part[13].executeVoid(name, door);
    }

    private Value modules() {
        return part[9];
    }
}
