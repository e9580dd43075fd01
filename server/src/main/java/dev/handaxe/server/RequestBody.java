package dev.handaxe.server;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyStr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON object of a request, read as values of Python: so numbers of any size and what JSON has
 * no form for arrive as in {@code --args}. Unknown keys are errors.
 *
 * <p>Immutable.
 */
record RequestBody(Map<String, PythonValue> fields) {
    private static final Set<String> OF_EVERY_CALL = Set.of("limits", "trace");

    /**
     * Reads an object with no keys but these and those that every call may have.
     *
     * @throws RefusedException with status 400 if it is none
     */
    static RequestBody read(String json, String... keys) {
        PythonValue value;
        try {
            value = PythonJson.read(json.isBlank() ? "{}" : json);
        } catch (HandaxeException e) {
            throw new RefusedException(Problem.badRequest("body: " + e.getMessage()));
        }
        if (!(value instanceof PyDict dict)) {
            throw refused("body: must be a JSON object");
        }
        Map<String, PythonValue> fields = named("body", dict);
        for (String name : fields.keySet()) {
            if (!OF_EVERY_CALL.contains(name) && !List.of(keys).contains(name)) {
                throw refused(
                        "body: '%s' is no key here; there are %s, limits, trace"
                                .formatted(name, String.join(", ", keys)));
            }
        }
        return new RequestBody(fields);
    }

    /** A text that must be there. */
    String text(String key) {
        return optionalText(key)
                .orElseThrow(() -> refused("body: misses '" + key + "', which must be a text"));
    }

    private Optional<String> optionalText(String key) {
        PythonValue value = fields.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof PyStr(String text)) {
            return Optional.of(text);
        }
        throw refused("body: '" + key + "' must be a text");
    }

    /** The call of that function with the arguments under {@code args}. */
    Invocation.Call call(String function, String tenant) {
        PythonValue arguments = fields.getOrDefault("args", new PyDict(List.of()));
        if (arguments instanceof PyList(List<PythonValue> items)) {
            return new Invocation.Call(function, items, Map.of(), tenant);
        }
        if (arguments instanceof PyDict dict) {
            return new Invocation.Call(function, List.of(), named("args", dict), tenant);
        }
        throw refused("body: 'args' must be an object of named arguments or a list of them");
    }

    /** The client's policy with what the request asks for less of, and its trace. */
    ExecutionPolicy within(ExecutionPolicy policy) {
        ExecutionPolicy asked = policy;
        PythonValue limits = fields.getOrDefault("limits", new PyDict(List.of()));
        if (!(limits instanceof PyDict dict)) {
            throw refused("body: 'limits' must be an object");
        }
        for (Map.Entry<String, PythonValue> limit : named("limits", dict).entrySet()) {
            asked = asked.with(name(limit.getKey()), number(limit, policy));
        }
        Optional<String> trace = optionalText("trace");
        return trace.isPresent() ? asked.with(mode(trace.get())) : asked;
    }

    private static LimitName name(String key) {
        return LimitName.ofKey(key).orElseThrow(() -> refused("limits: '" + key + "' is no limit"));
    }

    private static long number(Map.Entry<String, PythonValue> limit, ExecutionPolicy policy) {
        LimitName name = name(limit.getKey());
        long most = policy.limits().get(name);
        if (limit.getValue() instanceof PyInt(var value)
                && value.bitLength() < Long.SIZE
                && value.longValue() >= name.min()
                && value.longValue() <= most) {
            return value.longValue();
        }
        throw refused(
                "limits: %s must be a whole number from %d to %d, which this client has"
                        .formatted(name.key(), name.min(), most));
    }

    private static TraceMode mode(String word) {
        return TraceMode.ofKey(word)
                .orElseThrow(() -> refused("body: 'trace' must be off, calls or lines"));
    }

    private static Map<String, PythonValue> named(String where, PyDict dict) {
        return dict.named().orElseThrow(() -> refused(where + ": keys must be texts"));
    }

    private static RefusedException refused(String message) {
        return new RefusedException(Problem.badRequest(message));
    }
}
