package dev.handaxe.optimizer.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON read for its parts: what is missing or of another kind is empty, nothing is refused. */
final class LenientJson {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(100_000_000)
                                                    .build())
                                    .build())
                    .build();

    private LenientJson() {}

    /** A line of a ledger. */
    record Event(String name, String key, String at, JsonNode data) {}

    /** The text as a tree; a missing node if it is no JSON. */
    static JsonNode tree(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /**
     * The event of a line; empty if it is corrupt. Requests of model calls, most of a ledger, are
     * skipped unread.
     */
    static Optional<Event> event(String line) {
        String name = "";
        String key = "";
        String at = "";
        JsonNode data = MissingNode.getInstance();
        try (JsonParser parser = MAPPER.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "event" -> name = parser.getText();
                    case "key" -> key = parser.getText();
                    case "at" -> at = parser.getText();
                    case "data" -> data = data(parser, name);
                    default -> parser.skipChildren();
                }
            }
            return name.isEmpty() || parser.currentToken() != JsonToken.END_OBJECT
                    ? Optional.empty()
                    : Optional.of(new Event(name, key, at, data));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static JsonNode data(JsonParser parser, String event) throws IOException {
        if (!event.equals("model_call") || parser.currentToken() != JsonToken.START_OBJECT) {
            return MAPPER.readTree(parser);
        }
        ObjectNode data = MAPPER.createObjectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("request")) {
                parser.skipChildren();
            } else {
                data.set(field, MAPPER.readTree(parser));
            }
        }
        return data;
    }

    /** The text of that field; empty if there is none. */
    static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties().forEach(entry -> texts.put(entry.getKey(), shown(entry.getValue())));
        return texts;
    }

    /** An object with all that is in it. */
    static Facts facts(JsonNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        flatten("", object, values);
        return new Facts(values);
    }

    /** A list of objects, or an object of objects, whose names become {@code name}. */
    static List<Facts> rows(JsonNode node) {
        List<Facts> rows = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(row -> rows.add(facts(row)));
        } else {
            node.properties()
                    .forEach(
                            entry -> {
                                Map<String, String> values = new LinkedHashMap<>();
                                values.put("name", entry.getKey());
                                flatten("", entry.getValue(), values);
                                rows.add(new Facts(values));
                            });
        }
        return rows;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
        node.properties()
                .forEach(
                        entry -> {
                            String name = prefix + entry.getKey();
                            JsonNode value = entry.getValue();
                            if (value.isObject()) {
                                flatten(name + " ", value, values);
                            } else if (!value.isNull()) {
                                values.put(name, shown(value));
                            }
                        });
        if (!node.isContainerNode() && !node.isMissingNode() && !node.isNull()) {
            values.put(prefix.isEmpty() ? "value" : prefix.strip(), shown(node));
        }
    }

    /** Texts as they are, lists of them with commas, everything else as JSON. */
    static String shown(JsonNode value) {
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(shown(item)));
            return String.join(", ", items);
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
