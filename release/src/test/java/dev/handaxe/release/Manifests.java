package dev.handaxe.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Rendered objects of the cluster. Immutable. */
record Manifests(List<JsonNode> objects) {
    Manifests {
        objects = List.copyOf(objects);
    }

    List<JsonNode> ofKind(String kind) {
        return objects.stream()
                .filter(object -> kind.equals(object.path("kind").asText()))
                .toList();
    }

    /** The one object of that kind. */
    JsonNode only(String kind) {
        List<JsonNode> all = ofKind(kind);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " objects of the kind " + kind);
        }
        return all.getFirst();
    }

    Optional<JsonNode> named(String kind, String name) {
        return ofKind(kind).stream()
                .filter(object -> name.equals(object.at("/metadata/name").asText()))
                .findFirst();
    }

    JsonNode pod() {
        return only("Deployment").at("/spec/template/spec");
    }

    /** The container that serves. */
    JsonNode server() {
        return pod().path("containers").get(0);
    }

    /** What follows that option of {@code serve}. */
    String argument(String option) {
        List<String> words = Yaml.texts(server().path("args"));
        OptionalInt at =
                IntStream.range(0, words.size())
                        .filter(i -> words.get(i).equals(option))
                        .findFirst();
        return words.get(at.orElseThrow() + 1);
    }

    /** The clients that the server is told of. */
    JsonNode clients() {
        for (JsonNode volume : pod().path("volumes")) {
            if (volume.path("name").asText().equals("clients")) {
                String name = volume.at("/configMap/name").asText();
                JsonNode map = named("ConfigMap", name).orElseThrow();
                return Yaml.document(map.at("/data/clients.json").asText());
            }
        }
        throw new AssertionError("no volume with the clients");
    }
}
