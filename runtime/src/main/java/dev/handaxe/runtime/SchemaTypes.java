package dev.handaxe.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** JSON Schema's type names, and the Python words that models write in their place. */
final class SchemaTypes {
    static final String OBJECT = "object";
    static final String ARRAY = "array";
    static final String STRING = "string";
    static final String INTEGER = "integer";
    static final String NUMBER = "number";
    static final String BOOLEAN = "boolean";
    static final String NULL = "null";

    /** Any type: no {@code type} keyword at all. */
    static final String ANY = "any";

    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry(OBJECT, OBJECT),
                    Map.entry("dict", OBJECT),
                    Map.entry(ARRAY, ARRAY),
                    Map.entry("list", ARRAY),
                    Map.entry("tuple", ARRAY),
                    Map.entry("set", ARRAY),
                    Map.entry(STRING, STRING),
                    Map.entry("str", STRING),
                    Map.entry(INTEGER, INTEGER),
                    Map.entry("int", INTEGER),
                    Map.entry(NUMBER, NUMBER),
                    Map.entry("float", NUMBER),
                    Map.entry(BOOLEAN, BOOLEAN),
                    Map.entry("bool", BOOLEAN),
                    Map.entry(NULL, NULL),
                    Map.entry("none", NULL),
                    Map.entry("nonetype", NULL),
                    Map.entry(ANY, ANY));

    private SchemaTypes() {}

    /** JSON Schema's name for that word in any case, or {@link #ANY}. */
    static Optional<String> named(String word) {
        return Optional.ofNullable(WORDS.get(word.toLowerCase(Locale.ROOT)));
    }

    /** The narrowest type of that scalar; empty for containers. */
    static Optional<String> ofScalar(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> Optional.of(STRING);
            case BOOLEAN -> Optional.of(BOOLEAN);
            case NULL -> Optional.of(NULL);
            case NUMBER -> Optional.of(value.isIntegralNumber() ? INTEGER : NUMBER);
            case ARRAY, BINARY, MISSING, OBJECT, POJO -> Optional.empty();
        };
    }

    /** The types of those scalars, integers widened when a number is among them. */
    static Set<String> ofScalars(Iterable<JsonNode> values) {
        Set<String> types = new LinkedHashSet<>();
        values.forEach(value -> ofScalar(value).ifPresent(types::add));
        if (types.contains(NUMBER)) {
            types.remove(INTEGER);
        }
        return types;
    }

    /** Whether a scalar is of that type. */
    static boolean fits(JsonNode value, String type) {
        String own = ofScalar(value).orElse("");
        return own.equals(type) || (own.equals(INTEGER) && type.equals(NUMBER));
    }
}
