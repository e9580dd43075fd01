package dev.handaxe.benchmarks.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.PolicyException;
import dev.handaxe.runtime.HandaxeException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The policies of cases: none is the corpus's own, a string names a preset, an object is laid over
 * the corpus's own. Confined to one thread.
 */
final class CasePolicies {
    private final ObjectNode base;
    private final Map<String, ExecutionPolicy> read = new HashMap<>();

    /** With the corpus's own policy in the form of a policy file. */
    CasePolicies(ObjectNode base) {
        this.base = base;
    }

    /**
     * The policy that the node means.
     *
     * @param wrong makes the complaint of a problem
     */
    ExecutionPolicy policy(JsonNode node, Function<String, HandaxeException> wrong) {
        try {
            if (node.isTextual()) {
                return ExecutionPolicy.preset(node.textValue());
            }
            ObjectNode policy = base.deepCopy();
            if (node instanceof ObjectNode over) {
                lay(over, policy);
            } else if (!node.isMissingNode()) {
                throw wrong.apply("must be a preset's name or an object");
            }
            return read.computeIfAbsent(
                    policy.toString(), json -> ExecutionPolicy.parse("hostile", json));
        } catch (PolicyException e) {
            throw wrong.apply(String.join("; ", e.problems()));
        }
    }

    private static void lay(ObjectNode over, ObjectNode policy) {
        for (var entry : over.properties()) {
            if (policy.get(entry.getKey()) instanceof ObjectNode under
                    && entry.getValue() instanceof ObjectNode more) {
                under.setAll(more);
            } else {
                policy.set(entry.getKey(), entry.getValue());
            }
        }
    }
}
