package dev.handaxe.benchmarks.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One record of a data file, which knows where it stands: every complaint names file, line and
 * field.
 *
 * <p>Immutable.
 *
 * @param line from 1
 * @param key the name that the file has for it, where the file is one object; otherwise empty
 */
public record DataRecord(String file, long line, String key, JsonNode node) {

    /** The first of those fields that is there and not null; the first of all if none is. */
    public String oneOf(String... fields) {
        for (String field : fields) {
            if (node.hasNonNull(field)) {
                return field;
            }
        }
        return fields[0];
    }

    /** A field that must be a string. */
    public String text(String field) {
        return optionalText(field).orElseThrow(() -> problem(field, "is missing"));
    }

    /** A field that is a string, or is absent or null. */
    public Optional<String> optionalText(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw problem(field, "is " + describe(value) + ", a string is needed");
        }
        return Optional.of(value.textValue());
    }

    /** A field that must be a string or a number; a number as it is written. */
    public String scalar(String field) {
        return optionalScalar(field).orElseThrow(() -> problem(field, "is missing"));
    }

    /** A field that is a string or a number, or is absent or null. */
    public Optional<String> optionalScalar(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() && !value.isNumber()) {
            throw problem(field, "is " + describe(value) + ", a string or a number is needed");
        }
        return Optional.of(value.asText());
    }

    /** A field of any kind: a string as it is, else its JSON; empty if it is absent or null. */
    public Optional<String> optionalJson(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(value.isTextual() ? value.textValue() : value.toString());
    }

    /** An identifier: a string that is not blank, or an integer. */
    public String id(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw problem(field, "is missing");
        }
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw problem(field, "is " + describe(value) + ", a string or an integer is needed");
        }
        if (value.asText().isBlank()) {
            throw problem(field, "is empty");
        }
        return value.asText();
    }

    /** A field that must be a truth value. */
    public boolean flag(String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isBoolean()) {
            throw problem(field, value == null ? "is missing" : "is " + describe(value));
        }
        return value.booleanValue();
    }

    /** A field that must be a list of strings. */
    public List<String> texts(String field) {
        if (!node.hasNonNull(field)) {
            throw problem(field, "is missing");
        }
        return optionalTexts(field);
    }

    /** A field that is a list of strings; empty if it is absent or null. */
    public List<String> optionalTexts(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw problem(field, "is " + describe(value) + ", a list of strings is needed");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                throw problem(
                        field, "[" + texts.size() + "] is " + describe(item) + ", not a string");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    /** A complaint about a field. */
    public HandaxeException problem(String field, String what) {
        return problem("field '" + field + "' " + what);
    }

    /** A complaint about the whole record. */
    public HandaxeException problem(String what) {
        return problem(file, line, key, what);
    }

    /** A complaint about what stands there, be it a record or not. */
    static HandaxeException problem(String file, long line, String key, String what) {
        String named = key.isEmpty() ? "" : " ('" + oneLine(key, 60) + "')";
        return new HandaxeException(
                Code.INVALID_INPUT, "%s line %d%s: %s".formatted(file, line, named, what));
    }

    /** Text of a file as a part of a line. */
    static String oneLine(String text, int maxChars) {
        return OutcomeFormat.printable(text.replace('\n', ' ').replace('\t', ' '), maxChars);
    }

    private static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case BOOLEAN -> "a truth value";
            case NUMBER -> "a number";
            case STRING, BINARY -> "a string";
            case NULL, MISSING -> "null";
        };
    }
}
