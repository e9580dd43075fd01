package dev.handaxe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and what happens at the end. */
class AccessIT {
    private static final String RUN = "{\"source\": \"print(1)\"}";
    private static final String ALICE = "a-long-token-of-alice";
    private static final String BOB = "another-token-of-bobs";

    @TempDir private Path folder;
    private final ConcurrentLinkedQueue<String> logged = new ConcurrentLinkedQueue<>();

    private Served withTokens() {
        Client alice = Client.of("alice", ALICE, Served.POLICY);
        Client bob =
                new Client(
                        "bob",
                        Optional.of(BOB),
                        ExecutionPolicy.untrusted().with(LimitName.OUTPUT_BYTES, 100),
                        3,
                        1);
        return new Served(
                Served.options(folder.resolve("store"))
                        .clients(List.of(alice, bob))
                        .log(logged::add)
                        .build());
    }

    private static HttpResponse<String> as(String token, Served served, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return served.send(request.header("Authorization", "Bearer " + token).build());
    }

    @Test
    void withoutTheRightTokenThereIsNothing() throws Exception {
        try (Served served = withTokens()) {
            for (String path : List.of("/api/functions", "/metrics", "/mcp", "/api/calls")) {
                HttpResponse<String> none = served.get(path);
                assertThat(none.statusCode()).as(path).isEqualTo(401);
                assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
                assertThat(as(ALICE + "x", served, served.request(path)).statusCode())
                        .isEqualTo(401);
            }
            assertThat(served.post("/mcp", "{}").statusCode()).isEqualTo(401);
            assertThat(as(ALICE, served, served.request("/api/functions")).statusCode())
                    .isEqualTo(200);
            assertThat(served.get("/health").statusCode()).isEqualTo(200);
            assertThat(logged).noneMatch(line -> line.contains(ALICE));
        }
    }

    @Test
    void eachClientHasItsPolicyQuotaAndSessions() throws Exception {
        try (Served served = withTokens()) {
            assertThat(as(BOB, served, served.request("/api/policy")).body())
                    .contains("\"output_bytes\":100");
            HttpResponse<String> opened = as(BOB, served, served.posting("/api/sessions", ""));
            String id = Served.json(opened).get("session").asText();
            assertThat(as(BOB, served, served.posting("/api/sessions", "")).statusCode())
                    .isEqualTo(429);
            assertThat(
                            as(ALICE, served, served.posting("/api/sessions/" + id + "/run", RUN))
                                    .statusCode())
                    .isEqualTo(404);
            for (int i = 0; i < 3; i++) {
                assertThat(as(BOB, served, served.posting("/api/run", RUN)).statusCode())
                        .isEqualTo(200);
            }
            HttpResponse<String> over = as(BOB, served, served.posting("/api/run", RUN));
            assertThat(over.statusCode()).isEqualTo(429);
            assertThat(over.body()).contains("\"quota\"");
            assertThat(over.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 20L);
            assertThat(as(ALICE, served, served.request("/api/calls")).body())
                    .isEqualTo("{\"calls\":[]}");
        }
    }

    @Test
    void aSessionOfMcpIsOfNoUseToAnotherClient() throws Exception {
        try (Served served = withTokens()) {
            HttpResponse<String> opened =
                    as(
                            ALICE,
                            served,
                            mcp(
                                    served,
                                    """
                                    {"jsonrpc": "2.0", "id": 1, "method": "initialize",
                                     "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                                       "clientInfo": {"name": "test", "version": "1"}}}
                                    """));
            String id = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
            String ping = "{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"ping\"}";
            assertThat(as(BOB, served, mcp(served, ping).header("Mcp-Session-Id", id)).statusCode())
                    .isEqualTo(404);
            assertThat(as(ALICE, served, mcp(served, ping).header("Mcp-Session-Id", id)).body())
                    .contains("\"id\":2");
        }
    }

    private static HttpRequest.Builder mcp(Served served, String message) {
        return served.posting("/mcp", message)
                .header("Accept", "application/json, text/event-stream");
    }

    @Test
    void withoutTokensANameThatIsNotThisHostsGetsNothing() throws Exception {
        try (Served served = new Served(Served.options(folder.resolve("store")).build())) {
            assertThat(
                            raw(
                                    served,
                                    "GET /api/functions HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
            assertThat(
                            raw(
                                    served,
                                    "GET /api/functions HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static String raw(Served served, String request) throws IOException {
        try (Socket socket = new Socket(loopback(), served.server().port());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anAddressThatOthersReachNeedsTokens() {
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> ServerOptions.builder(Served.POLICY).host("0.0.0.0").build())
                .withMessageContaining("HANDAXE_TOKEN");
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        try (Served first = new Served(Served.options(folder.resolve("store")).build())) {
            ServerOptions second =
                    Served.options(folder.resolve("other")).port(first.server().port()).build();
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(() -> HandaxeServer.start(second))
                    .withMessageContaining("port " + first.server().port());
        }
    }

    @Test
    void callsUnderWayEndOnceWhenTheServerIsClosed() throws Exception {
        Served served =
                new Served(
                        Served.options(folder.resolve("store"))
                                .grace(Duration.ofSeconds(20))
                                .build());
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            Future<HttpResponse<String>> slow =
                    callers.submit(() -> served.post("/api/functions/spin/call", "{}"));
            while (!served.get("/metrics")
                    .body()
                    .contains("handaxe_server_calls_inside_calls 1.0")) {
                Thread.onSpinWait();
            }
            Future<?> closing = callers.submit(served.server()::close);
            assertThat(slow.get().body()).contains("\"limit_exceeded\"").contains("cpu_ms");
            closing.get();
        }
        served.close();
    }
}
