package dev.handaxe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code handaxe serve --mcp stdio} as the client of the Java SDK starts, asks and ends it. */
class McpStdioIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;
    private final Queue<String> unreadable = new ConcurrentLinkedQueue<>();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<List<String>> heard = new LinkedBlockingQueue<>();
    private ToolStore store;
    private McpSyncClient client;

    @BeforeEach
    void start() throws Exception {
        store = new ToolStore(folder);
        client = client(words());
    }

    private McpSyncClient client(String... words) {
        Launched launched = new Launched(HandaxeProcess.builder(folder, Map.of(), words));
        launched.setStdErrorHandler(said::add);
        return McpClient.sync(launched)
                .requestTimeout(LONG)
                .initializationTimeout(LONG)
                .toolsChangeConsumer(tools -> heard.add(names(tools)))
                .build();
    }

    @AfterEach
    void nothingButMessagesWasPrinted() {
        client.close();
        assertThat(unreadable).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void functionsAndProgramsAreTools() {
        InitializeResult server = client.initialize();
        assertThat(server.serverInfo().name()).isEqualTo("handaxe");
        assertThat(server.protocolVersion()).isEqualTo("2025-11-25");
        List<Tool> tools = client.listTools().tools();
        assertThat(names(tools)).containsExactlyInAnyOrder("mean", "spin", "run_python");
        Tool mean = tool(tools, "mean");
        assertThat(mean.description()).isEqualTo("The mean of numbers.");
        assertThat(mean.inputSchema()).containsEntry("required", List.of("xs"));
        assertThat(tools)
                .allSatisfy(
                        tool -> {
                            assertThat(tool.annotations().readOnlyHint()).isTrue();
                            assertThat(tool.annotations().destructiveHint()).isFalse();
                            assertThat(tool.annotations().openWorldHint()).isFalse();
                        });
        assertThat(tool(tools, "run_python").description()).contains("1.5 s of CPU time");

        CallToolResult returned = call("mean", Map.of("xs", List.of(1, 2, 6)));
        assertThat(returned.isError()).isFalse();
        assertThat(text(returned)).contains("3.0");
        assertThat(outcome(returned).at("/value").asDouble()).isEqualTo(3.0);
        CallToolResult printed = call("run_python", Map.of("source", "print(mean([4, 6]))"));
        assertThat(printed.isError()).isFalse();
        assertThat(outcome(printed).at("/stdout").asText()).isEqualTo("5.0\n");
    }

    @Test
    void whatDidNotReturnIsAnErrorThatHelps() {
        client.initialize();
        CallToolResult raised = call("mean", Map.of("xs", List.of()));
        assertThat(raised.isError()).isTrue();
        assertThat(text(raised)).contains("ZeroDivisionError").contains("return sum(xs) / len(xs)");
        assertThat(outcome(raised).at("/outcome").asText()).isEqualTo("raised");
        CallToolResult stopped = call("spin", Map.of());
        assertThat(stopped.isError()).isTrue();
        assertThat(text(stopped)).containsAnyOf("cpu_ms", "wall_ms"); // less CPU on a busy host
        assertThat(outcome(stopped).at("/outcome").asText()).isEqualTo("limit_exceeded");
        assertThat(call("mean", Map.of("xs", List.of(7))).isError()).isFalse();
    }

    @Test
    void clientsHearOfAChangedStore() throws Exception {
        client.initialize();
        store.change();
        List<String> last = List.of();
        while (!ToolStore.isChanged(last)) {
            last = heard.poll(LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(last).as("a list with 'twice' and without 'spin'").isNotNull();
        }
        assertThat(text(call("twice", Map.of("x", 21)))).contains("42");
    }

    @Test
    void nothingIsLeftOnceTheClientCloses() throws Exception {
        Set<ProcessHandle> others = ProcessHandle.current().children().collect(Collectors.toSet());
        client.initialize();
        assertThat(text(call("mean", Map.of("xs", List.of(7))))).contains("7.0");
        ProcessHandle server =
                ProcessHandle.current()
                        .children()
                        .filter(process -> !others.contains(process))
                        .findFirst()
                        .orElseThrow();
        List<ProcessHandle> workers = server.descendants().toList();
        assertThat(workers).isNotEmpty();
        client.close();
        server.onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
        for (ProcessHandle worker : workers) {
            worker.onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void theConfigurationAmongTheExamplesStartsIt() throws Exception {
        JsonNode server = ToolStore.configuration("stdio.json");
        assertThat(server.get("command").asText()).isEqualTo("/path/to/handaxe");
        List<String> words = new ArrayList<>();
        server.get("args")
                .forEach(
                        word ->
                                words.add(
                                        word.asText()
                                                .replace(
                                                        "/path/to/functions",
                                                        "" + store.folder())));
        try (McpSyncClient configured = client(words.toArray(String[]::new))) {
            configured.initialize();
            assertThat(names(configured.listTools().tools())).contains("mean", "run_python");
        }
    }

    @Test
    void endsWithItsInputAndPrintsNothingElse() throws Exception {
        Process serving = HandaxeProcess.talk(folder, Map.of(), words());
        try (BufferedReader out = serving.inputReader(UTF_8)) {
            OutputStream in = serving.getOutputStream();
            in.write(
                    """
                    {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}
                    """
                            .getBytes(UTF_8));
            in.flush();
            assertThat(JSON.readTree(out.readLine()).at("/result/serverInfo/name").asText())
                    .isEqualTo("handaxe");
            in.close();
            assertThat(serving.waitFor(LONG)).isTrue();
            assertThat(serving.exitValue()).isZero();
            assertThat(out.readLine()).isNull();
            assertThat(serving.getErrorStream().readAllBytes()).isEmpty();
        } finally {
            serving.destroyForcibly();
        }
    }

    private String[] words() {
        return store.serve("--mcp", "stdio");
    }

    private CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    }

    private static List<String> names(List<Tool> tools) {
        return tools.stream().map(Tool::name).toList();
    }

    private static Tool tool(List<Tool> tools, String name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).findFirst().orElseThrow();
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    private static JsonNode outcome(CallToolResult result) {
        return JSON.valueToTree(result.structuredContent());
    }

    /** Keeps the lines that are no messages; the client itself falls silent at the first. */
    private McpJsonMapper mapper() {
        McpJsonMapper mapper = new JacksonMcpJsonMapper(JSON);
        return (McpJsonMapper)
                Proxy.newProxyInstance(
                        McpStdioIT.class.getClassLoader(),
                        new Class<?>[] {McpJsonMapper.class},
                        (_, method, given) -> {
                            try {
                                return method.invoke(mapper, given);
                            } catch (InvocationTargetException e) {
                                unreadable.add(method.getName() + " " + given[0]);
                                throw e.getCause();
                            }
                        });
    }

    /** The launcher in a folder and an environment of the test's own. */
    private final class Launched extends StdioClientTransport {
        private final ProcessBuilder builder;

        Launched(ProcessBuilder builder) {
            super(
                    ServerParameters.builder(builder.command().getFirst())
                            .args(builder.command().subList(1, builder.command().size()))
                            .build(),
                    mapper());
            this.builder = builder;
        }

        @Override
        protected ProcessBuilder getProcessBuilder() {
            return builder;
        }
    }
}
