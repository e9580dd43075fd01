package dev.handaxe.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    private static final List<String> KEYS = List.of("extends", "limits", "isolation");
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final String where;
    private final List<String> problems = new ArrayList<>();

    private PolicyReader(String where) {
        this.where = where;
    }

    static ExecutionPolicy preset(String name) {
        if (!PRESETS.contains(name)) {
            throw new PolicyException(
                    List.of("no preset is called '" + name + "': there are " + join(PRESETS)));
        }
        try (InputStream in = PolicyReader.class.getResourceAsStream("presets/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("preset " + name + " is not packaged");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new PolicyReader("preset " + name).parse(name, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ExecutionPolicy read(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAX_FILE_BYTES) {
                throw new PolicyException(
                        List.of(
                                file
                                        + ": larger than a policy can be ("
                                        + MAX_FILE_BYTES
                                        + " bytes)"));
            }
            return new PolicyReader(file.toString())
                    .parse(file.getFileName() + "", Files.readString(file));
        } catch (IOException e) {
            throw new PolicyException(
                    List.of(
                            file
                                    + ": cannot be read as a policy file ("
                                    + e.getClass().getSimpleName()
                                    + ")"));
        }
    }

    private ExecutionPolicy parse(String name, String text) {
        JsonNode root = tree(text);
        for (String key : (Iterable<String>) root::fieldNames) {
            if (!KEYS.contains(key)) {
                problem("/" + key, "unknown key; known are " + join(KEYS));
            }
        }
        ExecutionPolicy base = base(root);
        Limits limits = limits(root, base);
        Isolation isolation = isolation(root, base);
        if (!problems.isEmpty() || limits == null || isolation == null) {
            throw new PolicyException(problems);
        }
        return new ExecutionPolicy(name, limits, isolation);
    }

    private JsonNode tree(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (!root.isObject()) {
                problem("", "must be a JSON object such as {\"extends\": \"untrusted\"}");
                throw new PolicyException(problems);
            }
            return root;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new PolicyException(
                    List.of(
                            "%s: line %d, column %d: not valid JSON: %s"
                                    .formatted(
                                            where,
                                            at == null ? 1 : at.getLineNr(),
                                            at == null ? 1 : at.getColumnNr(),
                                            e.getOriginalMessage())));
        }
    }

    private @Nullable ExecutionPolicy base(JsonNode root) {
        JsonNode parent = root.get("extends");
        if (parent == null) {
            if (where.startsWith("preset ")) {
                return null;
            }
            return preset("untrusted");
        }
        if (!parent.isTextual() || !PRESETS.contains(parent.textValue())) {
            problem("/extends", "must be one of " + join(PRESETS));
            return preset("untrusted");
        }
        return preset(parent.textValue());
    }

    private @Nullable Limits limits(JsonNode root, @Nullable ExecutionPolicy base) {
        Map<LimitName, Long> values = new EnumMap<>(LimitName.class);
        if (base != null) {
            values.putAll(base.limits().values());
        }
        JsonNode node = root.get("limits");
        if (node != null && !node.isObject()) {
            problem("/limits", "must be an object of limits and numbers");
        } else if (node != null) {
            node.properties().forEach(entry -> limit(entry.getKey(), entry.getValue(), values));
        }
        return problems.isEmpty() ? new Limits(values) : null;
    }

    private void limit(String key, JsonNode value, Map<LimitName, Long> into) {
        LimitName name = LimitName.ofKey(key).orElse(null);
        if (name == null) {
            problem(
                    "/limits/" + key,
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

    private @Nullable Isolation isolation(JsonNode root, @Nullable ExecutionPolicy base) {
        JsonNode node = root.get("isolation");
        if (node == null) {
            return base == null ? Isolation.CONTEXT : base.isolation();
        }
        for (Isolation isolation : Isolation.values()) {
            if (node.isTextual() && isolation.key().equals(node.textValue())) {
                return isolation;
            }
        }
        problem(
                "/isolation",
                "must be one of "
                        + join(Arrays.stream(Isolation.values()).map(Isolation::key).toList()));
        return null;
    }

    private void problem(String path, String message) {
        problems.add(where + ": " + (path.isEmpty() ? "" : path + ": ") + message);
    }

    private static String join(List<String> words) {
        return String.join(", ", words);
    }
}
