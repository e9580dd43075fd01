package dev.handaxe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API over real HTTP, with real workers. */
class HttpApiIT {
    @TempDir private static Path folder;

    private static final ConcurrentLinkedQueue<String> LOGGED = new ConcurrentLinkedQueue<>();
    private static Served served;

    @BeforeAll
    static void start() {
        served =
                new Served(
                        Served.options(folder.resolve("store"))
                                .waiting(2)
                                .bodyBytes(100_000)
                                .log(LOGGED::add)
                                .build());
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void functionsAreListedAndShown() throws Exception {
        JsonNode list = Served.json(served.get("/api/functions"));
        assertThat(list.at("/functions/0/name").asText()).isEqualTo("mean");
        assertThat(list.at("/functions/0/parameters/required/0").asText()).isEqualTo("xs");
        assertThat(list.at("/functions/0").has("source")).isFalse();
        JsonNode one = Served.json(served.get("/api/functions/mean"));
        assertThat(one.get("source").asText()).startsWith("def mean(xs)");
        problem(served.get("/api/functions/none"), 404, "not_found");
    }

    @Test
    void aCallEndsInItsOutcomeWhateverTheGuestDoes() throws Exception {
        assertThat(call("mean", "{\"args\": {\"xs\": [1, 2, 6]}}").at("/value").asDouble())
                .isEqualTo(3.0);
        assertThat(call("mean", "{\"args\": [[1, 2]]}").at("/value").toString()).isEqualTo("1.5");
        assertThat(call("mean", "{\"args\": {\"xs\": []}}").at("/error/type").asText())
                .isEqualTo("ZeroDivisionError");
        assertThat(call("mean", "{\"args\": {\"xs\": \"no\"}}").at("/outcome").asText())
                .isEqualTo("rejected");
        assertThat(call("spin", "{\"limits\": {\"cpu_ms\": 300}}").at("/limit/allowed").asInt())
                .isEqualTo(300);
        JsonNode run = Served.json(served.post("/api/run", "{\"source\": \"print(mean([2]))\"}"));
        assertThat(run.get("stdout").asText()).isEqualTo("2.0\n");
        JsonNode denied =
                Served.json(served.post("/api/run", "{\"source\": \"open('/etc/passwd')\"}"));
        assertThat(denied.at("/denied/capability").asText()).isEqualTo("file");
    }

    private static JsonNode call(String function, String body) throws Exception {
        HttpResponse<String> response = served.post("/api/functions/" + function + "/call", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Served.json(response);
    }

    @Test
    void numbersOfAnySizeComeThrough() throws Exception {
        String big = "9".repeat(60);
        JsonNode run =
                Served.json(
                        served.post(
                                "/api/functions/mean/call",
                                "{\"args\": {\"xs\": [" + big + "], \"more\": 1}}"));
        assertThat(run.get("outcome").asText()).isEqualTo("rejected");
        HttpResponse<String> sum =
                served.post("/api/run", "{\"source\": \"print(" + big + " + 1)\"}");
        assertThat(sum.body()).contains("1" + "0".repeat(60));
    }

    @Test
    void whatIsNotAsItShouldBeIsSaid() throws Exception {
        problem(served.post("/api/run", "{"), 400, "invalid_input");
        problem(served.post("/api/run", "[]"), 400, "invalid_input");
        problem(served.post("/api/run", "{}"), 400, "invalid_input");
        assertThat(problem(served.post("/api/run", "{\"sauce\": \"1\"}"), 400, "invalid_input"))
                .contains("'sauce' is no key here; there are source");
        problem(served.post("/api/run", "{\"source\": 1}"), 400, "invalid_input");
        assertThat(
                        problem(
                                served.post(
                                        "/api/run",
                                        "{\"source\": \"1\", \"limits\": {\"cpu_ms\": 999999}}"),
                                400,
                                "invalid_input"))
                .contains("cpu_ms must be a whole number")
                .contains("1500");
        problem(
                served.post("/api/run", "{\"source\": \"1\", \"trace\": \"all\"}"),
                400,
                "invalid_input");
        problem(
                served.post("/api/run", "{\"source\": \"" + "x".repeat(100_000) + "\"}"),
                413,
                "too_large");
        problem(served.get("/api/run"), 405, "method");
        problem(served.get("/nowhere"), 404, "not_found");
        problem(
                served.send(
                        served.request("/api/run")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{\"source\": \"1\"}"))
                                .build()),
                415,
                "media_type");
    }

    private static String problem(HttpResponse<String> response, int status, String code)
            throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        JsonNode problem = Served.json(response);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("code").asText()).isEqualTo(code);
        return problem.get("detail").asText();
    }

    @Test
    void aSessionKeepsItsState() throws Exception {
        HttpResponse<String> opened =
                served.send(served.request("/api/sessions").POST(BodyPublishers.noBody()).build());
        assertThat(opened.statusCode()).isEqualTo(201);
        String id = Served.json(opened).get("session").asText();
        String path = "/api/sessions/" + id;
        assertThat(opened.headers().firstValue("Location")).hasValue(path);
        served.post(path + "/run", "{\"source\": \"x = mean([4])\"}");
        JsonNode printed = Served.json(served.post(path + "/run", "{\"source\": \"print(x)\"}"));
        assertThat(printed.get("stdout").asText()).isEqualTo("4.0\n");
        JsonNode called =
                Served.json(
                        served.post(
                                path + "/call", "{\"function\": \"mean\", \"args\": [[1, 3]]}"));
        assertThat(called.get("value").asDouble()).isEqualTo(2.0);
        assertThat(served.get("/api/sessions").body()).contains(id);
        assertThat(served.send(served.request(path).DELETE().build()).statusCode()).isEqualTo(204);
        problem(served.post(path + "/run", "{\"source\": \"1\"}"), 404, "not_found");
    }

    @Test
    void oneMoreThanCanWaitIsRefusedAndNoneIsLost() throws Exception {
        int most = 3; // one worker, two places to wait
        try (ExecutorService callers = Executors.newFixedThreadPool(12)) {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(
                        callers.submit(
                                () ->
                                        served.post(
                                                "/api/functions/spin/call",
                                                "{\"limits\": {\"cpu_ms\": 400}}")));
            }
            int refused = 0;
            int ended = 0;
            for (Future<HttpResponse<String>> answer : answers) {
                if (answer.get().statusCode() == 429) {
                    problem(answer.get(), 429, "busy");
                    assertThat(answer.get().headers().firstValue("Retry-After")).hasValue("1");
                    refused++;
                } else {
                    assertThat(answer.get().body()).contains("\"limit_exceeded\"");
                    ended++;
                }
            }
            assertThat(ended + refused).isEqualTo(12);
            assertThat(ended).isBetween(most, 11);
        }
        assertThat(served.get("/metrics").body())
                .contains("handaxe_server_refusals_total{reason=\"full\"}");
    }

    @Test
    void healthIsACallThroughAWorker() throws Exception {
        HttpResponse<String> up = served.get("/health");
        assertThat(up.statusCode()).isEqualTo(200);
        assertThat(up.body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void metricsAreInPrometheusForm() throws Exception {
        call("mean", "{\"args\": [[1]]}");
        String metrics = served.get("/metrics").body();
        assertThat(metrics)
                .contains("handaxe_sandbox_workers{state=\"idle\"")
                .containsPattern(
                        "http_server_requests_seconds_count\\{client=\"anyone\",method=\"POST\",status=\"200\",uri=\"/api/functions/\\{name\\}/call\"");
    }

    @Test
    void theLogHasRoutesAndNoPayload() throws Exception {
        served.post("/api/run", "{\"source\": \"secret = 4711\"}");
        assertThat(LOGGED).anyMatch(line -> line.matches("POST /api/run 200 [0-9.]+ ms anyone"));
        assertThat(LOGGED).noneMatch(line -> line.contains("4711"));
        JsonNode calls = Served.json(served.get("/api/calls"));
        assertThat(calls.at("/calls/0/outcome").asText()).isNotEmpty();
        assertThat(calls.toString()).doesNotContain("4711");
    }

    @Test
    void theDescriptionHasEveryRouteAndNoOther() throws Exception {
        JsonNode paths = Served.json(served.get("/openapi.json")).get("paths");
        List<String> described = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }
        assertThat(described).containsExactlyInAnyOrderElementsOf(served.server().routes());
    }

    @Test
    void pagesOfOtherSitesGetNothing() throws Exception {
        problem(
                served.send(
                        served.posting("/api/run", "{\"source\": \"1\"}")
                                .header("Origin", "http://evil.example")
                                .build()),
                403,
                "origin");
        assertThat(
                        served.send(
                                        served.posting("/api/run", "{\"source\": \"1\"}")
                                                .header(
                                                        "Origin",
                                                        "http://127.0.0.1:"
                                                                + served.server().port())
                                                .build())
                                .statusCode())
                .isEqualTo(200);
    }
}
