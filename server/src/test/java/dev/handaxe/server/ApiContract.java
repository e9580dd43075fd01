package dev.handaxe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A server's own description, held against what it answers. Thread-safe. */
public final class ApiContract {
    private static final String ID = "urn:handaxe:openapi";

    private final JsonNode document;
    private final SchemaRegistry schemas;

    private ApiContract(JsonNode document) {
        this.document = document;
        schemas =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        registry -> registry.schemas(Map.of(ID, document.toString())));
    }

    /**
     * A description in the form of OpenAPI 3.1. It is held more strictly than clients should: an
     * object has no key that is not described.
     */
    public static ApiContract of(String description) {
        try {
            JsonNode document = new ObjectMapper().readTree(description);
            close(document, extended(document));
            return new ApiContract(document);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the description is no JSON", e);
        }
    }

    /** The schemas that others extend, which closed would allow nothing but themselves. */
    private static Set<JsonNode> extended(JsonNode document) {
        Set<JsonNode> open = new HashSet<>();
        for (JsonNode all : document.findValues("allOf")) {
            for (JsonNode schema : all) {
                open.add(schema);
                if (schema.has("$ref")) {
                    open.add(document.at(schema.get("$ref").asText().substring(1)));
                }
            }
        }
        return open;
    }

    private static void close(JsonNode node, Set<JsonNode> open) {
        if (node instanceof ObjectNode object && !open.contains(node)) {
            if (object.has("allOf")) {
                object.put("unevaluatedProperties", false);
            } else if (object.path("properties").isObject()
                    && "object".equals(object.path("type").asText())
                    && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
        }
        node.forEach(child -> close(child, open));
    }

    /** Names of schemas that are referred to and not there. */
    public List<String> missingSchemas() {
        return document.findValuesAsText("$ref").stream()
                .filter(ref -> document.at(ref.substring(1)).isMissingNode())
                .toList();
    }

    /**
     * Holds an answer against the description of its route: status, media type and body.
     *
     * @throws AssertionError if it is not described so; what asks for no route that is described is
     *     let through
     */
    public void check(HttpResponse<String> response) {
        String method = response.request().method().toLowerCase(Locale.ROOT);
        String asked = response.request().uri().getRawPath();
        Optional<String> route = route(asked).filter(path -> operation(path, method).isObject());
        if (route.isEmpty()) {
            return;
        }
        String what = method + " " + asked + " -> " + response.statusCode();
        String at =
                "/paths/"
                        + route.get().replace("~", "~0").replace("/", "~1")
                        + "/"
                        + method
                        + "/responses/"
                        + response.statusCode();
        if (document.at(at).has("$ref")) {
            at = document.at(at).get("$ref").asText().substring(1);
        }
        JsonNode described = document.at(at);
        assertThat(described.isObject()).as(what + " is described").isTrue();
        if (!described.has("content")) {
            assertThat(response.body()).as(what).isEmpty();
            return;
        }
        String type =
                response.headers()
                        .firstValue("Content-Type")
                        .map(full -> Pattern.compile("\\s*;").split(full, 2)[0])
                        .orElse("none");
        assertThat(described.get("content").fieldNames()).toIterable().as(what).contains(type);
        if (type.endsWith("json")) {
            String schema = at + "/content/" + type.replace("/", "~1") + "/schema";
            assertThat(document.at(schema).isObject()).as(schema).isTrue();
            assertThat(
                            schemas.getSchema(SchemaLocation.of(ID + "#" + schema))
                                    .validate(response.body(), InputFormat.JSON))
                    .as(what)
                    .isEmpty();
        }
    }

    private JsonNode operation(String route, String method) {
        return document.path("paths").path(route).path(method);
    }

    /** The template of a path; of several the one with fewest parameters. */
    private Optional<String> route(String path) {
        Iterable<String> templates = document.path("paths")::fieldNames;
        return StreamSupport.stream(templates.spliterator(), false)
                .filter(template -> path.matches(template.replaceAll("\\{\\w+}", "[^/]+")))
                .min(Comparator.comparingLong(t -> t.chars().filter(c -> c == '{').count()));
    }
}
