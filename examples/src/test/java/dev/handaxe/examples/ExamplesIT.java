package dev.handaxe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.ParameterSchema;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what the pages say, with real workers. */
class ExamplesIT {
    /** Handaxe's modules, and what they need. */
    private static final Pattern MODULES =
            Pattern.compile(
                    "/(runtime|sandbox-policies|micrometer-\\w+|HdrHistogram|LatencyUtils|slf4j-api"
                            + "|jackson-(core|databind|annotations)|jspecify)-[^/]*\\.jar$");

    @TempDir private Path folder;

    @Test
    void aFunctionIsCalled() {
        assertThat(CallAFunction.run()).isEqualTo("it returned PyFloat[value=3.5]");
    }

    @Test
    void theSameOnTheModulePath() throws Exception {
        Map<Boolean, List<String>> entries =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .collect(Collectors.partitioningBy(MODULES.asPredicate()));
        Process program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dhandaxe.worker.home="
                                        + System.getProperty("handaxe.worker.home"),
                                "-p",
                                String.join(File.pathSeparator, entries.get(true)),
                                "--add-modules",
                                "dev.handaxe.runtime",
                                "-cp",
                                String.join(File.pathSeparator, entries.get(false)),
                                OnTheModulePath.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).contains("dev.handaxe.runtime: it returned PyFloat[value=3.5]");
        assertThat(program.waitFor()).isZero();
    }

    @Test
    void aSessionKeepsWhatItWasTold() {
        assertThat(KeepASession.run()).isEqualTo("21\nkept");
    }

    @Test
    void aFunctionOfTheHostAnswers() {
        assertThat(LendAHostFunction.run()).isEqualTo("6\n");
    }

    @Test
    void aFileOfOnesOwnIsDrawnAndGraded() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            lines.append("{\"id\":\"t%d\",\"question\":\"?\",\"answer\":\"%d\"}\n".formatted(i, i));
        }
        Path file = Files.writeString(folder.resolve("own.jsonl"), lines);

        assertThat(LoadTasks.run(file)).matches("t(\\d) 1\\.0 \\1 equals \\1");
    }

    @Test
    void answersAreGraded() {
        assertThat(GradeAnswers.run()).isEqualTo("true, 0.5 equals \\frac12");
    }

    @Test
    void programsAreEvaluated() throws IOException {
        Path data =
                Files.writeString(
                        folder.resolve("tasks.jsonl"),
                        "{\"task_id\":\"a/0\",\"prompt\":\"def twice(n):\\n\",\"entry_point\":\"twice\","
                                + "\"canonical_solution\":\"    return 2 * n\\n\","
                                + "\"test\":\"def check(c):\\n    assert c(3) == 6\\n\"}\n");
        Path samples =
                Files.write(
                        folder.resolve("samples.jsonl"),
                        List.of(
                                "{\"task_id\":\"a/0\",\"completion\":\"    return n + n\\n\"}",
                                "{\"task_id\":\"a/0\",\"completion\":\"    return n\\n\"}"));

        assertThat(EvaluateCode.run(data, samples)).isEqualTo("1 passed, {1=0.5}");
    }

    @Test
    void anAgentAnswersWithWhatItLearned() throws IOException {
        Path learned = folder.resolve("functions");
        String source = "def cups(spoons):\n    return spoons / 16\n";
        FunctionStore.open(learned)
                .save(
                        FunctionSet.of(
                                List.of(
                                        FunctionDefinition.builder("cups", source)
                                                .description("Cups of tablespoons.")
                                                .parameters(
                                                        ParameterSchema.parse(
                                                                "{\"spoons\": {\"type\": \"number\"}}"))
                                                .build())),
                        Map.of());
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", ExamplesIT::answerAsAModel);
        server.start();
        try {
            var model =
                    OpenAiChatModel.builder()
                            .baseUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
                            .apiKey("none")
                            .modelName("stub")
                            .maxRetries(0)
                            .build();

            assertThat(AskAnAgent.run(model, learned)).isEqualTo("It is 0.375., score 1.0");
        } finally {
            server.stop(0);
        }
    }

    /** Calls the function first, and answers once the conversation has its value. */
    private static void answerAsAModel(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String message =
                    asked.contains("returned: 0.375")
                            ? "\"content\":\"It is 0.375.\""
                            : "\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":"
                                    + "{\"name\":\"cups\",\"arguments\":\"{\\\"spoons\\\":6}\"}}]";
            byte[] body =
                    ("{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"stub\","
                                    + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                                    + message
                                    + "},\"finish_reason\":\"stop\"}]}")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
