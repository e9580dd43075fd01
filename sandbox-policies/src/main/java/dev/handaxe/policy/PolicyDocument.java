package dev.handaxe.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A policy as the object of a policy file that says all there is to say. Thread-safe. */
public final class PolicyDocument {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PolicyDocument() {}

    /** The object; what reads it back gets an equal policy. */
    public static Map<String, Object> of(ExecutionPolicy policy) {
        Map<String, Object> limits = new LinkedHashMap<>();
        for (LimitName limit : LimitName.values()) {
            limits.put(limit.key(), policy.limits().get(limit));
        }
        Grants grants = policy.grants();
        Map<String, String> inputs = new LinkedHashMap<>();
        grants.inputs().forEach((place, file) -> inputs.put(place, file.toString()));
        Map<String, Object> object = new LinkedHashMap<>();
        policy.origin().ifPresent(preset -> object.put("extends", preset));
        object.put("limits", limits);
        object.put("modules", modules(grants.modules()));
        object.put("packages", grants.packages());
        object.put("inputs", inputs);
        object.put("folder", grants.folder());
        object.put("host_functions", grants.hostFunctions());
        object.put("isolation", policy.isolation().key());
        object.put("confinement", policy.confinement().key());
        object.put("deterministic", deterministic(policy));
        object.put("trace", policy.trace().key());
        object.put("image", policy.image().key());
        return object;
    }

    /** The same as JSON, for {@link ExecutionPolicy#parse}. */
    public static String json(ExecutionPolicy policy) {
        try {
            return JSON.writeValueAsString(of(policy));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings, numbers and lists of them", e);
        }
    }

    /** The same with the policy's name, for a list. */
    public static Map<String, Object> named(ExecutionPolicy policy) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", policy.name());
        object.putAll(of(policy));
        return object;
    }

    private static Map<String, Set<String>> modules(ModuleRule rule) {
        return switch (rule) {
            case ModuleRule.Only(Set<String> names) -> Map.of("allow", names);
            case ModuleRule.Except(Set<String> names) -> Map.of("deny", names);
        };
    }

    private static Object deterministic(ExecutionPolicy policy) {
        if (policy.determinism().isEmpty()) {
            return false;
        }
        Map<String, Object> fixed = new LinkedHashMap<>();
        fixed.put("seed", policy.determinism().get().seed());
        fixed.put("clock", policy.determinism().get().clock().toString());
        return fixed;
    }
}
