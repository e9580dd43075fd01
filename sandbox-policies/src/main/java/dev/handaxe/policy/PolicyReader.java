package dev.handaxe.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads policy JSON, presets and files alike, and collects every mistake before it fails. */
final class PolicyReader {
    static final List<String> PRESETS = List.of("untrusted", "evaluation");

    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final int MAX_PROBLEMS = 50;
    private static final int MAX_SHOWN_CHARS = 300;
    private static final List<String> KEYS = List.of("extends", "limits", "isolation");
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final String where;
    private final boolean preset;
    private final List<String> problems = new ArrayList<>();

    private PolicyReader(String where, boolean preset) {
        this.where = where;
        this.preset = preset;
    }

    static ExecutionPolicy preset(String name) {
        if (!PRESETS.contains(name)) {
            throw new PolicyException(
                    List.of(
                            "no preset is called '%s': there are %s"
                                    .formatted(shown(name), join(PRESETS))));
        }
        try (InputStream in = PolicyReader.class.getResourceAsStream("presets/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("preset " + name + " is not packaged");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new PolicyReader("preset " + name, true).parse(name, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ExecutionPolicy read(Path file) {
        var reader = new PolicyReader(shown(file.toString()), false);
        Path name = file.getFileName();
        return reader.parse(shown((name == null ? file : name).toString()), reader.text(file));
    }

    /** The file may be a pipe or a device: no more is read than a policy can be long. */
    private String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw fault("larger than a policy can be (" + MAX_FILE_BYTES + " bytes)");
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw fault("there is no such file");
        } catch (CharacterCodingException e) {
            throw fault("is not UTF-8 text");
        } catch (IOException e) {
            throw fault("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private ExecutionPolicy parse(String name, String text) {
        JsonNode root = tree(text);
        ExecutionPolicy base = base(root);
        Map<LimitName, Long> limits = new EnumMap<>(LimitName.class);
        Isolation isolation = Isolation.CONTEXT;
        if (base != null) {
            limits.putAll(base.limits().values());
            isolation = base.isolation();
        }
        for (var entry : root.properties()) {
            switch (entry.getKey()) {
                case "extends" -> parent(entry.getValue());
                case "limits" -> limits(entry.getValue(), limits);
                case "isolation" -> isolation = isolation(entry.getValue(), isolation);
                default ->
                        problem(step("", entry.getKey()), "unknown key; known are " + join(KEYS));
            }
        }
        if (!problems.isEmpty()) {
            int shown = Math.min(problems.size(), MAX_PROBLEMS);
            List<String> told = new ArrayList<>(problems.subList(0, shown));
            if (shown < problems.size()) {
                told.add(where + ": " + (problems.size() - shown) + " more problems");
            }
            throw new PolicyException(told);
        }
        return new ExecutionPolicy(name, new Limits(limits), isolation);
    }

    private JsonNode tree(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (!root.isObject()) {
                throw fault("must be a JSON object such as {\"extends\": \"untrusted\"}");
            }
            return root;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw fault(
                    "line %d, column %d: not valid JSON: %s"
                            .formatted(
                                    at == null ? 1 : at.getLineNr(),
                                    at == null ? 1 : at.getColumnNr(),
                                    shown(e.getOriginalMessage())));
        }
    }

    /** What the policy starts from; a preset may start from nothing. */
    private @Nullable ExecutionPolicy base(JsonNode root) {
        JsonNode parent = root.path("extends");
        if (preset && parent.isMissingNode()) {
            return null;
        }
        return preset(isPreset(parent) ? parent.textValue() : PRESETS.getFirst());
    }

    private void parent(JsonNode node) {
        if (!isPreset(node)) {
            problem("/extends", "must be one of " + join(PRESETS));
        }
    }

    private static boolean isPreset(JsonNode node) {
        return node.isTextual() && PRESETS.contains(node.textValue());
    }

    private void limits(JsonNode node, Map<LimitName, Long> into) {
        if (!node.isObject()) {
            problem("/limits", "must be an object of limits and numbers");
            return;
        }
        node.properties().forEach(entry -> limit(entry.getKey(), entry.getValue(), into));
    }

    private void limit(String key, JsonNode value, Map<LimitName, Long> into) {
        LimitName name = LimitName.ofKey(key).orElse(null);
        if (name == null) {
            problem(
                    step("/limits", key),
                    "unknown limit; known are "
                            + Arrays.stream(LimitName.values())
                                    .map(LimitName::key)
                                    .collect(Collectors.joining(", ")));
            return;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < name.min()
                || value.longValue() > name.max()) {
            problem(
                    "/limits/" + key,
                    "must be a whole number from %d to %d".formatted(name.min(), name.max()));
            return;
        }
        into.put(name, value.longValue());
    }

    private Isolation isolation(JsonNode node, Isolation inherited) {
        for (Isolation isolation : Isolation.values()) {
            if (node.isTextual() && isolation.key().equals(node.textValue())) {
                return isolation;
            }
        }
        problem(
                "/isolation",
                "must be one of "
                        + join(Arrays.stream(Isolation.values()).map(Isolation::key).toList()));
        return inherited;
    }

    private void problem(String path, String message) {
        problems.add(where + ": " + path + ": " + message);
    }

    private PolicyException fault(String message) {
        return new PolicyException(List.of(where + ": " + message));
    }

    private static String step(String pointer, String key) {
        return pointer + "/" + shown(key.replace("~", "~0").replace("/", "~1"));
    }

    /** Text from outside as part of one line: what could move a cursor or hide text is escaped. */
    private static String shown(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .limit(MAX_SHOWN_CHARS)
                .forEach(
                        c -> {
                            switch (Character.getType(c)) {
                                case Character.CONTROL,
                                        Character.FORMAT,
                                        Character.SURROGATE,
                                        Character.LINE_SEPARATOR,
                                        Character.PARAGRAPH_SEPARATOR ->
                                        out.append("\\u%04x".formatted(c));
                                default -> out.appendCodePoint(c);
                            }
                        });
        return text.codePointCount(0, text.length()) > MAX_SHOWN_CHARS
                ? out.append("...").toString()
                : out.toString();
    }

    private static String join(List<String> words) {
        return String.join(", ", words);
    }
}
