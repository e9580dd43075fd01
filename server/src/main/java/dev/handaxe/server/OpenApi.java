package dev.handaxe.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The description of the API that the server itself gives out. */
final class OpenApi {
    private static final String RESOURCE = "openapi.json";

    private OpenApi() {}

    /** The document, in the form of OpenAPI 3.1, with what the parts say of themselves. */
    static JsonNode document(List<ApiPart> parts) {
        JsonNode whole = own();
        for (ApiPart part : parts) {
            JsonNode added = Documents.parsed(part.description());
            merge(whole, added, "/paths");
            merge(whole, added, "/components/schemas");
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
