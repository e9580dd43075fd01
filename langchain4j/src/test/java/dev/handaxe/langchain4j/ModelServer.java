package dev.handaxe.langchain4j;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An endpoint on loopback that speaks OpenAI's chat protocol, and says what its rule says.
 *
 * <p>Thread-safe.
 */
final class ModelServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final Rule rule;

    /** Answers a request. */
    @FunctionalInterface
    interface Rule {
        String answer(Asked request);
    }

    /** What the agent sent: each tool's name, and each message's text, as they are in the JSON. */
    record Asked(String body, List<String> tools, List<String> messages) {
        static Asked read(String body) {
            PyDict request = (PyDict) PythonJson.read(body);
            return new Asked(
                    body,
                    items(request, "tools")
                            .map(tool -> text(field(tool, "function"), "name"))
                            .toList(),
                    items(request, "messages").map(said -> text(said, "content")).toList());
        }

        String last() {
            return messages.getLast();
        }

        private static Stream<PyDict> items(PyDict from, String key) {
            return from.entries().stream()
                    .filter(entry -> entry.key().equals(PythonValue.of(key)))
                    .flatMap(entry -> ((PyList) entry.value()).items().stream())
                    .map(PyDict.class::cast);
        }

        private static PyDict field(PyDict from, String key) {
            return from.entries().stream()
                    .filter(entry -> entry.key().equals(PythonValue.of(key)))
                    .map(entry -> (PyDict) entry.value())
                    .findFirst()
                    .orElseThrow();
        }

        private static String text(PyDict from, String key) {
            return from.entries().stream()
                    .filter(entry -> entry.key().equals(PythonValue.of(key)))
                    .map(entry -> entry.value() instanceof PyStr said ? said.value() : "")
                    .findFirst()
                    .orElse("");
        }
    }

    private ModelServer(HttpServer server, Rule rule) {
        this.server = server;
        this.rule = rule;
    }

    static ModelServer start(Rule rule) {
        try {
            HttpServer http =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ModelServer server = new ModelServer(http, rule);
            http.createContext("/v1/chat/completions", server::answer);
            http.setExecutor(server.threads);
            http.start();
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Says these one after the other, whatever it is asked; the last one for ever. */
    static ModelServer saying(String... answers) {
        AtomicInteger next = new AtomicInteger();
        return start(_ -> answers[Math.min(next.getAndIncrement(), answers.length - 1)]);
    }

    /** A final message. */
    static String text(String text) {
        return message("\"content\":" + quoted(text), "stop");
    }

    /** Calls of tools, each a name and its arguments. */
    static String calls(String... namesAndArguments) {
        String calls =
                Stream.iterate(0, i -> i < namesAndArguments.length, i -> i + 2)
                        .map(
                                i ->
                                        """
                                        {"id":"call_%d","type":"function","function":{"name":%s,"arguments":%s}}"""
                                                .formatted(
                                                        i / 2 + 1,
                                                        quoted(namesAndArguments[i]),
                                                        quoted(namesAndArguments[i + 1])))
                        .collect(Collectors.joining(","));
        return message("\"content\":null,\"tool_calls\":[" + calls + "]", "tool_calls");
    }

    private static String message(String fields, String reason) {
        return """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"stub",\
        "choices":[{"index":0,"message":{"role":"assistant",%s},"finish_reason":"%s"}],\
        "usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110}}"""
                .formatted(fields, reason);
    }

    private static String quoted(String text) {
        return PythonJson.write(PythonValue.of(text));
    }

    /** The model, as a program has it. */
    ChatModel model() {
        return OpenAiChatModel.builder()
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
                .apiKey("none")
                .modelName("stub")
                .timeout(Duration.ofSeconds(60))
                .maxRetries(0)
                .build();
    }

    /** All requests so far. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Asked request =
                    Asked.read(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            asked.add(request);
            String said = rule.answer(request);
            byte[] body = said.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(said.startsWith("{\"error\"") ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
