package dev.handaxe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionStore;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools of MCP, with the client of the SDK over HTTP and by hand over streams. */
class McpIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private Path store;
    private Served served;

    @BeforeEach
    void start() {
        store = folder.resolve("store");
        served = new Served(Served.options(store).build());
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private McpClient.SyncSpec client() {
        return client(served, HttpRequest.newBuilder());
    }

    private static McpClient.SyncSpec client(Served served, HttpRequest.Builder requests) {
        return McpClient.sync(
                        HttpClientStreamableHttpTransport.builder(
                                        "http://127.0.0.1:" + served.server().port())
                                .endpoint("/mcp")
                                .requestBuilder(requests)
                                .build())
                .requestTimeout(LONG);
    }

    @Test
    void eachFunctionIsATool() {
        try (McpSyncClient client = client().build()) {
            assertThat(client.initialize().serverInfo().name()).isEqualTo("handaxe");
            assertThat(client.listTools().tools())
                    .extracting(Tool::name)
                    .containsExactlyInAnyOrder("mean", "spin", "run_python");
            Tool mean =
                    client.listTools().tools().stream()
                            .filter(tool -> tool.name().equals("mean"))
                            .findFirst()
                            .orElseThrow();
            assertThat(mean.description()).isEqualTo("The mean of numbers.");
            assertThat(mean.inputSchema()).containsEntry("required", List.of("xs"));
            assertThat(mean.annotations().readOnlyHint()).isTrue();

            CallToolResult result = call(client, "mean", Map.of("xs", List.of(1, 2, 6)));
            assertThat(result.isError()).isFalse();
            assertThat(text(result)).contains("3.0");
            assertThat(structured(result))
                    .containsEntry("outcome", "returned")
                    .containsEntry("value", 3.0);
        }
    }

    @Test
    void whatDidNotReturnIsAnErrorThatHelps() {
        try (McpSyncClient client = client().build()) {
            client.initialize();
            CallToolResult raised = call(client, "mean", Map.of("xs", List.of()));
            assertThat(raised.isError()).isTrue();
            assertThat(text(raised))
                    .contains("ZeroDivisionError")
                    .contains("return sum(xs) / len(xs)");
            CallToolResult misfit = call(client, "mean", Map.of("ys", 1));
            assertThat(misfit.isError()).isTrue();
            assertThat(text(misfit)).contains("ys");
            CallToolResult limit = call(client, "spin", Map.of());
            assertThat(limit.isError()).isTrue();
            assertThat(text(limit))
                    .containsAnyOf("cpu_ms", "wall_ms"); // a busy host gives it less CPU
            CallToolResult program =
                    call(client, "run_python", Map.of("source", "x = 1\nwhile x: pass"));
            assertThat(text(program)).contains("> 2 | while x: pass").doesNotContain("def mean");
            CallToolResult wrong = call(client, "run_python", Map.of("code", "1"));
            assertThat(wrong.isError()).isTrue();
            assertThat(text(wrong)).contains("'source'");
        }
    }

    @Test
    void anyProgramRunsWithTheFunctionsThere() {
        try (McpSyncClient client = client().build()) {
            client.initialize();
            CallToolResult printed =
                    call(client, "run_python", Map.of("source", "print(mean([4, 6]))"));
            assertThat(printed.isError()).isFalse();
            assertThat(text(printed)).contains("5.0");
            assertThat(limits(client)).contains("1.5 s of CPU time").contains("256 MiB");
        }
    }

    @Test
    void eachClientIsShownItsOwnLimitsAndHeldToThem() {
        Client alice = Client.of("alice", "a-long-token-of-alice", Served.POLICY);
        Client bob =
                Client.of(
                        "bob",
                        "another-token-of-bobs",
                        Served.POLICY.with(LimitName.OUTPUT_BYTES, 2048));
        Map<String, Object> program = Map.of("source", "print('x' * 3000)");
        try (Served shared =
                        new Served(Served.options(store).clients(List.of(alice, bob)).build());
                McpSyncClient ofAlice = client(shared, as(alice)).build();
                McpSyncClient ofBob = client(shared, as(bob)).build()) {
            ofAlice.initialize();
            ofBob.initialize();
            assertThat(limits(ofAlice)).contains("1024 KiB of output");
            assertThat(limits(ofBob)).contains(" 2 KiB of output").doesNotContain("1024");
            assertThat(call(ofAlice, "run_python", program).isError()).isFalse();
            assertThat(text(call(ofBob, "run_python", program))).contains("output_bytes");
        }
    }

    private static HttpRequest.Builder as(Client client) {
        return HttpRequest.newBuilder()
                .header("Authorization", "Bearer " + client.token().orElseThrow());
    }

    private static String limits(McpSyncClient client) {
        return client.listTools().tools().stream()
                .filter(tool -> tool.name().equals("run_python"))
                .map(Tool::description)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatTheTransportRefusesShowsNothingOfTheServersInside() throws Exception {
        HttpResponse<String> begun =
                speak(
                        """
                        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}""");
        String session = begun.headers().firstValue("Mcp-Session-Id").orElseThrow();
        for (String message :
                List.of(
                        "{\"jsonrpc\": \"2.0\", \"id\": \"none\", \"result\": {}}",
                        "{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": {}}",
                        "{\"neither\": 1}",
                        "no JSON")) {
            for (String id : List.of(session, "another")) {
                HttpResponse<String> answer = speak(message, "Mcp-Session-Id", id);
                assertThat(answer.statusCode()).as(message).isGreaterThanOrEqualTo(400);
                assertThat(answer.body())
                        .contains("\"error\"")
                        .doesNotContain("stackTrace")
                        .doesNotContain("Exception")
                        .doesNotContain(".java");
            }
        }
    }

    private HttpResponse<String> speak(String message, String... headers) throws Exception {
        HttpRequest.Builder request =
                served.posting("/mcp", message)
                        .header("Accept", "application/json, text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return served.send(request.build());
    }

    @Test
    void clientsHearOfAChangedStore() throws Exception {
        BlockingQueue<List<String>> heard = new LinkedBlockingQueue<>();
        try (McpSyncClient client =
                client().toolsChangeConsumer(
                                tools -> heard.add(tools.stream().map(Tool::name).toList()))
                        .build()) {
            client.initialize();
            client.listTools();
            FunctionStore.open(store)
                    .save(
                            Served.FUNCTIONS
                                    .without("spin")
                                    .with(
                                            FunctionDefinition.builder(
                                                            "twice", "def twice(x): return 2 * x")
                                                    .build()),
                            Map.of("run", "second"));
            List<String> last = List.of();
            while (!(last.contains("twice") && !last.contains("spin"))) {
                last = heard.poll(LONG.toSeconds(), TimeUnit.SECONDS);
                assertThat(last).as("a list with 'twice' and without 'spin'").isNotNull();
            }
            assertThat(text(call(client, "twice", Map.of("x", 21)))).contains("42");
        }
    }

    @Test
    @SuppressWarnings("try") // closed early: that is what ends the talk
    void overStreamsThereIsNothingButMessages() throws Exception {
        ObjectMapper json = new ObjectMapper();
        try (PipedOutputStream toServer = new PipedOutputStream();
                PipedInputStream serverIn = new PipedInputStream(toServer, 1 << 16);
                PipedInputStream fromServer = new PipedInputStream(1 << 16);
                PipedOutputStream serverOut = new PipedOutputStream(fromServer);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(fromServer, UTF_8))) {
            Thread speaking =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            served.server().speakMcp(serverIn, serverOut);
                                        } catch (InterruptedException e) {
                                            Thread.currentThread().interrupt();
                                        }
                                    });
            say(
                    toServer,
                    1,
                    "initialize",
                    "{\"protocolVersion\": \"2025-06-18\", \"capabilities\": {}, \"clientInfo\": {\"name\": \"t\", \"version\": \"1\"}}");
            assertThat(json.readTree(lines.readLine()).at("/result/serverInfo/name").asText())
                    .isEqualTo("handaxe");
            toServer.write(
                    "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}\n"
                            .getBytes(UTF_8));
            say(toServer, 2, "tools/call", "{\"name\": \"mean\", \"arguments\": {\"xs\": [7]}}");
            JsonNode answer = json.readTree(lines.readLine());
            assertThat(answer.get("id").asInt()).isEqualTo(2);
            assertThat(answer.at("/result/structuredContent/value").asDouble()).isEqualTo(7.0);
            toServer.close();
            speaking.join(LONG);
            assertThat(speaking.isAlive()).isFalse();
        }
    }

    private static void say(PipedOutputStream out, int id, String method, String params)
            throws Exception {
        out.write(
                "{\"jsonrpc\": \"2.0\", \"id\": %d, \"method\": \"%s\", \"params\": %s}\n"
                        .formatted(id, method, params)
                        .getBytes(UTF_8));
        out.flush();
    }

    private static CallToolResult call(
            McpSyncClient client, String tool, Map<String, Object> arguments) {
        return client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    @SuppressWarnings("unchecked") // JSON's objects are maps of texts
    private static Map<String, Object> structured(CallToolResult result) {
        return (Map<String, Object>) result.structuredContent();
    }
}
