package dev.handaxe.optimizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;

/** JSON as this module writes it: compact, keys in the order they were put, strict to read. */
final class Json {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Maps, lists and plain values as a tree. */
    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pretty(JsonNode node) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The object of that text.
     *
     * @throws Malformed saying where and what is wrong, or that it is no object
     */
    static ObjectNode read(String text) throws Malformed {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            String at = place == null ? "" : " at column " + place.getColumnNr();
            throw new Malformed(e.getOriginalMessage().replaceAll("\\s+", " ") + at);
        }
        throw new Malformed("it is not a JSON object");
    }

    /**
     * Checks the format that a file says it has.
     *
     * @param what names the file
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if a newer Handaxe wrote it
     * @throws Malformed if it has none that this one knows
     */
    static void requireFormat(String what, JsonNode format, int known) throws Malformed {
        if (!format.isInt() || format.intValue() < 1) {
            throw new Malformed("\"format\" is not " + known);
        }
        if (format.intValue() > known) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%s has format %d, and this Handaxe reads format %d: use the newer one that wrote it"
                            .formatted(what, format.intValue(), known));
        }
    }

    /** A text that is no JSON object. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }
}
