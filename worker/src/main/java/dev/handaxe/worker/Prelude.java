package dev.handaxe.worker;

import dev.handaxe.runtime.PythonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    static final Source SOURCE = Source.newBuilder("python", text(), "<prelude>").buildLiteral();

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
    private final Map<Value, Kind> kinds = new HashMap<>();

    Prelude(Value members) {
        this.members = members;
        Value types = members.getArrayElement(10);
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
        return members.getArrayElement(0).execute(source, fileName);
    }

    /** Runs a function's source in a module of its own; false if it does not define the name. */
    boolean define(Value code, String name) {
        return members.getArrayElement(1).execute(code, name, modules()).asBoolean();
    }

    /** Makes the functions known to each other and to {@code __main__}. */
    void link() {
        members.getArrayElement(2).execute(modules());
    }

    /** Why the arguments cannot be bound to the function. */
    Optional<String> misfit(Value function, int positional, Value named) {
        Value reason = members.getArrayElement(3).execute(function, positional, named);
        return reason.isNull() ? Optional.empty() : Optional.of(reason.asString());
    }

    Value call(Value function, Value positional, Value named) {
        return members.getArrayElement(4).execute(function, positional, named);
    }

    /** The value as its builtin base type; empty if it has none. */
    Optional<Value> plain(Value value) {
        Value plain = members.getArrayElement(5).execute(value);
        return plain.isNull() ? Optional.empty() : Optional.of(plain);
    }

    PythonValue complex(Value value) {
        Value parts = members.getArrayElement(6).execute(value);
        return new PythonValue.PyComplex(
                parts.getArrayElement(0).asDouble(), parts.getArrayElement(1).asDouble());
    }

    /** The elements of a set as a list. */
    Value items(Value set) {
        return members.getArrayElement(7).execute(set);
    }

    /** Keys and values of a dict in turn, as a list. */
    Value pairs(Value dict) {
        return members.getArrayElement(8).execute(dict);
    }

    /** Whether the context answers and has no thread besides the one that asks. */
    boolean isIdle() {
        return members.getArrayElement(11).execute().asBoolean();
    }

    /** The arguments as a tuple, and an empty dict, for {@link #call}. */
    Value pack(Object... plain) {
        return members.getArrayElement(15).execute(plain);
    }

    /** Writes out what the standard streams hold back after the last line. */
    void flush() {
        members.getArrayElement(16).executeVoid();
    }

    /** Remembers the globals of {@code __main__} as they are now. */
    void begun() {
        members.getArrayElement(14).executeVoid();
    }

    /** Takes from {@code __main__} what was not there when the functions had been linked. */
    void clearGlobals() {
        members.getArrayElement(12).executeVoid();
    }

    /** Gives the guest a function that the host answers; before the functions are defined. */
    void offer(String name, HostDoor door) {
        members.getArrayElement(13).executeVoid(name, door);
    }

    private Value modules() {
        return members.getArrayElement(9);
    }

    private static String text() {
        try (InputStream in = Prelude.class.getResourceAsStream("prelude.py")) {
            if (in == null) {
                throw new IllegalStateException("prelude.py is not packaged");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
