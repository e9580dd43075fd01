package dev.handaxe.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.Locale;

/**
 * How this module reads JSON: one value, no duplicate keys, everything bounded, errors with their
 * place.
 */
final class StrictJson {
    /** Digits of one number. */
    static final int MAX_NUMBER_CHARS = 1_000_000;

    /**
     * Names are not put into Jackson's shared symbol table: it is made for few names, and hostile
     * ones that collide make it throw. Big numbers are read in less than quadratic time.
     */
    static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNumberLength(MAX_NUMBER_CHARS)
                                                    .maxStringLength(256 << 20)
                                                    .maxNameLength(256 << 20)
                                                    .maxNestingDepth(4 * PythonJson.MAX_DEPTH)
                                                    .build())
                                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
                    .build();

    private StrictJson() {}

    /**
     * The tree of that text.
     *
     * @param where what the text is, for messages, such as a file's name
     * @throws HandaxeException with {@link Code#INVALID_INPUT}: line, column and what is wrong
     */
    static JsonNode tree(String text, String where) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw malformed(where, e);
        }
    }

    /** The fault as ours: one printable line that names the place. */
    static HandaxeException malformed(String where, JsonProcessingException fault) {
        var at = fault.getLocation();
        String place =
                at == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "line %d, column %d: ",
                                at.getLineNr(),
                                at.getColumnNr());
        return new HandaxeException(
                Code.INVALID_INPUT,
                (where.isEmpty() ? "" : where + ": ")
                        + place
                        + "not valid JSON: "
                        + GuestText.line(
                                fault.getOriginalMessage().replaceAll(", from `[^`]*`", ""), 300));
    }

    /** A JSON Pointer's next step. */
    static String step(String pointer, String key) {
        return pointer + "/" + GuestText.line(key.replace("~", "~0").replace("/", "~1"), 80);
    }
}
