package dev.handaxe.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What a store's {@code manifest.json} says: the current functions, without their source, and every
 * version. Unknown keys are ignored. Immutable.
 *
 * @param functions the entries of the current functions by name, in order
 * @param versions the oldest first
 */
record StoreManifest(Map<String, JsonNode> functions, List<Entry> versions) {
    private static final int FORMAT = 1;

    static final StoreManifest EMPTY = new StoreManifest(Map.of(), List.of());

    /**
     * One version.
     *
     * @param functions a revision (hash of all that is stored of it) by function name, in order
     */
    record Entry(int number, Map<String, String> functions, Map<String, String> provenance) {
        Entry {
            functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
            provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        }

        /** Whether the same functions in the same order came from the same. */
        boolean repeats(Entry other) {
            return List.copyOf(functions.entrySet()).equals(List.copyOf(other.functions.entrySet()))
                    && provenance.equals(other.provenance);
        }
    }

    StoreManifest {
        functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
        versions = List.copyOf(versions);
    }

    /** Where a revision of a function is kept, without extension. */
    static String historyName(String function, String revision) {
        return StoreFiles.HISTORY + "/" + function + "-" + revision.substring(0, 12);
    }

    /** The manifest with that set as its current functions and its newest version. */
    StoreManifest with(FunctionSet set, Map<String, String> provenance) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        Map<String, String> revisions = new LinkedHashMap<>();
        for (FunctionDefinition function : set.functions()) {
            entries.put(function.name(), StoredFunction.entry(function));
            revisions.put(function.name(), StoredFunction.revision(function));
        }
        List<Entry> all = new ArrayList<>(versions);
        all.add(new Entry(versions.size() + 1, revisions, provenance));
        return new StoreManifest(entries, all);
    }

    /** The manifest without its newest version if that is the one before over again. */
    StoreManifest withoutRepetition() {
        int count = versions.size();
        return count > 1 && versions.get(count - 1).repeats(versions.get(count - 2))
                ? new StoreManifest(functions, versions.subList(0, count - 1))
                : this;
    }

    String json() {
        ObjectNode root = StrictJson.MAPPER.createObjectNode().put("format", FORMAT);
        root.putArray("functions").addAll(functions.values());
        ArrayNode list = root.putArray("versions");
        for (Entry entry : versions) {
            ObjectNode version = list.addObject().put("number", entry.number());
            ObjectNode facts = version.putObject("provenance");
            entry.provenance().forEach(facts::put);
            ObjectNode revisions = version.putObject("functions");
            entry.functions().forEach(revisions::put);
        }
        return pretty(root);
    }

    /** One key or item per line, so that it diffs. */
    static String pretty(JsonNode node) {
        var lines = new DefaultIndenter("  ", "\n");
        try {
            return StrictJson.MAPPER
                            .writer(
                                    new DefaultPrettyPrinter()
                                            .withObjectIndenter(lines)
                                            .withArrayIndenter(lines))
                            .writeValueAsString(node)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a tree of plain nodes
        }
    }

    /**
     * Reads a manifest.
     *
     * @param wrong makes the fault of a message that begins with the field
     * @throws HandaxeException with {@link Code#INVALID_INPUT}
     */
    static StoreManifest parse(JsonNode root, Function<String, HandaxeException> wrong) {
        if (!root.path("format").isIntegralNumber() || root.path("format").asLong() != FORMAT) {
            throw wrong.apply(
                    "/format: must be %d, is %s"
                            .formatted(FORMAT, GuestText.line(root.path("format").toString(), 40)));
        }
        Map<String, JsonNode> functions = new LinkedHashMap<>();
        Map<String, String> lowerCase = new LinkedHashMap<>();
        JsonNode list = list(root, "functions", wrong);
        for (int i = 0; i < list.size(); i++) {
            String name = list.get(i).path("name").asText();
            String at = "/functions/" + i + "/name: ";
            checkName(name, at, wrong);
            String clash = lowerCase.put(name.toLowerCase(Locale.ROOT), name);
            if (clash != null) {
                throw wrong.apply(at + "'" + name + "' and '" + clash + "' would be one file");
            }
            functions.put(name, list.get(i));
        }
        List<Entry> versions = new ArrayList<>();
        JsonNode history = list(root, "versions", wrong);
        for (int i = 0; i < history.size(); i++) {
            String at = "/versions/" + i;
            if (history.get(i).path("number").asLong() != i + 1L) {
                throw wrong.apply(at + "/number: must be " + (i + 1) + ", counted from 1");
            }
            Map<String, String> revisions = texts(history.get(i), "functions", at, wrong);
            revisions.forEach(
                    (name, revision) -> {
                        checkName(name, at + "/functions: ", wrong);
                        if (!revision.matches("[0-9a-f]{64}")) {
                            throw wrong.apply(at + "/functions/" + name + ": no SHA-256");
                        }
                    });
            versions.add(
                    new Entry(i + 1, revisions, texts(history.get(i), "provenance", at, wrong)));
        }
        return new StoreManifest(functions, versions);
    }

    private static void checkName(
            String name, String at, Function<String, HandaxeException> wrong) {
        if (!PythonNames.isIdentifier(name)) {
            throw wrong.apply(at + "'" + GuestText.line(name, 80) + "' cannot name a function");
        }
    }

    private static JsonNode list(
            JsonNode root, String key, Function<String, HandaxeException> wrong) {
        if (!root.path(key).isArray()) {
            throw wrong.apply("/" + key + ": must be a list");
        }
        return root.get(key);
    }

    private static Map<String, String> texts(
            JsonNode parent, String key, String at, Function<String, HandaxeException> wrong) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (!parent.path(key).isObject()) {
            throw wrong.apply(at + "/" + key + ": must be an object of strings");
        }
        for (var entry : parent.get(key).properties()) {
            if (!entry.getValue().isTextual()) {
                throw wrong.apply(
                        StrictJson.step(at + "/" + key, entry.getKey()) + ": must be a string");
            }
            texts.put(entry.getKey(), entry.getValue().textValue());
        }
        return texts;
    }
}
