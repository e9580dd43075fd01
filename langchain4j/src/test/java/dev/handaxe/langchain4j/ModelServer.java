package dev.handaxe.langchain4j;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.handaxe.langchain4j.ScriptedAnswer.Call;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
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
        ScriptedAnswer answer(Asked request);
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

        boolean streams() {
            return ((PyDict) PythonJson.read(body))
                    .entries()
                    .contains(new PyDict.Entry(PythonValue.of("stream"), new PyBool(true)));
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
    static ModelServer saying(ScriptedAnswer... answers) {
        AtomicInteger next = new AtomicInteger();
        return start(_ -> answers[Math.min(next.getAndIncrement(), answers.length - 1)]);
    }

    /** A final message. */
    static ScriptedAnswer text(String text) {
        return new ScriptedAnswer.Text(text);
    }

    /** Calls of tools, each a name and its arguments. */
    static ScriptedAnswer calls(String... namesAndArguments) {
        return new ScriptedAnswer.Calls(
                Stream.iterate(0, i -> i < namesAndArguments.length, i -> i + 2)
                        .map(i -> new Call(namesAndArguments[i], namesAndArguments[i + 1]))
                        .toList());
    }

    /** The model, as a program has it. */
    ChatModel model() {
        return OpenAiChatModel.builder()
                .baseUrl(url())
                .apiKey("none")
                .modelName("stub")
                .timeout(Duration.ofSeconds(60))
                .maxRetries(0)
                .build();
    }

    /** The same model, whose answers come word by word. */
    StreamingChatModel streamingModel() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(url())
                .apiKey("none")
                .modelName("stub")
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
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
            ScriptedAnswer said = rule.answer(request);
            if (request.streams() && !(said instanceof ScriptedAnswer.Refused)) {
                stream(exchange, said);
            } else {
                byte[] body = said.json().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                int status = said instanceof ScriptedAnswer.Refused ? 400 : 200;
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static void stream(HttpExchange exchange, ScriptedAnswer said) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        for (String event : said.events()) {
            exchange.getResponseBody()
                    .write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
