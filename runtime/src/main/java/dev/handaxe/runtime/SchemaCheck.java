package dev.handaxe.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyComplex;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyFrozenSet;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyNone;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Checks one value against a normalised schema, and says in one line why it does not fit. */
final class SchemaCheck {
    private static final int SHOWN_CHARS = 60;

    private SchemaCheck() {}

    /** Why the value does not fit; {@code where} names it, such as {@code argument 'n'}. */
    static Optional<String> check(JsonNode schema, PythonValue value, String where) {
        if (schema.has("anyOf")) {
            return anyOf(schema, value, where);
        }
        String type = schema.path("type").asText(SchemaTypes.ANY);
        boolean fits = isOfType(value, type) && (!schema.has("enum") || isListed(schema, value));
        if (!fits) {
            return Optional.of(where + " must be " + describe(schema) + ", got " + describe(value));
        }
        return switch (value) {
            case PyList list when schema.has("items") -> items(schema, list.items(), where);
            case PyTuple tuple when schema.has("items") -> items(schema, tuple.items(), where);
            case PyDict dict when schema.has("properties") -> members(schema, dict, where);
            default -> Optional.empty();
        };
    }

    /** What a schema asks for, in a few words. */
    static String describe(JsonNode schema) {
        if (schema.has("anyOf")) {
            return stream(schema.get("anyOf"))
                    .map(SchemaCheck::describe)
                    .collect(Collectors.joining(" or "));
        }
        if (schema.has("enum")) {
            String values =
                    stream(schema.get("enum"))
                            .map(JsonNode::toString)
                            .collect(Collectors.joining(", "));
            return "one of " + GuestText.line(values, 200);
        }
        String type = schema.path("type").asText("anything");
        JsonNode items = schema.path("items");
        return type.equals(SchemaTypes.ARRAY) && !items.isEmpty()
                ? "array of " + describe(items)
                : type;
    }

    private static Optional<String> anyOf(JsonNode schema, PythonValue value, String where) {
        Optional<String> inside = Optional.empty();
        for (JsonNode branch : schema.get("anyOf")) {
            Optional<String> problem = check(branch, value, where);
            if (problem.isEmpty()) {
                return problem;
            }
            if (isOfType(value, branch.path("type").asText("")) && !branch.has("enum")) {
                inside = problem;
            }
        }
        return inside.or(
                () ->
                        Optional.of(
                                where
                                        + " must be "
                                        + describe(schema)
                                        + ", got "
                                        + describe(value)));
    }

    private static boolean isOfType(PythonValue value, String type) {
        return switch (type) {
            case SchemaTypes.ANY -> true;
            case SchemaTypes.OBJECT -> value instanceof PyDict;
            case SchemaTypes.ARRAY -> value instanceof PyList || value instanceof PyTuple;
            case SchemaTypes.STRING -> value instanceof PyStr;
            case SchemaTypes.INTEGER -> value instanceof PyInt;
            case SchemaTypes.NUMBER -> value instanceof PyInt || value instanceof PyFloat;
            case SchemaTypes.BOOLEAN -> value instanceof PyBool;
            case SchemaTypes.NULL -> value instanceof PyNone;
            default -> false;
        };
    }

    private static boolean isListed(JsonNode schema, PythonValue value) {
        return stream(schema.get("enum")).anyMatch(listed -> equal(listed, value));
    }

    private static boolean equal(JsonNode listed, PythonValue value) {
        return switch (value) {
            case PyStr text -> listed.isTextual() && listed.textValue().equals(text.value());
            case PyBool bool -> listed.isBoolean() && listed.booleanValue() == bool.value();
            case PyInt integer ->
                    listed.isNumber()
                            && listed.decimalValue().compareTo(new BigDecimal(integer.value()))
                                    == 0;
            case PyFloat number ->
                    listed.isNumber()
                            && Double.isFinite(number.value())
                            && listed.decimalValue().compareTo(BigDecimal.valueOf(number.value()))
                                    == 0;
            default -> false;
        };
    }

    private static Optional<String> items(JsonNode schema, List<PythonValue> items, String where) {
        JsonNode each = schema.get("items");
        for (int i = 0; i < items.size() && !each.isEmpty(); i++) {
            Optional<String> problem = check(each, items.get(i), where + "[" + i + "]");
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> members(JsonNode schema, PyDict dict, String where) {
        Map<PythonValue, PythonValue> given = new HashMap<>();
        dict.entries().forEach(entry -> given.put(entry.key(), entry.value()));
        for (JsonNode name : schema.path("required")) {
            if (!given.containsKey(PythonValue.of(name.textValue()))) {
                return Optional.of(
                        where + " misses the key '" + GuestText.line(name.textValue(), 80) + "'");
            }
        }
        for (var property : schema.get("properties").properties()) {
            PythonValue value = given.get(PythonValue.of(property.getKey()));
            if (value != null) {
                String at = where + "['" + GuestText.line(property.getKey(), 80) + "']";
                Optional<String> problem = check(property.getValue(), value, at);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private static String describe(PythonValue value) {
        return switch (value) {
            case PyNone none -> "None";
            case PyBool bool -> "bool " + (bool.value() ? "True" : "False");
            case PyInt integer ->
                    integer.value().bitLength() > 200
                            ? "int of " + integer.value().bitLength() + " bits"
                            : "int " + integer.value();
            case PyFloat number -> "float " + number.value();
            case PyComplex complex -> "complex";
            case PyStr text -> "str '" + GuestText.line(text.value(), SHOWN_CHARS) + "'";
            case PyBytes bytes -> "bytes";
            case PyList list -> "list of " + list.items().size();
            case PyTuple tuple -> "tuple of " + tuple.items().size();
            case PySet set -> "set of " + set.items().size();
            case PyFrozenSet set -> "frozenset of " + set.items().size();
            case PyDict dict -> "dict of " + dict.entries().size();
        };
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
