package dev.handaxe.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * An endpoint on loopback that speaks OpenAI's chat protocol as far as the agents need it. What it
 * says is decided by the last rule that was set.
 *
 * <p>Thread-safe.
 */
final class ModelServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private volatile Rule rule;

    /** Answers a request's body. */
    @FunctionalInterface
    interface Rule {
        Reply answer(String request) throws InterruptedException;
    }

    /** What is sent back. */
    record Reply(int status, String body) {
        /** A message of text. */
        static Reply text(String text) {
            return message(Map.of("role", "assistant", "content", text), "stop");
        }

        /** One call of a tool. */
        static Reply call(String tool, String arguments) {
            Map<String, Object> call =
                    Map.of(
                            "id",
                            "call_1",
                            "type",
                            "function",
                            "function",
                            Map.of("name", tool, "arguments", arguments));
            return message(Map.of("role", "assistant", "tool_calls", List.of(call)), "tool_calls");
        }

        /** A refusal as providers write it. */
        static Reply error(int status, String code, String message) {
            return new Reply(
                    status, Json.write(Map.of("error", Map.of("code", code, "message", message))));
        }

        private static Reply message(Map<String, Object> message, String reason) {
            return new Reply(
                    200,
                    Json.write(
                            Map.of(
                                    "id",
                                    "chatcmpl-1",
                                    "object",
                                    "chat.completion",
                                    "created",
                                    1,
                                    "model",
                                    "stub",
                                    "choices",
                                    List.of(
                                            Map.of(
                                                    "index", 0,
                                                    "message", message,
                                                    "finish_reason", reason)),
                                    "usage",
                                    Map.of(
                                            "prompt_tokens", 100,
                                            "completion_tokens", 10,
                                            "total_tokens", 110))));
        }
    }

    private ModelServer(HttpServer server, Rule rule) {
        this.server = server;
        this.rule = rule;
    }

    static ModelServer start(Rule rule) throws IOException {
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ModelServer server = new ModelServer(http, rule);
        http.createContext("/v1/chat/completions", server::answer);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Changes what it says, from the next request on. */
    void follow(UnaryOperator<Rule> change) {
        rule = change.apply(rule);
    }

    /** The bodies of all requests so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** The Authorization headers of all requests so far. */
    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(request);
            authorizations.add(
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            Reply reply = rule.answer(request);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
