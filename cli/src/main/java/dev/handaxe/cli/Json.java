package dev.handaxe.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes maps, iterables, texts, numbers and truth values as one line of ASCII JSON. */
final class Json {
    /** ASCII only: no escape sequence or invisible character reaches a terminal. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Json() {}

    /** JSON that is put in as it is. */
    record Raw(String json) {}

    /**
     * The value as JSON; an empty {@link Optional} leaves its key out.
     *
     * @throws IllegalArgumentException for a type that is not listed above
     */
    static String write(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            put(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void put(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Raw raw -> json.writeRawValue(raw.json());
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    field(json, String.valueOf(entry.getKey()), entry.getValue());
                }
                json.writeEndObject();
            }
            case Iterable<?> items -> {
                json.writeStartArray();
                for (Object item : items) {
                    put(json, item);
                }
                json.writeEndArray();
            }
            default -> throw new IllegalArgumentException(value.getClass().getName());
        }
    }

    private static void field(JsonGenerator json, String name, @Nullable Object value)
            throws IOException {
        if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                json.writeFieldName(name);
                put(json, optional.get());
            }
            return;
        }
        json.writeFieldName(name);
        put(json, value);
    }
}
