package dev.handaxe.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings a schema as models write it to the keywords that every provider takes: type, description,
 * enum, properties, required, items, anyOf. Type lists and {@code nullable} become anyOf, because
 * Gemini takes one type only; {@code default}, {@code minimum} and {@code maximum} move into the
 * description, because the strict modes refuse them and Gemini ignores the first: the Python source
 * has the default that counts. Confined to one thread.
 */
final class SchemaNormaliser {
    private static final int MAX_DEPTH = 10;
    private static final int MAX_PROPERTIES = 64;
    private static final List<String> NOTED = List.of("default", "minimum", "maximum");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<String> problems;

    /** What is wrong goes to the end of that list. */
    SchemaNormaliser(List<String> problems) {
        this.problems = problems;
    }

    /** The schema at that place; an empty one if it has problems. */
    ObjectNode schema(JsonNode node, String path, int depth) {
        ObjectNode out = NODES.objectNode();
        if (node.isBoolean() && node.booleanValue()) {
            return out;
        }
        if (!(node instanceof ObjectNode given)) {
            problem(path, "must be a schema such as {\"type\": \"integer\"}");
            return out;
        }
        if (depth > MAX_DEPTH) {
            problem(path, "nested deeper than " + MAX_DEPTH + " levels");
            return out;
        }
        if (given.has("$ref")) {
            problem(path, "uses $ref, which is not resolved: write the schema out");
            return out;
        }
        describe(given, path, out);
        List<ObjectNode> branches = branches(given, path, depth);
        if (branches.size() == 1) {
            branches.getFirst().properties().stream()
                    .filter(entry -> !out.has(entry.getKey()))
                    .forEach(entry -> out.set(entry.getKey(), entry.getValue()));
        } else if (!branches.isEmpty()) {
            out.putArray("anyOf").addAll(branches);
        }
        return out;
    }

