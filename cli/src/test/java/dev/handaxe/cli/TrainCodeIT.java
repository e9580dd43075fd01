package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on code with real HTTP, real workers and a model that is played. */
class TrainCodeIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;
    private Path run;
    private ModelServer server;

    @BeforeEach
    void startTheModel() throws IOException {
        run = folder.resolve("run");
        server = ModelServer.start(SurroundModel::answer);
    }

    @AfterEach
    void stopTheModel() {
        server.close();
    }

    @Test
    void noHiddenTestReachesAPromptOfARunOnHumanEval() throws IOException {
        CommandRun trained = train("humaneval", SurroundModel.humanEval(folder), "--json");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out())
                .contains("\"baseline\":{\"train\":0.0,\"validation\":0.0,\"test\":0.0}")
                .contains("\"final\":{\"train\":1.0,\"validation\":1.0,\"test\":1.0}")
                .contains("\"functions\":[\"surround\"]");
        assertThat(prompts())
                .anyMatch(prompt -> prompt.contains("Answer again with a program that is right"))
                .anyMatch(
                        prompt -> prompt.contains("wrong answer in a test that the task does not"))
                .anyMatch(prompt -> prompt.contains("another exception in a test that the task"))
                .anyMatch(prompt -> prompt.contains("SystemExit in a test that the task does not"))
                .anyMatch(prompt -> prompt.contains("AttributeError in a test that the task shows"))
                .anyMatch(prompt -> prompt.contains("no program that defines what is asked for"))
                .anyMatch(prompt -> prompt.contains("stars = 2"))
                .anyMatch(prompt -> prompt.contains("broken_name"));
        theSecretsAreNowhere();
    }

    @Test
    void noHiddenTestReachesAPromptOfARunOnMbpp() throws IOException {
        CommandRun trained = train("mbpp", SurroundModel.mbpp(folder), "--agent=react", "--json");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out())
                .contains("\"baseline\":{\"train\":0.0,\"validation\":0.0,\"test\":0.0}");
        assertThat(prompts())
                .anyMatch(prompt -> prompt.contains("Answer again with a program that is right"))
                .anyMatch(
                        prompt -> prompt.contains("wrong answer in a test that the task does not"))
                .allMatch(
                        prompt ->
                                !prompt.contains("Write a Python program for this task.")
                                        || prompt.contains("(\"ab\")"));
        theSecretsAreNowhere();
    }

    /** In all that models were asked and told, in what the run keeps, and in its report. */
    private void theSecretsAreNowhere() throws IOException {
        assertThat(CommandRun.of("report", run.toString()).exitCode()).isZero();
        String asked = String.join("\n", prompts());
        String kept = Files.readString(run.resolve("ledger.jsonl"));
        String report = Files.readString(run.resolve("report.html"));
        for (String secret : SurroundModel.secrets()) {
            assertThat(asked).as("prompts").doesNotContainIgnoringCase(secret);
            assertThat(kept).as("ledger").doesNotContainIgnoringCase(secret);
            assertThat(report).as("report").doesNotContainIgnoringCase(secret);
        }
        assertThat(report).contains("the answer failed: wrong answer in a test that the task does");
    }

    @Test
    void aRunThatIsKilledEndsAsTheUndisturbedRun() throws Exception {
        Path tasks = SurroundModel.humanEval(folder);
        CommandRun undisturbed = train("humaneval", tasks, "--json");
        assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();
        int calls = server.requests().size();
        run = folder.resolve("killed");
        var stuck = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var first = new AtomicBoolean(true);
        server.follow(
                model ->
                        request -> {
                            boolean again = request.contains("You have answered this before");
                            if (again && first.getAndSet(false)) {
                                stuck.countDown();
                                never.await();
                            }
                            return model.answer(request);
                        });
        Process killed =
                HandaxeProcess.start(
                        folder, Map.of(), arguments("humaneval", tasks).toArray(String[]::new));
        assertThat(stuck.await(2, TimeUnit.MINUTES)).isTrue();
        ProcessRun.signal(killed, "KILL");
        assertThat(ProcessRun.await(killed).exitCode()).isEqualTo(137);

        CommandRun resumed = CommandRun.of("train", "--resume=" + run, "--json");

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(withoutTimes(resumed.out())).isEqualTo(withoutTimes(undisturbed.out()));
        assertThat(server.requests().size() - calls)
                .as("what was under way has no answer in the ledger and is asked again")
                .isBetween(calls + 1, calls + 4);
    }

    @Test
    void aRecordingReplaysWithoutAModel() throws IOException {
        Path tasks = SurroundModel.humanEval(folder);
        Path recording = folder.resolve("recording.jsonl");
        CommandRun recorded = train("humaneval", tasks, "--record=" + recording, "--json");
        assertThat(recorded.exitCode()).as(recorded.err()).isZero();
        server.close();

        CommandRun replayed =
                CommandRun.of(
                        "train",
                        "humaneval",
                        "--data=" + tasks,
                        "--model=replay:" + recording,
                        "--out=" + folder.resolve("replayed"),
                        "--json");

        assertThat(replayed.exitCode()).as(replayed.err()).isZero();
        assertThat(withoutTimes(replayed.out())).isEqualTo(withoutTimes(recorded.out()));
    }

    @Test
    void aDryRunSaysWhatItTakes() throws IOException {
        CommandRun dry = train("humaneval", SurroundModel.humanEval(folder), "--dry-run", "--json");

        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("\"tasks\":{\"train\":5,\"validation\":2,\"test\":1}")
                .contains("\"rollouts_at_most\":24,\"calls_at_most\":201");
        assertThat(server.requests()).isEmpty();
    }

    private static String withoutTimes(String result) throws IOException {
        ObjectNode node = (ObjectNode) JSON.readTree(result);
        node.remove(List.of("run", "seconds"));
        if (node.get("usage") instanceof ObjectNode usage) {
            usage.remove("guest");
        }
        return node.toString();
    }

    /** All texts of all requests, as the model reads them. */
    private List<String> prompts() throws IOException {
        List<String> prompts = new ArrayList<>();
        for (String request : server.requests()) {
            prompts.add(texts(JSON.readTree(request)).collect(Collectors.joining("\n")));
        }
        return prompts;
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isValueNode()
                ? Stream.of(node.asText())
                : node.valueStream().flatMap(TrainCodeIT::texts);
    }

    private List<String> arguments(String dataSet, Path tasks) {
        return List.of(
                "train",
                dataSet,
                "--data=" + tasks,
                "--model=openai:stub",
                "--base-url=" + server.baseUrl(),
                "--train=5",
                "--validation=2",
                "--test=1",
                "--epochs=1",
                "--no-python",
                "--significance=0.5",
                "--controls=off",
                "--credit=free",
                "--out=" + run);
    }

    private CommandRun train(String dataSet, Path tasks, String... more) {
        List<String> all = new ArrayList<>(arguments(dataSet, tasks));
        all.addAll(List.of(more));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
