package dev.handaxe.runtime.packages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.packages.StoredPackage.Compiled;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The text of a store's {@code manifest.json}. Unknown keys are ignored. */
final class PackageManifest {
    private static final int FORMAT = 1;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private PackageManifest() {}

    static String write(Collection<StoredPackage> packages) {
        ObjectNode root = MAPPER.createObjectNode().put("format", FORMAT);
        ArrayNode list = root.putArray("packages");
        for (StoredPackage stored : packages) {
            ObjectNode entry =
                    list.addObject()
                            .put("name", stored.name())
                            .put("version", stored.version())
                            .put("hash", stored.hash())
                            .put("files", stored.files())
                            .put("bytes", stored.bytes())
                            .put("added_from", stored.addedFrom());
            stored.compiled()
                    .ifPresent(
                            code ->
                                    entry.putObject("compiled")
                                            .put("hash", code.hash())
                                            .put("files", code.files())
                                            .put("bytes", code.bytes()));
        }
        return root.toPrettyString() + "\n";
    }

    /**
     * The packages by name.
     *
     * @param file names the manifest in messages
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming the field
     */
    static Map<String, StoredPackage> read(String text, String file) {
        JsonNode root;
        try {
            root = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%s: line %d: not valid JSON".formatted(file, e.getLocation().getLineNr()),
                    e);
        }
        if (root.path("format").asInt() != FORMAT) {
            throw wrong(file, "/format", "must be " + FORMAT);
        }
        if (!root.path("packages").isArray()) {
            throw wrong(file, "/packages", "must be a list");
        }
        Map<String, StoredPackage> packages = new TreeMap<>();
        for (int i = 0; i < root.get("packages").size(); i++) {
            StoredPackage stored = read(root.get("packages").get(i), file, "/packages/" + i);
            if (packages.put(stored.name(), stored) != null) {
                throw wrong(file, "/packages/" + i + "/name", "is there twice");
            }
        }
        return packages;
    }

    private static StoredPackage read(JsonNode entry, String file, String at) {
        String name = text(entry, "name", file, at);
        try {
            PackageName.check(name);
        } catch (HandaxeException e) {
            throw wrong(file, at + "/name", e.getMessage());
        }
        JsonNode code = entry.path("compiled");
        Optional<Compiled> compiled =
                code.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(
                                new Compiled(
                                        hash(code, file, at + "/compiled"),
                                        code.path("files").asInt(),
                                        code.path("bytes").asLong()));
        return new StoredPackage(
                name,
                PackageName.line(text(entry, "version", file, at), 64),
                hash(entry, file, at),
                entry.path("files").asInt(),
                entry.path("bytes").asLong(),
                text(entry, "added_from", file, at),
                compiled);
    }

    private static String hash(JsonNode entry, String file, String at) {
        String hash = text(entry, "hash", file, at);
        if (!HASH.matcher(hash).matches()) {
            throw wrong(file, at + "/hash", "must be a SHA-256 in hexadecimal");
        }
        return hash;
    }

    private static String text(JsonNode entry, String key, String file, String at) {
        if (!entry.path(key).isTextual()) {
            throw wrong(file, at + "/" + key, "must be a string");
        }
        return entry.get(key).textValue();
    }

    private static HandaxeException wrong(String file, String pointer, String what) {
        return new HandaxeException(Code.INVALID_INPUT, file + ": " + pointer + ": " + what);
    }
}
