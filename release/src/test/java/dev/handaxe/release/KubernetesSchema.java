package dev.handaxe.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Kubernetes' own description of its objects, strictly: the models that its client generates from
 * it refuse unknown and missing fields at every depth. They let a number pass for a text, and the
 * like; so an object must also come back as it was when it is read into them and written again.
 * What the description leaves to prose, such as the words that a field may have, is not checked.
 *
 * <p>No state.
 */
final class KubernetesSchema {
    private static final JsonMapper TREES = new JsonMapper();

    private static final Map<String, Model> MODELS =
            Map.of(
                    "v1 Namespace",
                    new Model(V1Namespace.class, V1Namespace::validateJsonElement),
                    "v1 ServiceAccount",
                    new Model(V1ServiceAccount.class, V1ServiceAccount::validateJsonElement),
                    "v1 ConfigMap",
                    new Model(V1ConfigMap.class, V1ConfigMap::validateJsonElement),
                    "v1 Service",
                    new Model(V1Service.class, V1Service::validateJsonElement),
                    "apps/v1 Deployment",
                    new Model(V1Deployment.class, V1Deployment::validateJsonElement),
                    "policy/v1 PodDisruptionBudget",
                    new Model(
                            V1PodDisruptionBudget.class,
                            V1PodDisruptionBudget::validateJsonElement),
                    "networking.k8s.io/v1 NetworkPolicy",
                    new Model(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement),
                    "autoscaling/v2 HorizontalPodAutoscaler",
                    new Model(
                            V2HorizontalPodAutoscaler.class,
                            V2HorizontalPodAutoscaler::validateJsonElement));

    private KubernetesSchema() {}

    private record Model(Class<?> type, Check check) {}

    private interface Check {
        void run(JsonElement object) throws IOException;
    }

    /** What is wrong with an object; empty if nothing is. */
    static List<String> faults(JsonNode object) {
        String kind = object.path("apiVersion").asText() + " " + object.path("kind").asText();
        Model model = MODELS.get(kind);
        if (model == null) {
            return List.of("no model for " + kind);
        }
        List<String> faults = new ArrayList<>();
        try {
            JsonElement read = JsonParser.parseString(object.toString());
            model.check.run(read);
            String again = JSON.getGson().toJson(JSON.getGson().fromJson(read, model.type));
            compare(kind, object, TREES.readTree(again), faults);
        } catch (IOException
                | RuntimeException e) { // the models throw any, of their own and Gson's
            faults.add(kind + ": " + e.getMessage());
        }
        return faults;
    }

    private static void compare(String at, JsonNode given, JsonNode again, List<String> faults) {
        if (given.isObject() && again.isObject()) {
            given.properties()
                    .forEach(
                            field ->
                                    compare(
                                            at + "." + field.getKey(),
                                            field.getValue(),
                                            again.path(field.getKey()),
                                            faults));
        } else if (given.isArray() && again.isArray() && given.size() == again.size()) {
            for (int i = 0; i < given.size(); i++) {
                compare(at + "[" + i + "]", given.get(i), again.get(i), faults);
            }
        } else if (!given.equals(again)) {
            faults.add("%s is %s, and was read as %s".formatted(at, given, again));
        }
    }
}
