package dev.handaxe.benchmarks.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code case.json} of one case, strictly: the first mistake ends it. */
final class CaseReader {
    static final String PROGRAM = "program.py";

    private static final String TENANT = "corpus";
    private static final String NEIGHBOUR = "neighbour";
    private static final Pattern ID = Pattern.compile("(\\d{3})[a-z]?(-[a-z0-9]+)+");
    private static final Set<String> CALL_KEYS =
            Set.of("policy", "call", "args", "tenant", "expect", "value", "stdout", "deadline_ms");
    private static final Set<String> CASE_KEYS = Set.of("class", "about", "meanwhile", "then");

    /** What a call may take beyond its wall limit, the outcome included. */
    private static final Duration OVERRUN = HostileRun.MAX_OVERRUN;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final String id;
    private final CasePolicies policies;
    private final Function<String, String> files;

    private CaseReader(String id, CasePolicies policies, Function<String, String> files) {
        this.id = id;
        this.policies = policies;
        this.files = files;
    }

    /**
     * Reads a case.
     *
     * @param id the name of its folder
     * @param files the text of a file of the folder by its name
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is not as it must be
     */
    static HostileCase read(String id, CasePolicies policies, Function<String, String> files) {
        CaseReader reader = new CaseReader(id, policies, files);
        return reader.read(reader.object(tree(id + "/case.json", files.apply("case.json")), ""));
    }

    static JsonNode tree(String name, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "hostile/" + name + ": is not valid JSON: " + e.getOriginalMessage(),
                    e);
        }
    }

    private HostileCase read(ObjectNode root) {
        Matcher name = ID.matcher(id);
        int number = root.path("class").asInt();
        if (!name.matches() || number < 1 || number > HostileCase.CLASSES) {
            throw wrong("/class", "must be 1 to 96, and the folder NNN-slug or NNNx-slug");
        }
        if (Integer.parseInt(name.group(1)) != number) {
            throw wrong("/class", "must be the number in the folder's name");
        }
        onlyKnown(root, "", true);
        String about = text(root, "about", "").orElseThrow(() -> wrong("/about", "is missing"));
        return new HostileCase(
                id,
                number,
                about,
                call(root, "", PROGRAM, TENANT),
                later(root, "meanwhile", NEIGHBOUR),
                later(root, "then", TENANT));
    }

    private Optional<HostileCall> later(ObjectNode root, String key, String tenant) {
        if (!root.has(key)) {
            return Optional.empty();
        }
        ObjectNode node = object(root.path(key), "/" + key);
        onlyKnown(node, "/" + key, false);
        return Optional.of(call(node, "/" + key, key + ".py", tenant));
    }

    private HostileCall call(ObjectNode node, String at, String file, String tenant) {
        var policy =
                policies.policy(node.path("policy"), problem -> wrong(at + "/policy", problem));
        Duration deadline =
                node.has("deadline_ms")
                        ? Duration.ofMillis(number(node, "deadline_ms", at))
                        : policy.limits().wall().plus(OVERRUN);
        Expectation expected =
                new Expectation(
                        ends(node.path("expect"), at + "/expect"),
                        Optional.ofNullable(node.get("value")).map(v -> value(v, at + "/value")),
                        text(node, "stdout", at),
                        deadline);
        return new HostileCall(
                files.apply(file),
                text(node, "call", at).map(function -> invocation(function, node, at)),
                text(node, "tenant", at).orElse(tenant),
                policy,
                expected);
    }

    private Invocation.Call invocation(String function, ObjectNode node, String at) {
        JsonNode args = node.path("args");
        if (args.isMissingNode()) {
            return Invocation.call(function);
        }
        if (args.isArray()) {
            List<PythonValue> positional = new ArrayList<>();
            args.forEach(arg -> positional.add(value(arg, at + "/args")));
            return Invocation.call(function, positional.toArray(PythonValue[]::new));
        }
        Map<String, PythonValue> named = new LinkedHashMap<>();
        object(args, at + "/args")
                .properties()
                .forEach(arg -> named.put(arg.getKey(), value(arg.getValue(), at + "/args")));
        return Invocation.call(function, named);
    }

    private Map<String, List<String>> ends(JsonNode node, String at) {
        Map<String, List<String>> ends = new LinkedHashMap<>();
        for (var end : object(node, at).properties()) {
            String kind = end.getKey();
            List<String> names = new ArrayList<>();
            end.getValue().forEach(name -> names.add(name.asText()));
            if (!Expectation.KINDS.contains(kind) || !end.getValue().isArray()) {
                throw wrong(at, "maps outcomes to lists; there are " + Expectation.KINDS);
            }
            for (String name : names) {
                if (!isKnown(kind, name)) {
                    throw wrong(at + "/" + kind, "there is no '" + name + "'");
                }
            }
            ends.put(kind, names);
        }
        if (ends.isEmpty()) {
            throw wrong(at, "names no outcome");
        }
        return ends;
    }

    private static boolean isKnown(String kind, String name) {
        return switch (kind) {
            case "limit_exceeded" -> LimitName.ofKey(name).isPresent();
            case "denied" -> Arrays.stream(Capability.values()).anyMatch(c -> c.key().equals(name));
            case "raised" -> !name.isBlank();
            case String _ -> false;
        };
    }

    private PythonValue value(JsonNode node, String at) {
        try {
            return PythonJson.read(node.toString());
        } catch (HandaxeException e) {
            throw wrong(at, e.getMessage());
        }
    }

    private Optional<String> text(ObjectNode node, String key, String at) {
        JsonNode text = node.get(key);
        if (text == null) {
            return Optional.empty();
        }
        if (!text.isTextual()) {
            throw wrong(at + "/" + key, "must be a string");
        }
        return Optional.of(text.textValue());
    }

    private long number(ObjectNode node, String key, String at) {
        JsonNode number = node.path(key);
        if (!number.canConvertToInt() || number.intValue() < 1) {
            throw wrong(at + "/" + key, "must be a positive whole number");
        }
        return number.longValue();
    }

    private ObjectNode object(@Nullable JsonNode node, String at) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw wrong(at, "must be an object");
    }

    private void onlyKnown(ObjectNode node, String at, boolean top) {
        for (var entry : node.properties()) {
            String key = entry.getKey();
            if (!CALL_KEYS.contains(key) && !(top && CASE_KEYS.contains(key))) {
                throw wrong(at + "/" + key, "unknown key");
            }
        }
    }

    private HandaxeException wrong(String at, String problem) {
        return new HandaxeException(
                Code.INVALID_INPUT, "hostile/" + id + "/case.json: " + at + ": " + problem);
    }
}
