package dev.handaxe.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.List;

/** What the API answers, as JSON. */
final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A function without its source. */
    static ObjectNode brief(FunctionDefinition function) {
        ObjectNode object = object();
        object.put("name", function.name());
        object.put("description", function.description());
        object.set("parameters", parsed(function.parameters().json()));
        ArrayNode packages = object.putArray("packages");
        function.packages().forEach(packages::add);
        object.put("hash", function.hash());
        return object;
    }

    /** A function with its source. */
    static ObjectNode whole(FunctionDefinition function) {
        return brief(function).put("source", function.source());
    }

    /** All functions, and why they are not the newest, if they are not. */
    static ObjectNode list(ServedFunctions served) {
        ObjectNode object = object();
        FunctionSet set = served.now();
        ArrayNode functions = object.putArray("functions");
        set.functions().forEach(function -> functions.add(brief(function)));
        object.put("hash", set.hash());
        served.fault().ifPresent(fault -> object.put("stale", "the store cannot be read"));
        return object;
    }

    /** What a client may use. */
    static ObjectNode policy(ExecutionPolicy policy) {
        ObjectNode object = object();
        object.put("name", policy.name());
        ObjectNode limits = object.putObject("limits");
        for (LimitName name : LimitName.values()) {
            limits.put(name.key(), policy.limits().get(name));
        }
        return object;
    }

    static ObjectNode calls(List<RecentCalls.Ended> ended) {
        ObjectNode object = object();
        ArrayNode calls = object.putArray("calls");
        for (RecentCalls.Ended call : ended) {
            ObjectNode one = calls.addObject();
            one.put("at", call.at().toString());
            one.put("what", call.what());
            one.put("outcome", call.outcome());
            one.put("wall_ms", call.wallMillis());
            one.put("queue_ms", call.queueMillis());
            one.put("invocation_id", call.id());
        }
        return object;
    }

    /** JSON that this project wrote itself. */
    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON", e);
        }
    }
}
