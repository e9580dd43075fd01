package dev.handaxe.optimizer.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * A tool as LangChain4j specifies one: each parameter's schema goes to the provider as it is.
 *
 * <p>Thread-safe.
 */
public final class ToolSchema {
    private static final JsonMapper MAPPER = new JsonMapper();

    private ToolSchema() {}

    /**
     * The specification of a tool.
     *
     * @param parameters an object schema as JSON
     * @throws IllegalArgumentException if the parameters are no JSON
     */
    public static ToolSpecification specification(
            String name, String description, String parameters) {
        JsonNode schema;
        try {
            schema = MAPPER.readTree(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the parameters of " + name + " are no JSON", e);
        }
        var object = JsonObjectSchema.builder();
        schema.path("properties")
                .properties()
                .forEach(
                        property ->
                                object.addProperty(
                                        property.getKey(),
                                        JsonRawSchema.from(property.getValue().toString())));
        List<String> required = new ArrayList<>();
        for (JsonNode needed : schema.path("required")) {
            required.add(needed.asText());
        }
        object.required(required);
        return ToolSpecification.builder()
                .name(name)
                .description(description)
                .parameters(object.build())
                .build();
    }
}
