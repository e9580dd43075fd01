package dev.handaxe.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the parameters of a function: an object schema, or the bare map of names to schemas that
 * models write. Confined to one thread.
 */
final class SchemaReader {
    private static final int MAX_CHARS = 64 << 10;
    private static final int MAX_PROBLEMS = 20;

    /** What can stand in a schema; each value of a bare map needs one of these, or is empty. */
    private static final Set<String> KEYWORDS =
            Set.of(
                    ("type description enum properties required items anyOf oneOf const nullable"
                                    + " default minimum maximum title format pattern minItems"
                                    + " maxItems minLength maxLength examples example $schema $id"
                                    + " $ref $comment $defs definitions additionalProperties allOf"
                                    + " not if then else patternProperties propertyNames"
                                    + " prefixItems exclusiveMinimum exclusiveMaximum multipleOf"
                                    + " uniqueItems strict deprecated readOnly writeOnly")
                            .split(" "));

    private final List<String> problems = new ArrayList<>();

    private SchemaReader() {}

    /**
     * The normalised object schema.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}, naming every problem in one line
     */
    static ObjectNode read(String json) {
        var reader = new SchemaReader();
        if (json.length() > MAX_CHARS) {
            reader.problem("", "longer than " + MAX_CHARS + " characters");
            throw reader.invalid();
        }
        ObjectNode schema = reader.top(StrictJson.tree(json, "parameters"));
        if (!GuestText.isUnicode(schema.toString())) {
            reader.problem("", "holds half a surrogate pair, which is no text");
        }
        if (!reader.problems.isEmpty()) {
            throw reader.invalid();
        }
        return schema;
    }

    private HandaxeException invalid() {
        int shown = Math.min(problems.size(), MAX_PROBLEMS);
        String more = shown < problems.size() ? "; " + (problems.size() - shown) + " more" : "";
        return new HandaxeException(
                Code.INVALID_INPUT,
                "parameters: " + String.join("; ", problems.subList(0, shown)) + more);
    }

    private ObjectNode top(JsonNode root) {
        ObjectNode out = JsonNodeFactory.instance.objectNode().put("type", SchemaTypes.OBJECT);
        var normaliser = new SchemaNormaliser(problems);
        if (!(root instanceof ObjectNode given)) {
            problem("", "must be a JSON object such as {\"n\": {\"type\": \"integer\"}}");
        } else if (given.has("properties") || given.path("type").isTextual()) {
            keywords(given);
            normaliser.describe(given, "", out);
            normaliser.members(given, "/properties", 1, out);
        } else if (isBareMap(given)) {
            ObjectNode wrapped = JsonNodeFactory.instance.objectNode();
            wrapped.set("properties", given);
            normaliser.members(wrapped, "", 1, out);
        } else {
            problem("", "must be an object schema, or a map of names to schemas");
        }
        return out;
    }

    /** As in {@code {"n": {"type": "integer"}}}: every value is a schema, so every key a name. */
    private static boolean isBareMap(ObjectNode given) {
        for (JsonNode value : given) {
            boolean schema =
                    value.isObject()
                            && (value.isEmpty()
                                    || value.properties().stream()
                                            .anyMatch(e -> KEYWORDS.contains(e.getKey())));
            if (!schema) {
                return false;
            }
        }
        return true;
    }

    /** A parameter written beside {@code properties} must not get lost as an unknown keyword. */
    private void keywords(ObjectNode given) {
        JsonNode type = given.path("type");
        String word = type.isTextual() ? type.textValue() : "";
        if (!type.isMissingNode()
                && !SchemaTypes.named(word).orElse("").equals(SchemaTypes.OBJECT)) {
            problem("/type", "must be object at the top, because parameters are named");
        }
        for (var entry : given.properties()) {
            if (entry.getValue().isObject() && !KEYWORDS.contains(entry.getKey())) {
                problem(
                        StrictJson.step("", entry.getKey()),
                        "no keyword of a schema: a parameter belongs into properties");
            }
        }
        for (String keyword : List.of("anyOf", "oneOf", "allOf", "$ref")) {
            if (given.has(keyword)) {
                problem("/" + keyword, "cannot stand at the top, because parameters are named");
            }
        }
    }

    private void problem(String path, String message) {
        problems.add(path.isEmpty() ? message : path + ": " + message);
    }
}