    /** The schemas of which a value must fit one; none if any value fits. */
    private List<ObjectNode> branches(ObjectNode given, String path, int depth) {
        Set<ObjectNode> branches = new LinkedHashSet<>();
        boolean nullable = given.path("nullable").asBoolean(false);
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (given.has(keyword)) {
                String at = path + "/" + keyword;
                if (!given.get(keyword).isArray() || given.get(keyword).isEmpty()) {
                    problem(at, "must be a list of schemas");
                }
                int i = 0;
                for (JsonNode branch : given.get(keyword)) {
                    branches.add(schema(branch, at + "/" + i++, depth + 1));
                }
            }
        }
        if (branches.isEmpty()) {
            List<JsonNode> allowed = enumeration(given, path);
            for (String type : types(given, allowed, path)) {
                List<JsonNode> fitting =
                        allowed.stream().filter(v -> SchemaTypes.fits(v, type)).toList();
                if (allowed.isEmpty() || !fitting.isEmpty()) {
                    branches.add(typed(given, type, fitting, path, depth));
                }
            }
        }
        if (branches.stream().anyMatch(ObjectNode::isEmpty)) {
            return List.of();
        }
        if (nullable && !branches.isEmpty()) {
            branches.add(NODES.objectNode().put("type", SchemaTypes.NULL));
        }
        return List.copyOf(branches);
    }

    private Set<String> types(ObjectNode given, List<JsonNode> allowed, String path) {
        Set<String> types = new LinkedHashSet<>();
        JsonNode type = given.path("type");
        if (type.isMissingNode()) {
            if (!allowed.isEmpty()) {
                return SchemaTypes.ofScalars(allowed);
            }
            if (given.has("properties")) {
                types.add(SchemaTypes.OBJECT);
            } else if (given.has("items")) {
                types.add(SchemaTypes.ARRAY);
            }
            return types;
        }
        for (JsonNode word : type.isArray() ? type : NODES.arrayNode().add(type)) {
            SchemaTypes.named(word.isTextual() ? word.textValue() : "")
                    .ifPresentOrElse(
                            types::add,
                            () ->
                                    problem(
                                            path + "/type",
                                            "unknown type "
                                                    + GuestText.line(word.toString(), 60)
                                                    + "; known are string, integer, number,"
                                                    + " boolean, array, object, null"));
        }
        if (types.contains(SchemaTypes.ANY)) {
            return SchemaTypes.ofScalars(allowed);
        }
        for (JsonNode value : allowed) {
            if (value.isNull()) {
                types.add(SchemaTypes.NULL);
            } else if (types.stream().noneMatch(t -> SchemaTypes.fits(value, t))) {
                problem(
                        path + "/enum",
                        GuestText.line(value.toString(), 60)
                                + " is not of the type "
                                + String.join(" or ", types));
            }
        }
        return types;
    }

    private ObjectNode typed(
            ObjectNode given, String type, List<JsonNode> allowed, String path, int depth) {
        ObjectNode out = NODES.objectNode().put("type", type);
        if (!allowed.isEmpty() && !type.equals(SchemaTypes.NULL)) {
            out.putArray("enum").addAll(allowed);
        }
        if (type.equals(SchemaTypes.OBJECT)) {
            members(given, path + "/properties", depth, out);
        } else if (type.equals(SchemaTypes.ARRAY)) {
            JsonNode items = given.path("items");
            if (items.isArray()) { // one schema per place: say that each item fits one of them
                ObjectNode any = NODES.objectNode();
                any.set("anyOf", items);
                items = items.isEmpty() ? NODES.objectNode() : any;
            }
            out.set(
                    "items",
                    items.isMissingNode()
                            ? NODES.objectNode()
                            : schema(items, path + "/items", depth + 1));
        }
        return out;
    }

    private List<JsonNode> enumeration(ObjectNode given, String path) {
        JsonNode list = given.path("enum");
        if (given.has("const")) {
            list = NODES.arrayNode().add(given.get("const"));
        }
        if (list.isMissingNode()) {
            return List.of();
        }
        Set<JsonNode> values = new LinkedHashSet<>();
        list.forEach(values::add);
        if (!list.isArray()
                || list.isEmpty()
                || values.stream().anyMatch(value -> SchemaTypes.ofScalar(value).isEmpty())
                || values.stream()
                        .anyMatch(v -> v.isDouble() && Double.isInfinite(v.doubleValue()))) {
            problem(path + "/enum", "must be a list of strings, numbers, booleans or null");
            return List.of();
        }
        return List.copyOf(values);
    }

    /** Adds properties and what is required; at depth 1 they are the parameters. */
    void members(ObjectNode given, String path, int depth, ObjectNode out) {
        JsonNode properties = given.path("properties");
        if (properties.isMissingNode() && depth > 1) {
            return;
        }
        ObjectNode kept = out.putObject("properties");
        if (!properties.isMissingNode() && !properties.isObject()) {
            problem(path, "must be an object of names and schemas");
            return;
        }
        if (properties.size() > MAX_PROPERTIES) {
            problem(path, "has " + properties.size() + " names, at most " + MAX_PROPERTIES);
            return;
        }
        Set<String> required = new LinkedHashSet<>();
        for (var entry : properties.properties()) {
            String at = StrictJson.step(path, entry.getKey());
            if (depth == 1 && !PythonNames.isIdentifier(entry.getKey())) {
                problem(
                        at,
                        "cannot name a parameter: a Python identifier of at most 64 ASCII letters,"
                                + " digits and underscores can");
            }
            JsonNode value = entry.getValue();
            kept.set(entry.getKey(), schema(value, at, depth + 1));
            if (!value.has("default") && value.path("required").asBoolean(true)) {
                required.add(entry.getKey());
            }
        }
        required(given, path, kept, required, out);
    }

    /** What is listed counts, in the order of the properties; unlisted, all without a default. */
    private void required(
            ObjectNode given, String path, ObjectNode kept, Set<String> unlisted, ObjectNode out) {
        JsonNode listed = given.path("required");
        Set<String> required = unlisted;
        String at = path.replaceFirst("properties$", "required");
        if (listed.isArray()) {
            required = new LinkedHashSet<>();
            for (JsonNode name : listed) {
                if (!name.isTextual() || !kept.has(name.textValue())) {
                    problem(at, GuestText.line(name.toString(), 80) + " is not a property");
                } else {
                    required.add(name.textValue());
                }
            }
        } else if (!listed.isMissingNode() && !listed.isBoolean()) {
            problem(at, "must be a list of names");
        }
        if (!kept.isEmpty()) {
            ArrayNode names = out.putArray("required");
            for (var entry : kept.properties()) {
                if (required.contains(entry.getKey())) {
                    names.add(entry.getKey());
                }
            }
        }
    }

    /** Sets the description, with the keywords that only people and models read. */
    void describe(ObjectNode given, String path, ObjectNode out) {
        JsonNode description = given.path("description");
        if (!description.isMissingNode() && !description.isTextual()) {
            problem(path + "/description", "must be a string");
        }
        var text = new StringBuilder(description.asText("").strip());
        for (String keyword : NOTED) {
            JsonNode value = given.path(keyword);
            String shown = value.toString();
            if (value.isValueNode() && !value.isMissingNode() && shown.length() <= 60) {
                text.append(text.isEmpty() ? "" : " ")
                        .append(Character.toUpperCase(keyword.charAt(0)))
                        .append(keyword.substring(1))
                        .append(": ")
                        .append(shown)
                        .append('.');
            }
        }
        if (!text.isEmpty()) {
            out.put("description", text.toString());
        }
    }

    private void problem(String path, String message) {
        problems.add(path.isEmpty() ? message : path + ": " + message);
    }
}
