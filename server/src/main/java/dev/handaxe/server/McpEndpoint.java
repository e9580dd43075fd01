package dev.handaxe.server;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.handaxe.runtime.FunctionSet;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServer.SyncSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.http.HttpServlet;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One server of MCP on one transport, for one client, whose tools follow the store. Thread-safe.
 * Whoever makes it closes it.
 */
final class McpEndpoint implements AutoCloseable {
    /** Where it is over HTTP. */
    static final String PATH = "/mcp";

    private static final String NAME = "handaxe";

    /**
     * So often a listening client is pinged, lest it or a proxy takes silence for a dead server.
     */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    private final McpSyncServer server;
    private final McpTools tools;
    private final Optional<HttpServlet> servlet;
    private final ServedFunctions served;
    private final Consumer<FunctionSet> listener = this::show;

    private McpEndpoint(
            SyncSpecification<?> specification,
            McpTools tools,
            ServedFunctions served,
            Optional<HttpServlet> servlet) {
        this.tools = tools;
        this.servlet = servlet;
        this.served = served;
        server =
                specification
                        .serverInfo(NAME, Version.number())
                        .capabilities(ServerCapabilities.builder().tools(true).build())
                        // arguments are checked by the sandbox, in words for a model
                        .validateToolInputs(false)
                        .tools(tools.of(served.now()))
                        .build();
        served.listen(listener);
    }

    /** Over streamable HTTP; {@link McpServlet} sends it the requests of its client. */
    static McpEndpoint http(McpTools tools, ServedFunctions served, int bodyBytes) {
        var transport =
                HttpServletStreamableServerTransportProvider.builder()
                        .jsonMapper(mapper())
                        .mcpEndpoint(PATH)
                        .maxRequestSize(bodyBytes)
                        .keepAliveInterval(KEEP_ALIVE)
                        .build();
        return new McpEndpoint(McpServer.sync(transport), tools, served, Optional.of(transport));
    }

    /**
     * Over a pair of streams, as a process that a client started has them.
     *
     * @param ended counted down when the client closes its end
     */
    static McpEndpoint streams(
            McpTools tools,
            ServedFunctions served,
            InputStream in,
            OutputStream out,
            CountDownLatch ended) {
        var transport = new StdioServerTransportProvider(mapper(), new Watched(in, ended), out);
        return new McpEndpoint(McpServer.sync(transport), tools, served, Optional.empty());
    }

    private static McpJsonMapper mapper() {
        return new JacksonMcpJsonMapper(
                new ObjectMapper()
                        .registerModule(
                                new SimpleModule()
                                        .addSerializer(McpError.class, new WithoutInside())));
    }

    /** The SDK's transport answers with its exceptions: of those no class and no frame is told. */
    private static final class WithoutInside extends JsonSerializer<McpError> {
        @Override
        public void serialize(McpError error, JsonGenerator out, SerializerProvider how)
                throws IOException {
            how.defaultSerializeValue(
                    Map.of("jsonrpc", "2.0", "error", error.getJsonRpcError()), out);
        }
    }

    /** What answers its client's requests for {@link #PATH}; there is one over HTTP only. */
    HttpServlet servlet() {
        return servlet.orElseThrow();
    }

    /** Shows that set's tools in place of those shown; clients are told. */
    private synchronized void show(FunctionSet functions) {
        Map<String, SyncToolSpecification> next =
                tools.of(functions).stream()
                        .collect(Collectors.toMap(tool -> tool.tool().name(), tool -> tool));
        for (Tool old : server.listTools()) {
            SyncToolSpecification now = next.get(old.name());
            if (now != null && now.tool().equals(old)) {
                next.remove(old.name());
            } else {
                server.removeTool(old.name());
            }
        }
        next.values().forEach(server::addTool);
    }

    @Override
    public void close() {
        served.unlisten(listener);
        server.closeGracefully();
    }

    /** Tells when the end of a stream is read. */
    private static final class Watched extends FilterInputStream {
        private final CountDownLatch ended;

        Watched(InputStream in, CountDownLatch ended) {
            super(in);
            this.ended = ended;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one < 0) {
                ended.countDown();
            }
            return one;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int count = super.read(buffer, from, length);
            if (count < 0) {
                ended.countDown();
            }
            return count;
        }
    }
}
