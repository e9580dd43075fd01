package dev.handaxe.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A model behind real HTTP in the form of OpenAI's, whose answers a test makes. Thread-safe. */
final class StubModel implements AutoCloseable {
    private final HttpServer server;

    private StubModel(HttpServer server) {
        this.server = server;
    }

    /** Answers each request's body with the message that the rule makes of it. */
    static StubModel start(UnaryOperator<String> rule) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, rule));
        server.start();
        return new StubModel(server);
    }

    /** A final message; the text is put between quotes as it is. */
    static String text(String text) {
        return "\"content\":\"" + text + "\"";
    }

    /** A call of one tool. */
    static String call(String tool, String arguments) {
        String quoted = arguments.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":\"%s\"}}]"
                .formatted(tool, quoted);
    }

    /** The model, as a program has it. */
    ChatModel model() {
        return OpenAiChatModel.builder()
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
                .apiKey("none")
                .modelName("stub")
                .maxRetries(0)
                .build();
    }

    private static void answer(HttpExchange exchange, UnaryOperator<String> rule)
            throws IOException {
        try (exchange) {
            String asked =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body =
                    """
                    {"id": "1", "object": "chat.completion", "created": 1, "model": "stub", "choices": [
                     {"index": 0, "message": {"role": "assistant", %s}, "finish_reason": "stop"}]}"""
                            .formatted(rule.apply(asked))
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
