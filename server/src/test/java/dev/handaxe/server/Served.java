package dev.handaxe.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A running server with a store, and requests to it over real HTTP. Each answer is held against the
 * server's own description. Thread-safe.
 */
final class Served implements AutoCloseable {
    static final ExecutionPolicy POLICY =
            ExecutionPolicy.untrusted().with(LimitName.CPU_MS, 1500).with(LimitName.WALL_MS, 3000);

    static final FunctionSet FUNCTIONS =
            FunctionSet.of(
                    List.of(
                            FunctionDefinition.builder(
                                            "mean", "def mean(xs):\n    return sum(xs) / len(xs)\n")
                                    .description("The mean of numbers.")
                                    .parameters(
                                            ParameterSchema.parse(
                                                    """
                                                    {"type": "object",
                                                     "properties": {"xs": {"type": "array", "items": {"type": "number"}}},
                                                     "required": ["xs"]}
                                                    """))
                                    .build(),
                            FunctionDefinition.builder(
                                            "spin", "def spin():\n    while True: pass\n")
                                    .description("Never ends.")
                                    .build()));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HandaxeServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ApiContract contract;

    Served(ServerOptions options) {
        server = HandaxeServer.start(options);
        contract = ApiContract.of(OpenApi.document(options.parts()).toString());
    }

    /** Options of a server with two functions and one worker. */
    static ServerOptions.Builder options(Path folder) {
        FunctionStore.open(folder).save(FUNCTIONS, Map.of("run", "test"));
        return ServerOptions.builder(POLICY)
                .store(folder)
                .sandbox(SandboxOptions.defaults().withWorkers(1).withSpares(0));
    }

    HandaxeServer server() {
        return server;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(posting(path, json).build());
    }

    HttpRequest.Builder posting(String path, String json) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        contract.check(response);
        return response;
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
