package dev.handaxe.policy;

import static dev.handaxe.policy.Problems.join;
import static dev.handaxe.policy.Problems.shown;
import static dev.handaxe.policy.Problems.step;

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
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads policy JSON, presets and files alike, and collects every mistake before it fails. */
final class PolicyReader {
    static final List<String> PRESETS = List.of("untrusted", "evaluation", "session");

    private static final int MAX_FILE_BYTES = 1 << 20;

    /** Files that a policy may extend, one the other. */
    private static final int MAX_DEPTH = 8;

    private static final List<String> KEYS =
            List.of(
                    "extends",
                    "limits",
                    "modules",
                    "packages",
                    "inputs",
                    "folder",
                    "host_functions",
                    "isolation",
                    "confinement",
                    "deterministic",
                    "trace",
                    "image");
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Problems problems;
    private final boolean preset;
    private final Path folder;
    private final List<Path> extending;
    private final GrantsReader granting;

    /**
     * @param folder what relative paths start from
     * @param extending the files that led here, this one the last; empty for a preset or a text
     */
    private PolicyReader(String where, boolean preset, Path folder, List<Path> extending) {
        this.problems = new Problems(where);
        this.preset = preset;
        this.folder = folder;
        this.extending = extending;
        this.granting = new GrantsReader(problems, folder);
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
            return new PolicyReader("preset " + name, true, Path.of(""), List.of())
                    .parse(name, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ExecutionPolicy read(Path file) {
        return read(file, List.of());
    }

    private static ExecutionPolicy read(Path file, List<Path> before) {
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        List<Path> extending = new ArrayList<>(before);
        extending.add(place(file));
        var reader = new PolicyReader(shown(file.toString()), false, folder, extending);
        Path name = file.getFileName();
        return reader.parse(shown((name == null ? file : name).toString()), reader.text(file));
    }

    static ExecutionPolicy text(String name, String json) {
        return new PolicyReader(shown(name), false, Path.of(""), List.of())
                .parse(shown(name), json);
    }

    /** The file may be a pipe or a device: no more is read than a policy can be long. */
    private String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw problems.fault("larger than a policy can be (" + MAX_FILE_BYTES + " bytes)");
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw problems.fault("there is no such file");
        } catch (CharacterCodingException e) {
            throw problems.fault("is not UTF-8 text");
        } catch (IOException e) {
            throw problems.fault("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private ExecutionPolicy parse(String name, String text) {
        JsonNode root = tree(text);
        ExecutionPolicy base = base(root);
        Map<LimitName, Long> limits = new EnumMap<>(LimitName.class);
        if (base != null) {
            limits.putAll(base.limits().values());
        }
        Settings settings = new Settings(base);
        for (var entry : root.properties()) {
            if (entry.getKey().equals("limits")) {
                limits(entry.getValue(), limits);
            } else {
                settings.set(entry.getKey(), entry.getValue());
            }
        }
        problems.throwIfAny();
        return settings.policy(name, new Limits(limits));
    }

    private JsonNode tree(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (!root.isObject()) {
                throw problems.fault("must be a JSON object such as {\"extends\": \"untrusted\"}");
            }
            return root;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw problems.fault(
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
        if (isPreset(parent)) {
            return preset(parent.textValue());
        }
        return parent.isMissingNode() || preset
                ? preset(PRESETS.getFirst())
                : extended(parent).orElseGet(() -> preset(PRESETS.getFirst()));
    }

    /** The policy file that is extended; empty with a problem if there is none to be had. */
    private Optional<ExecutionPolicy> extended(JsonNode parent) {
        String name = parent.isTextual() ? parent.textValue() : "";
        if (!name.contains("/") && !name.endsWith(".json")) {
            problems.add(
                    "/extends",
                    "must be one of " + join(PRESETS) + ", or a file such as base.json");
            return Optional.empty();
        }
        try {
            Path file = folder.resolve(name);
            if (extending.contains(place(file))) {
                problems.add("/extends", "must not lead back to " + shown(name));
            } else if (extending.size() > MAX_DEPTH) {
                problems.add("/extends", "must not be the end of more than 8 files");
            } else {
                return Optional.of(read(file, extending));
            }
        } catch (InvalidPathException e) {
            problems.add("/extends", "must be the path of a policy file");
        } catch (PolicyException e) {
            problems.addAll(e.problems());
        }
        return Optional.empty();
    }

    /** The same for every way to write a path, and for every link to it. */
    private static Path place(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize(); // reading it will tell what is wrong
        }
    }

    private static boolean isPreset(JsonNode node) {
        return node.isTextual() && PRESETS.contains(node.textValue());
    }

    /** All settings but the limits, as far as they have been read. */
    private final class Settings {
        private Isolation isolation = Isolation.CONTEXT;
        private Confinement confinement = Confinement.PREFERRED;
        private Grants grants = Grants.none();
        private Optional<Determinism> determinism = Optional.empty();
        private TraceMode trace = TraceMode.OFF;
        private Image image = Image.STARTUP;
        private Optional<String> origin = Optional.empty();

        Settings(@Nullable ExecutionPolicy base) {
            if (base != null) {
                isolation = base.isolation();
                confinement = base.confinement();
                grants = base.grants();
                determinism = base.determinism();
                trace = base.trace();
                image = base.image();
                origin = base.origin();
            }
        }

        ExecutionPolicy policy(String name, Limits limits) {
            return ExecutionPolicy.builder(name, limits)
                    .isolation(isolation)
                    .confinement(confinement)
                    .grants(grants)
                    .determinism(determinism)
                    .trace(trace)
                    .image(image)
                    .origin(preset ? Optional.of(name) : origin)
                    .build();
        }

        void set(String key, JsonNode value) {
            switch (key) {
                case "extends" -> {
                    // it was read before the others
                }
                case "isolation" -> isolation = word(key, value, isolation);
                case "confinement" -> confinement = word(key, value, confinement);
                case "trace" -> trace = word(key, value, trace);
                case "image" -> image(value);
                case "deterministic" -> determinism = determinism(value);
                case "modules" ->
                        grants = grants.withModules(granting.modules(value, grants.modules()));
                case "packages" -> grants = grants.withPackages(granting.packages(value));
                case "inputs" -> grants = grants.withInputs(granting.inputs(value));
                case "host_functions" ->
                        grants = grants.withHostFunctions(granting.hostFunctions(value));
                case "folder" -> folder(value);
                default -> problems.add(step("", key), "unknown key; known are " + join(KEYS));
            }
        }

        private void image(JsonNode value) {
            Image named = word("image", value, image);
            if (named != Image.STARTUP && ExecutionPolicy.isForUntrusted(origin)) {
                problems.add("/image", ExecutionPolicy.STARTUP_ONLY);
                return;
            }
            image = named;
        }

        private void folder(JsonNode value) {
            if (!value.isBoolean()) {
                problems.add("/folder", "must be true or false");
                return;
            }
            grants =
                    new Grants(
                            grants.modules(),
                            grants.packages(),
                            grants.inputs(),
                            value.booleanValue(),
                            grants.hostFunctions());
        }
    }

    private Optional<Determinism> determinism(JsonNode node) {
        if (node.isBoolean() && !node.booleanValue()) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            problems.add(
                    "/deterministic",
                    "must be false, or an object such as {\"seed\": 1, \"clock\":"
                            + " \"2000-01-01T00:00:00Z\"}");
            return Optional.empty();
        }
        long seed = 0;
        Instant clock = Determinism.DEFAULT_CLOCK;
        for (var entry : node.properties()) {
            JsonNode value = entry.getValue();
            switch (entry.getKey()) {
                case "seed" -> {
                    if (value.isIntegralNumber() && value.canConvertToLong()) {
                        seed = value.longValue();
                    } else {
                        problems.add("/deterministic/seed", "must be a whole number of 64 bits");
                    }
                }
                case "clock" -> clock = clock(value);
                default ->
                        problems.add(
                                step("/deterministic", entry.getKey()),
                                "unknown key; known are seed, clock");
            }
        }
        return Optional.of(new Determinism(seed, clock));
    }

    private Instant clock(JsonNode node) {
        try {
            Instant clock = Instant.parse(node.asText());
            return new Determinism(0, clock).clock();
        } catch (DateTimeParseException | IllegalArgumentException e) {
            problems.add(
                    "/deterministic/clock",
                    "must be a time in UTC from 1970 to 9998 such as 2000-01-01T00:00:00Z");
            return Determinism.DEFAULT_CLOCK;
        }
    }

    private void limits(JsonNode node, Map<LimitName, Long> into) {
        if (!node.isObject()) {
            problems.add("/limits", "must be an object of limits and numbers");
            return;
        }
        node.properties().forEach(entry -> limit(entry.getKey(), entry.getValue(), into));
    }

    private void limit(String key, JsonNode value, Map<LimitName, Long> into) {
        LimitName name = LimitName.ofKey(key).orElse(null);
        if (name == null) {
            problems.add(
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
            problems.add(
                    "/limits/" + key,
                    "must be a whole number from %d to %d%s"
                            .formatted(name.min(), name.max(), unit(name)));
            return;
        }
        into.put(name, value.longValue());
    }

    private static String unit(LimitName name) {
        return name.key().endsWith("_ms")
                ? " milliseconds"
                : name.key().endsWith("_bytes") ? " bytes" : "";
    }

    /** A setting that is one of an enum's words. */
    private <E extends Enum<E>> E word(String key, JsonNode node, E inherited) {
        List<String> words = new ArrayList<>();
        for (E constant : inherited.getDeclaringClass().getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT);
            if (node.isTextual() && word.equals(node.textValue())) {
                return constant;
            }
            words.add(word);
        }
        problems.add("/" + key, "must be one of " + join(words));
        return inherited;
    }
}
