package dev.handaxe.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a function takes, as the JSON Schema that model providers accept.
 *
 * <pre>{@code
 * ParameterSchema schema = ParameterSchema.parse("{\"n\": {\"type\": \"int\"}}");
 * schema.check(Map.of("n", PythonValue.of("five"))); // argument 'n' must be integer, got str 'five'
 * }</pre>
 *
 * <p>Immutable.
 */
public final class ParameterSchema {
    private static final int MAX_SHOWN = 3;
    private static final String EMPTY = "{\"type\":\"object\",\"properties\":{}}";
    private static final ParameterSchema ANY = new ParameterSchema(SchemaReader.read(EMPTY), true);
    private static final ParameterSchema NONE = parse(EMPTY);

    private final ObjectNode schema;
    private final String json;
    private final boolean open;

    private ParameterSchema(ObjectNode schema, boolean open) {
        this.schema = schema;
        this.json = schema.toString();
        this.open = open;
    }

    /** Any arguments: nothing is known and nothing is checked before the call. */
    public static ParameterSchema any() {
        return ANY;
    }

    /** No arguments. */
    public static ParameterSchema none() {
        return NONE;
    }

    /**
     * Reads and normalises a schema: {@code required} is filled in, arrays get {@code items},
     * Python's type names become JSON's, keywords that providers refuse are dropped. Takes an
     * object schema, or a bare map of names to schemas; {@code {}} is no arguments.
     *
     * <p>Kept are type, description, enum, properties, required, items and anyOf; {@code default},
     * {@code minimum} and {@code maximum} are told in the description.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}, naming every problem: bad JSON,
     *     more than 64 KiB, 10 levels or 64 parameters, names that are no Python identifiers,
     *     unknown types
     */
    public static ParameterSchema parse(String json) {
        return new ParameterSchema(SchemaReader.read(json), false);
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
        return schema.get("properties").properties().stream().map(Map.Entry::getKey).toList();
    }

    /** The names that must be given, in the order of the parameters. */
    public Set<String> required() {
        Set<String> names = new LinkedHashSet<>();
        schema.path("required").forEach(name -> names.add(name.textValue()));
        return Collections.unmodifiableSet(names);
    }

    /** Why these named arguments do not fit, in one line; empty if they do. */
    public Optional<String> check(Map<String, PythonValue> arguments) {
        if (open) {
            return Optional.empty();
        }
        JsonNode properties = schema.get("properties");
        List<String> problems = new ArrayList<>();
        for (String name : required()) {
            if (!arguments.containsKey(name)) {
                String expected = SchemaCheck.describe(properties.get(name));
                problems.add("argument '" + name + "' is missing (" + expected + ")");
            }
        }
        arguments.forEach(
                (name, value) -> {
                    String where = "argument '" + GuestText.line(name, 80) + "'";
                    if (properties.has(name)) {
                        SchemaCheck.check(properties.get(name), value, where)
                                .ifPresent(problems::add);
                    } else {
                        problems.add(where + " is unknown: " + known());
                    }
                });
        if (problems.isEmpty()) {
            return Optional.empty();
        }
        int shown = Math.min(problems.size(), MAX_SHOWN);
        String more = shown < problems.size() ? "; " + (problems.size() - shown) + " more" : "";
        return Optional.of(String.join("; ", problems.subList(0, shown)) + more);
    }

    private String known() {
        return names().isEmpty()
                ? "there are no parameters"
                : "the parameters are " + String.join(", ", names());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterSchema that && open == that.open && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return open ? "any" : json;
    }
}
