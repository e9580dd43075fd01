package dev.handaxe.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What to run: a whole program, or one function of the set with arguments. The functions of the set
 * are defined first in both cases.
 *
 * <p>Immutable.
 */
public sealed interface Invocation {

    /** The tenant of callers who do not name one. */
    String DEFAULT_TENANT = "default";

    /** Whose call it is: calls of two tenants never share an engine. */
    String tenant();

    /** The same invocation for another tenant. */
    Invocation forTenant(String tenant);

    /**
     * A program, run as {@code __main__}; its value is {@code None}.
     *
     * @param source Python source; {@code \r\n} is read as {@code \n}
     */
    record Program(String source, String tenant) implements Invocation {
        /** Rejects nulls. */
        public Program {
            Objects.requireNonNull(source);
            Objects.requireNonNull(tenant);
        }

        @Override
        public Program forTenant(String other) {
            return new Program(source, other);
        }
    }

    /**
     * A call of a function of the set.
     *
     * @param function its name
     * @param positional arguments by position, which come first
     * @param named arguments by name
     */
    record Call(
            String function,
            List<PythonValue> positional,
            Map<String, PythonValue> named,
            String tenant)
            implements Invocation {
        /** Copies. */
        public Call {
            Objects.requireNonNull(function);
            positional = List.copyOf(positional);
            named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
            Objects.requireNonNull(tenant);
        }

        @Override
        public Call forTenant(String other) {
            return new Call(function, positional, named, other);
        }
    }

    /** A program for the default tenant. */
    static Program program(String source) {
        return new Program(source, DEFAULT_TENANT);
    }

    /** A call with named arguments for the default tenant. */
    static Call call(String function, Map<String, PythonValue> named) {
        return new Call(function, List.of(), named, DEFAULT_TENANT);
    }

    /** A call with positional arguments for the default tenant. */
    static Call call(String function, PythonValue... positional) {
        return new Call(function, List.of(positional), Map.of(), DEFAULT_TENANT);
    }
}
