package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests and answers as JSON, for keys, recordings and the ledger. Only messages and tools are
 * written, so no credential can be: there is none in them. One request has one text.
 */
final class ModelJson {
    private ModelJson() {}

    static String write(ModelRequest request) {
        return Json.write(node(request));
    }

    static ObjectNode node(ModelRequest request) {
        ObjectNode node = Json.object();
        node.set("messages", messages(request.messages()));
        ArrayNode tools = node.putArray("tools");
        for (Tool tool : request.tools()) {
            tools.addObject()
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .put("parameters", tool.parameters());
        }
        return node;
    }

    static ArrayNode messages(List<Message> messages) {
        ArrayNode array = Json.object().arrayNode();
        messages.forEach(message -> array.add(node(message)));
        return array;
    }

    private static ObjectNode node(Message message) {
        return switch (message) {
            case Message.Instructions said -> said("system", said.text());
            case Message.User said -> said("user", said.text());
            case Message.Assistant said -> {
                ObjectNode node = said("assistant", said.text());
                if (!said.calls().isEmpty()) {
                    node.set("calls", calls(said.calls()));
                }
                yield node;
            }
            case Message.ToolResult result ->
                    said("tool", result.text()).put("id", result.id()).put("name", result.name());
        };
    }

    private static ObjectNode said(String role, String text) {
        return Json.object().put("role", role).put("text", text);
    }

    private static ArrayNode calls(List<ToolCall> calls) {
        ArrayNode array = Json.object().arrayNode();
        for (ToolCall call : calls) {
            array.addObject()
                    .put("id", call.id())
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }
        return array;
    }

    static ObjectNode response(ModelAnswer answer) {
        ObjectNode node = Json.object().put("text", answer.text());
        node.set("calls", calls(answer.calls()));
        return node;
    }

    static ObjectNode usage(ModelAnswer answer) {
        return Json.object()
                .put("input_tokens", answer.usage().inputTokens())
                .put("output_tokens", answer.usage().outputTokens())
                .put("estimated", answer.estimated());
    }

    static ModelAnswer answer(JsonNode response, JsonNode usage) throws Json.Malformed {
        return new ModelAnswer(
                text(response, "text"),
                readCalls(response.path("calls")),
                new Usage(1, count(usage, "input_tokens"), count(usage, "output_tokens")),
                usage.path("estimated").asBoolean());
    }

    static List<Message> readMessages(JsonNode array) throws Json.Malformed {
        List<Message> messages = new ArrayList<>();
        for (JsonNode node : array) {
            String said = text(node, "text");
            messages.add(
                    switch (text(node, "role")) {
                        case "system" -> new Message.Instructions(said);
                        case "user" -> new Message.User(said);
                        case "assistant" ->
                                new Message.Assistant(said, readCalls(node.path("calls")));
                        case "tool" ->
                                new Message.ToolResult(text(node, "id"), text(node, "name"), said);
                        default -> throw new Json.Malformed("a message has an unknown role");
                    });
        }
        return messages;
    }

    private static List<ToolCall> readCalls(JsonNode array) throws Json.Malformed {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode node : array) {
            calls.add(new ToolCall(text(node, "id"), text(node, "name"), text(node, "arguments")));
        }
        return calls;
    }

    static String text(JsonNode node, String field) throws Json.Malformed {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new Json.Malformed("field '" + field + "' is missing or no string");
        }
        return value.textValue();
    }

    private static long count(JsonNode node, String field) throws Json.Malformed {
        JsonNode value = node.path(field);
        if (!value.canConvertToLong() || value.longValue() < 0) {
            throw new Json.Malformed("field '" + field + "' is missing or no count");
        }
        return value.longValue();
    }
}
