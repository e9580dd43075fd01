package dev.handaxe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handaxe.cli.report.ReportRun;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.server.ApiContract;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs, evaluations and a store's history over HTTP, from a real {@code handaxe serve}. */
class ServedPartsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SAMPLES =
            """
            {"dataset": "jsonl", "k": [1], "samples": [
             {"task_id": "twice", "completion": "def twice(x):\\n    return x + x\\n"},
             {"task_id": "half", "completion": "%s"}]}""";

    @TempDir private static Path folder;
    private static HttpClient http;
    private static Process serving;
    private static String url;
    private static ApiContract contract;

    @BeforeAll
    static void serve() throws Exception {
        http = HttpClient.newHttpClient();
        Path store = folder.resolve("store");
        FunctionStore.open(store).save(ReportRun.FINAL, Map.of("epoch", "1"));
        FunctionStore.open(store).save(ReportRun.LATER, Map.of("epoch", "2"));
        Path runs = folder.resolve("runs");
        new ReportRun(Files.createDirectories(runs.resolve("one")), 3)
                .rollouts(ReportRun.START, "test", i -> false)
                .rollouts(ReportRun.FINAL, "test", i -> i > 0)
                .epoch(1, ReportRun.FINAL, true, "halves")
                .result("")
                .write(ReportRun.START, ReportRun.FINAL);
        Files.createDirectories(runs.resolve("no run"));
        Files.writeString(Files.createDirectories(runs.resolve("broken")).resolve("run.json"), "{");
        Path tokens = folder.resolve("tokens.json");
        Files.writeString(
                tokens,
                "[{\"name\": \"a\", \"token_env\": \"TOKEN_A\"}, {\"name\": \"b\", \"token_env\":"
                        + " \"TOKEN_B\"}]");
        serving =
                HandaxeProcess.talk(
                        folder,
                        Map.of("TOKEN_A", token("a"), "TOKEN_B", token("b")),
                        "serve",
                        "--functions",
                        "" + store,
                        "--runs",
                        "" + runs,
                        "--data",
                        "jsonl=" + EvaluationTasks.write(folder.resolve("tasks.jsonl")),
                        "--tokens",
                        "" + tokens,
                        "--port",
                        "0",
                        "--workers",
                        "2",
                        "--json");
        BufferedReader out = serving.inputReader(UTF_8);
        url = JSON.readTree(out.readLine()).get("url").asText();
        contract = ApiContract.of(ask("a", "GET", "/openapi.json", "").body());
    }

    @AfterAll
    static void end() throws Exception {
        ProcessRun.signal(serving, "INT");
        assertThat(serving.waitFor(60, TimeUnit.SECONDS)).isTrue();
        http.close();
    }

    private static String token(String client) {
        return "the-long-token-of-" + client;
    }

    /** Each answer is held against the server's own description. */
    private static HttpResponse<String> send(String client, String method, String path, String body)
            throws Exception {
        HttpResponse<String> response = ask(client, method, path, body);
        contract.check(response);
        return response;
    }

    private static HttpResponse<String> ask(String client, String method, String path, String body)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Authorization", "Bearer " + token(client))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send("a", "GET", path, "");
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void runsAreListedAndRead() throws Exception {
        JsonNode runs = json("/api/runs").get("runs");
        assertThat(runs.findValuesAsText("run")).containsExactlyInAnyOrder("one", "broken");
        for (JsonNode run : runs) {
            assertThat(run.get("state").asText())
                    .isEqualTo(run.get("run").asText().equals("one") ? "ended" : "unreadable");
        }

        JsonNode run = json("/api/runs/one");
        assertThat(run.at("/scores/test/first").asDouble()).isZero();
        assertThat(run.at("/scores/test/last").asDouble()).isEqualTo(2 / 3.0);
        assertThat(run.at("/curve/1/test/tasks").asInt()).isEqualTo(3);
        assertThat(run.at("/epoch_list/0/verdict").asText()).isEqualTo("kept");
        assertThat(run.at("/lineage/half/0/words").asText()).isEqualTo("added");
        assertThat(run.at("/versions/1/functions/0").asText()).isEqualTo("half");
    }

    @Test
    void conversationsAreChosenAndRead() throws Exception {
        JsonNode failed = json("/api/runs/one/conversations?split=test&solved=false&limit=2");
        assertThat(failed.get("total").asInt()).isEqualTo(4);
        assertThat(failed.get("conversations")).hasSize(2);
        JsonNode last = json("/api/runs/one/conversations?offset=5").at("/conversations/0");
        JsonNode one = json("/api/runs/one/conversations/" + last.get("index").asInt());
        assertThat(one.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(one.at("/calls/0/trace").asText()).contains("half(n=3) -> 1.5");

        assertThat(get("/api/runs/one/conversations?limit=1000").statusCode()).isEqualTo(400);
        assertThat(get("/api/runs/one/conversations/99").statusCode()).isEqualTo(404);
        assertThat(get("/api/runs/one/conversations/x").statusCode()).isEqualTo(404);
    }

    @Test
    void noNameLeadsOutOfTheFolderOfRuns() throws Exception {
        for (String name :
                List.of("..", "%2e%2e", "..%2fruns%2fone", "%2e%2e%2fstore", "no%20run")) {
            HttpResponse<String> response = get("/api/runs/" + name);
            assertThat(response.statusCode()).as(name).isBetween(400, 404);
            assertThat(response.body()).doesNotContain(folder.toString());
        }
    }

    @Test
    void theReportIsAPageWithAnOriginOfItsOwn() throws Exception {
        HttpResponse<String> report = get("/api/runs/one/report");

        assertThat(report.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(report.headers().firstValue("Content-Security-Policy"))
                .hasValue("sandbox allow-scripts allow-popups");
        assertThat(report.body()).startsWith("<!doctype html>").contains("Learning curve");
    }

    @Test
    void aFunctionHasAHistory() throws Exception {
        JsonNode versions = json("/api/functions/half/versions").get("versions");

        assertThat(versions.findValuesAsText("change")).containsExactly("added", "changed");
        assertThat(versions.get(1).get("diff").toString())
                .contains("-    return n / 2")
                .contains("+    return n // 2");
        assertThat(get("/api/functions/none/versions").statusCode()).isEqualTo(404);
    }

    @Test
    void samplesAreEvaluatedForTheClientThatAsked() throws Exception {
        assertThat(json("/api/datasets").toString())
                .isEqualTo("{\"datasets\":[{\"name\":\"jsonl\",\"tasks\":2}]}");
        HttpResponse<String> asked =
                send(
                        "a",
                        "POST",
                        "/api/evaluations",
                        SAMPLES.formatted("def half(x):\\n    return x\\n"));
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        String at = asked.headers().firstValue("Location").orElseThrow();

        JsonNode done = ended(at);
        assertThat(done.get("state").asText()).isEqualTo("done");
        assertThat(done.at("/result/passed").asInt()).isEqualTo(1);
        assertThat(done.at("/result/pass_at_k/1").asDouble()).isEqualTo(0.5);
        assertThat(get(at + "/verdicts").body().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("\"half\"") && line.contains("false"));

        assertThat(send("b", "GET", at, "").statusCode()).isEqualTo(404);
        assertThat(send("b", "DELETE", at, "").statusCode()).isEqualTo(404);
        assertThat(send("a", "DELETE", at, "").statusCode()).isEqualTo(204);
        assertThat(get(at).statusCode()).isEqualTo(404);
    }

    @Test
    void whatCannotBeEvaluatedIsSaidWithoutTheHostsPlaces() throws Exception {
        refused("{\"dataset\": \"humaneval\"}", "'dataset' must be one that is served: jsonl");
        refused("{\"dataset\": \"jsonl\", \"sample\": []}", "'sample' is no key here");
        refused("{\"dataset\": \"jsonl\", \"k\": [0]}", "whole numbers from 1");
        refused("[]", "must be a JSON object");

        String one = "{\"dataset\": \"jsonl\", \"samples\": [{\"task_id\": \"twice\"}]}";
        HttpResponse<String> asked = send("a", "POST", "/api/evaluations", one);
        JsonNode failed = ended(asked.headers().firstValue("Location").orElseThrow());
        assertThat(failed.get("state").asText()).isEqualTo("failed");
        assertThat(failed.get("error").asText()).contains("line 1").contains("completion");
        assertThat(failed.toString()).doesNotContain("/tmp").doesNotContain(folder.toString());
    }

    @Test
    void anEvaluationUnderWayIsEnded() throws Exception {
        HttpResponse<String> asked =
                send(
                        "b",
                        "POST",
                        "/api/evaluations",
                        SAMPLES.formatted("def half(x):\\n    while True: pass\\n"));
        String at = asked.headers().firstValue("Location").orElseThrow();
        assertThat(send("b", "DELETE", at, "").statusCode()).isEqualTo(204);

        HttpResponse<String> next =
                send("b", "POST", "/api/evaluations", "{\"dataset\": \"jsonl\"}");
        JsonNode done = ended("b", next.headers().firstValue("Location").orElseThrow());
        assertThat(done.at("/result/passed").asInt()).isEqualTo(2);
    }

    @Test
    void theDescriptionNamesEveryPart() throws Exception {
        assertThat(contract.missingSchemas()).isEmpty();
        JsonNode paths = json("/openapi.json").get("paths");

        assertThat(paths.fieldNames())
                .toIterable()
                .contains(
                        "/api/run",
                        "/api/runs",
                        "/api/runs/{run}",
                        "/api/runs/{run}/report",
                        "/api/runs/{run}/conversations",
                        "/api/runs/{run}/conversations/{index}",
                        "/api/functions/{name}/versions",
                        "/api/datasets",
                        "/api/evaluations",
                        "/api/evaluations/{id}",
                        "/api/evaluations/{id}/verdicts");
    }

    private static void refused(String body, String said) throws Exception {
        HttpResponse<String> response = send("a", "POST", "/api/evaluations", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(said).contains("invalid_input");
    }

    private static JsonNode ended(String at) throws Exception {
        return ended("a", at);
    }

    private static JsonNode ended(String client, String at) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (true) {
            JsonNode now = JSON.readTree(send(client, "GET", at, "").body());
            if (List.of("done", "failed", "cancelled").contains(now.path("state").asText())) {
                return now;
            }
            assertThat(System.nanoTime()).as(now.toString()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
