package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search among many sets with real HTTP, real workers and a model that is played. */
class TrainParetoIT {
    private static final Pattern QUESTION =
            Pattern.compile("What is (\\d+) (times|plus) (\\d+)\\?");
    private static final Pattern RESULT = Pattern.compile("returned: (\\d+)");
    private static final String CROSSED =
            "\"set\":\"([0-9a-f]+)\",\"parents\":\\[\"([0-9a-f]+)\",\"([0-9a-f]+)\"\\]";

    @TempDir private Path folder;
    private ModelServer server;

    @BeforeEach
    void startTheModel() throws IOException {
        server = ModelServer.start(TrainParetoIT::answer);
    }

    @AfterEach
    void stopTheModel() {
        server.close();
    }

    @Test
    void setsThatSolveDifferentTasksAreCrossedWithoutAskingTheOptimizer() throws IOException {
        Path run = folder.resolve("run");
        CommandRun trained = train(run);

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out())
                .contains("\"final\":{\"train\":1.0,\"validation\":1.0,\"test\":1.0}")
                .contains("\"stopped\":\"solved\"");
        assertThat(run.resolve("functions/times.py")).exists();
        assertThat(run.resolve("functions/plus.py")).exists();
        // the third set has two parents
        Matcher crossed = Pattern.compile(CROSSED).matcher(trained.out());
        assertThat(crossed.results().toList()).hasSize(1);
        assertThat(server.requests().stream().filter(TrainParetoIT::isOptimizer))
                .as("add and terminate, then remove, add and terminate")
                .hasSize(5);
        // the second step was told what was tried before it
        assertThat(server.requests())
                .anyMatch(
                        request ->
                                isOptimizer(request)
                                        && request.contains("epoch 1: add_function times: kept."));
        assertThat(CommandRun.of("report", run.toString()).exitCode()).isZero();
    }

    @Test
    void aRunThatItsProviderRefusedEndsAsTheUndisturbedOne() throws IOException {
        String whole = withoutTimes(train(folder.resolve("whole")).out());
        int calls = server.requests().size();
        Path run = folder.resolve("run");
        server.follow(
                model ->
                        request ->
                                isOptimizer(request) && beganWithTimes(request)
                                        ? ModelServer.Reply.error(401, "invalid_api_key", "no")
                                        : model.answer(request));
        assertThat(train(run).exitCode()).isEqualTo(4);
        server.follow(_ -> TrainParetoIT::answer);
        CommandRun resumed = CommandRun.of("train", "--resume=" + run, "--json");

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(withoutTimes(resumed.out()).replace(run.toString(), ""))
                .isEqualTo(whole.replace(folder.resolve("whole").toString(), ""));
        // beside the two runs only the call that was refused
        assertThat(server.requests()).hasSize(2 * calls + 1);
    }

    private static String withoutTimes(String json) {
        return json.replaceAll("\"(cpu_|wall_)?seconds\":[0-9.E-]+", "");
    }

    private CommandRun train(Path run) throws IOException {
        return CommandRun.of(
                "train",
                "jsonl",
                "--data=" + tasks(),
                "--model=openai:stub",
                "--base-url=" + server.baseUrl(),
                "--no-python",
                "--search=pareto",
                "--significance=0.5",
                "--controls=off",
                "--credit=free",
                "--out=" + run,
                "--json");
    }

    private static boolean isOptimizer(String request) {
        return request.contains("\"terminate\"");
    }

    /** Forges {@code times} first; from a set that has it, {@code plus} in its place. */
    private static ModelServer.Reply answer(String request) {
        if (isOptimizer(request)) {
            boolean times = beganWithTimes(request);
            if (request.contains("after 0 of at most")) {
                return times
                        ? ModelServer.Reply.call("remove_function", reasoned("\"name\": \"times\""))
                        : add("times", "*");
            }
            return times && request.contains("after 1 of at most")
                    ? add("plus", "+")
                    : ModelServer.Reply.call("terminate", "{}");
        }
        Matcher result = RESULT.matcher(request);
        if (result.find()) {
            return ModelServer.Reply.text("ANSWER: " + result.group(1));
        }
        Matcher question = QUESTION.matcher(request);
        return question.find() && request.contains("\"" + question.group(2) + "\"")
                ? ModelServer.Reply.call(
                        question.group(2),
                        "{\"a\": %s, \"b\": %s}".formatted(question.group(1), question.group(3)))
                : ModelServer.Reply.text("I guess.\nANSWER: 0");
    }

    private static boolean beganWithTimes(String request) {
        int setA = request.indexOf("# Set A: ");
        return request.substring(setA, request.indexOf("# Set B: ", setA)).contains("def times");
    }

    private static ModelServer.Reply add(String name, String operator) {
        String code = "def %s(a, b):\\n    return a %s b\\n".formatted(name, operator);
        String schema =
                Json.write(
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of(
                                        "a",
                                        Map.of("type", "integer"),
                                        "b",
                                        Map.of("type", "integer")),
                                "required",
                                List.of("a", "b")));
        return ModelServer.Reply.call(
                "add_function",
                reasoned(
                        "\"name\": \"%s\", \"description\": \"Computes a %s b.\", \"code\": \"%s\","
                                        .formatted(name, name, code)
                                + " \"packages\": [], \"arguments\": "
                                + Json.write(schema)));
    }

    private static String reasoned(String fields) {
        return "{%s, \"hypothesis\": \"It guesses.\", \"expected_effect\": \"It computes.\"}"
                .formatted(fields);
    }

    /** For training, validation and test each: one product, two sums. */
    private Path tasks() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String split : List.of("train", "validation", "test")) {
            Stream.of("times", "plus", "plus")
                    .forEach(
                            word -> {
                                long a = 1234 + 97L * lines.size();
                                long b = 5678 + 89L * lines.size();
                                lines.add(task(split, lines.size(), a, word, b));
                            });
        }
        return Files.write(folder.resolve("tasks.jsonl"), lines);
    }

    private static String task(String split, int number, long a, String word, long b) {
        return Json.write(
                Map.of(
                        "id",
                        "t" + number,
                        "question",
                        "What is %d %s %d?".formatted(a, word, b),
                        "answer",
                        Long.toString(word.equals("times") ? a * b : a + b),
                        "grader",
                        "numeric",
                        "split",
                        split));
    }
}
