package dev.handaxe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.TrainingResult;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.ParameterSchema;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
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

    private static final Pattern SPOONS = Pattern.compile("Cups of (\\d+) spoons");
    private static final Pattern RETURNED = Pattern.compile("returned: ([0-9.]+)");

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
        try (StubModel stub =
                StubModel.start(
                        asked ->
                                asked.contains("returned: 0.375")
                                        ? StubModel.text("It is 0.375.")
                                        : StubModel.call("cups", "{\"spoons\": 6}"))) {
            assertThat(AskAnAgent.run(stub.model(), learned)).isEqualTo("It is 0.375., score 1.0");
        }
    }

    @Test
    void anAgentOfOnesOwnIsTrained() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 7; i++) {
            lines.append(
                    "{\"id\":\"t%d\",\"question\":\"Cups of %d spoons?\",\"answer\":\"%s\",\"grader\":\"numeric\",\"split\":\"%s\"}\n"
                            .formatted(
                                    i,
                                    i * 8,
                                    i / 2.0,
                                    i <= 3 ? "train" : i <= 5 ? "validation" : "test"));
        }
        Path tasks = Files.writeString(folder.resolve("tasks.jsonl"), lines);
        try (StubModel stub = StubModel.start(ExamplesIT::learn)) {
            TrainingResult result = TrainAnAgent.run(stub.model(), tasks, folder.resolve("run"));

            assertThat(result.baseline().test()).hasValue(0.0);
            assertThat(result.best().test()).hasValue(1.0);
            assertThat(result.functions().functions())
                    .extracting(FunctionDefinition::name)
                    .containsExactly("cups");
        }
    }

    /** Guesses until there is a function, and adds it when asked what would help. */
    private static String learn(String asked) {
        Matcher question = SPOONS.matcher(asked);
        Matcher result = RETURNED.matcher(asked);
        if (asked.contains("\"terminate\"")) {
            return asked.contains("after 0 of at most")
                    ? StubModel.call(
                            "add_function",
                            """
                            {"name": "cups", "description": "Cups of tablespoons.", "packages": [],
                             "arguments": "{\\"type\\": \\"object\\", \\"properties\\": {\\"spoons\\": {\\"type\\": \\"number\\"}}, \\"required\\": [\\"spoons\\"]}",
                             "code": "def cups(spoons):\\n    return spoons / 16\\n",
                             "hypothesis": "The agent guesses.", "expected_effect": "It calculates."}""")
                    : StubModel.call("terminate", "{}");
        }
        if (result.find()) {
            return StubModel.text("ANSWER: " + result.group(1));
        }
        return asked.contains("\"cups\"") && question.find()
                ? StubModel.call("cups", "{\"spoons\": " + question.group(1) + "}")
                : StubModel.text("ANSWER: 0");
    }
}
