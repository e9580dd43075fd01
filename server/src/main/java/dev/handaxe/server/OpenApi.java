package dev.handaxe.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The description of the API that the server itself gives out. */
final class OpenApi {
    private static final String RESOURCE = "openapi.json";

    /** What every route may answer, by its status. */
    private static final Map<String, String> EVERYWHERE =
            Map.of("403", "#/components/responses/Forbidden", "500", "#/components/responses/Bug");

    private OpenApi() {}

    /** The document, in the form of OpenAPI 3.1, with what the parts say of themselves. */
    static JsonNode document(List<ApiPart> parts) {
        JsonNode whole = own();
        for (ApiPart part : parts) {
            JsonNode added = Documents.parsed(part.description());
            merge(whole, added, "/paths");
            merge(whole, added, "/components/schemas");
        }
        for (JsonNode path : whole.path("paths")) {
            for (JsonNode operation : path) {
                if (operation.path("responses") instanceof ObjectNode responses) {
                    EVERYWHERE.forEach(
                            (status, ref) -> responses.putObject(status).put("$ref", ref));
                }
            }
        }
        return whole;
    }

    private static void merge(JsonNode whole, JsonNode part, String where) {
        if (whole.at(where) instanceof ObjectNode into && part.at(where) instanceof ObjectNode of) {
            into.setAll(of);
        }
    }

    private static JsonNode own() {
        try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return Documents.parsed(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
