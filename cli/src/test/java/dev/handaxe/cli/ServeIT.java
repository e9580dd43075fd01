package dev.handaxe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code handaxe serve} as a process, over real HTTP. */
class ServeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "a-token-of-this-test";

    @TempDir private Path folder;
    private Path store;

    @BeforeEach
    void save() {
        store = folder.resolve("store");
        FunctionStore.open(store)
                .save(
                        FunctionSet.of(
                                List.of(
                                        FunctionDefinition.builder(
                                                        "twice", "def twice(x): return 2 * x")
                                                .build())),
                        Map.of("run", "test"));
    }

    @Test
    void servesOverHttpUntilItIsInterrupted() throws Exception {
        Process serving =
                HandaxeProcess.talk(
                        folder,
                        Map.of("HANDAXE_TOKEN", TOKEN),
                        "serve",
                        "--functions",
                        "" + store,
                        "--port",
                        "0",
                        "--workers",
                        "1",
                        "--json");
        try (BufferedReader out = serving.inputReader(UTF_8);
                HttpClient http = HttpClient.newHttpClient()) {
            String url = JSON.readTree(out.readLine()).get("url").asText();
            HttpRequest.Builder call =
                    HttpRequest.newBuilder(URI.create(url + "/api/functions/twice/call"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"args\": [21]}"));
            assertThat(http.send(call.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
            HttpResponse<String> answer =
                    http.send(
                            call.header("Authorization", "Bearer " + TOKEN).build(),
                            BodyHandlers.ofString());
            assertThat(JSON.readTree(answer.body()).get("value").asInt()).isEqualTo(42);

            ProcessRun.signal(serving, "INT");
            assertThat(serving.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(serving.exitValue()).isEqualTo(130);
            assertThat(out.readLine()).isNull();
            String log = new String(serving.getErrorStream().readAllBytes(), UTF_8);
            assertThat(log)
                    .contains("POST /api/functions/{name}/call 200")
                    .doesNotContain(TOKEN)
                    .doesNotContain("WARN");
        } finally {
            serving.destroyForcibly();
        }
    }

    @Test
    void whatCannotBeServedIsSaidAtOnce() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens.json"), "[{\"name\": \"ci\"}]");

        usage("HANDAXE_TOKEN", "serve", "--host", "0.0.0.0");
        usage("'token_env' must be a text", "serve", "--tokens", "" + tokens);
        usage("no such folder", "serve", "--functions", "" + folder.resolve("none"));
        usage("is not stdio", "serve", "--mcp", "http");
        usage("neither a preset", "serve", "--policy", "none");
    }

    private static void usage(String said, String... words) {
        CommandRun run = CommandRun.of(words);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(said);
        assertThat(run.out()).isEmpty();
    }
}
