package dev.handaxe.langchain4j;

import static dev.handaxe.langchain4j.Agents.HALF;
import static dev.handaxe.langchain4j.Agents.function;
import static dev.handaxe.langchain4j.Agents.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.ModelGateway;
import dev.handaxe.optimizer.Rollout;
import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Trainer;
import dev.handaxe.optimizer.TrainingOptions;
import dev.handaxe.optimizer.Usage;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Conversations of real agents over HTTP, with real workers, as rollouts. */
class ConversationRecorderIT {
    private static final String MEAN = "def mean(xs):\n    return total(xs) / len(xs)\n";
    private static final String LIST =
            "{\"xs\": {\"type\": \"array\", \"items\": {\"type\": \"number\"}}}";
    private static final FunctionSet MEANS =
            set(
                    function("mean", MEAN, LIST),
                    function("total", "def total(xs):\n    return sum(xs)\n", LIST));
    private static final Task TASK = new Task("means-1", "The mean of nothing?", "0", "");
    @RegisterExtension static final OpenSandbox SANDBOX = new OpenSandbox();

    @TempDir private Path folder;

    private final List<Rollout> rollouts = Collections.synchronizedList(new ArrayList<>());
    private final ConversationRecorder recorder =
            ConversationRecorder.of(
                    _ -> Optional.of(TASK), ConversationRecorderIT::grade, rollouts::add);

    private static Verdict grade(Task task, String said) {
        return said.equals(task.answer()) ? Verdict.right("equal") : Verdict.wrong("not equal");
    }

    private static Agents.Assistant assistant(
            ModelServer server, FunctionSet functions, ConversationRecorder recorder) {
        var provider =
                FunctionToolProvider.of(SANDBOX, ExecutionPolicy.untrusted(), functions)
                        .recordedBy(recorder);
        return Agents.agent(server, provider, Agents.memory())
                .registerListeners(recorder.listeners())
                .build();
    }

    @Test
    void aConversationBecomesARolloutWithItsCallsTheirTracesAndItsScore() {
        try (ModelServer server =
                ModelServer.saying(
                        ModelServer.calls("mean", "{\"xs\": []}", "median", "{}"),
                        ModelServer.text("0"))) {
            assistant(server, MEANS, recorder).chat(TASK.question());
        }

        Rollout rollout = rollouts.getFirst();
        assertThat(rollouts).hasSize(1);
        assertThat(recorder.open()).isZero();
        assertThat(rollout.taskId()).isEqualTo("means-1");
        assertThat(rollout.solved()).isTrue();
        assertThat(rollout.question()).isEqualTo(TASK.question());
        assertThat(rollout.finalMessage()).isEqualTo("0");
        assertThat(rollout.usage()).isEqualTo(new Usage(2, 200, 20));
        assertThat(rollout.json())
                .contains("\"kind\":\"raised\"")
                .contains("\"type\":\"ZeroDivisionError\"", "return total(xs) / len(xs)")
                .contains("{\"depth\":1,\"function\":\"total\",\"arguments\":\"xs=[]\"")
                .contains("\"name\":\"median\",\"arguments\":\"{}\",\"kind\":\"unknown_function\"");
    }

    @Test
    void conversationsAtTheSameTimeAreKeptApart() throws Exception {
        Pattern number = Pattern.compile("Half of (\\d+)\\?");
        ConversationRecorder ofQuestion =
                ConversationRecorder.of(
                        started -> {
                            String question = started.userMessage().singleText();
                            Matcher found = number.matcher(question);
                            assertThat(found.matches()).isTrue();
                            int n = Integer.parseInt(found.group(1));
                            return n == 0
                                    ? Optional.empty()
                                    : Optional.of(
                                            new Task(
                                                    "half-" + n,
                                                    question,
                                                    "returned: " + n / 2.0,
                                                    ""));
                        },
                        ConversationRecorderIT::grade,
                        rollouts::add);
        ModelServer.Rule rule =
                asked -> {
                    Matcher found = number.matcher(asked.last());
                    return found.matches()
                            ? ModelServer.calls("half", "{\"n\": " + found.group(1) + "}")
                            : ModelServer.text(asked.last());
                };
        try (ModelServer server = ModelServer.start(rule);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<String>> chats =
                    IntStream.range(0, 12)
                            .mapToObj(
                                    n ->
                                            (Callable<String>)
                                                    () ->
                                                            assistant(server, set(HALF), ofQuestion)
                                                                    .chat("Half of " + n + "?"))
                            .toList();
            for (Future<String> chat : threads.invokeAll(chats)) {
                assertThat(chat.get()).startsWith("returned: ");
            }
        }

        assertThat(rollouts)
                .allMatch(Rollout::solved)
                .extracting(Rollout::taskId)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(1, 12).mapToObj(n -> "half-" + n).toList());
        assertThat(rollouts)
                .allSatisfy(
                        rollout ->
                                assertThat(rollout.json())
                                        .containsOnlyOnce("\"kind\":\"returned\""));
        assertThat(ofQuestion.open()).isZero();
    }

    @Test
    void aConversationThatFailsIsAFailedAttempt() {
        try (ModelServer server =
                ModelServer.saying(
                        ModelServer.calls("mean", "{\"xs\": [1, 2]}"),
                        new ScriptedAnswer.Refused("no such model at /srv/keys"))) {
            Agents.Assistant assistant = assistant(server, MEANS, recorder);

            assertThatThrownBy(() -> assistant.chat(TASK.question()))
                    .isInstanceOf(RuntimeException.class);
        }

        Rollout rollout = rollouts.getFirst();
        assertThat(rollout.solved()).isFalse();
        assertThat(rollout.verdict().reason())
                .startsWith("the conversation failed: ")
                .doesNotContain("/srv");
        assertThat(rollout.json()).contains("returned: 1.5");
        assertThat(recorder.open()).isZero();
    }

    @Test
    void aGraderThatThrowsEndsNoChat() {
        ConversationRecorder broken =
                ConversationRecorder.of(
                        _ -> Optional.of(TASK),
                        (_, _) -> {
                            throw new IllegalStateException("grader");
                        },
                        rollouts::add);
        try (ModelServer server = ModelServer.saying(ModelServer.text("0"))) {
            assertThat(assistant(server, MEANS, broken).chat("?")).isEqualTo("0");
        }

        assertThat(rollouts).isEmpty();
        assertThat(broken.open()).isZero();
    }

    @Test
    void aTrainingStepForgesFromWhatWasRecorded() {
        try (ModelServer server =
                ModelServer.saying(
                        ModelServer.calls("mean", "{\"xs\": []}"), ModelServer.text("unknown"))) {
            assistant(server, MEANS, recorder).chat(TASK.question());
        }
        String mended = "def mean(xs):\n    return total(xs) / len(xs) if xs else 0\n";
        String edit =
                """
                {"name": "mean", "description": "The mean; 0 of nothing.", "arguments": "%s",
                 "code": "%s", "hypothesis": "It divides by zero.", "expected_effect": "It gives 0."}"""
                        .formatted(LIST.replace("\"", "\\\""), mended.replace("\n", "\\n"));
        FunctionSet forged;
        try (ModelServer server =
                ModelServer.start(
                        asked ->
                                asked.last().contains("return total(xs) / len(xs) if xs")
                                        ? ModelServer.calls("terminate", "{}")
                                        : ModelServer.calls("revise_function", edit))) {
            forged =
                    new Trainer(
                                    ModelGateway.live(server.model()).build(),
                                    SANDBOX,
                                    ConversationRecorderIT::grade)
                            .step(
                                    RunFolder.create(folder.resolve("run"), Map.of()),
                                    List.of(TASK),
                                    MEANS,
                                    rollouts,
                                    TrainingOptions.builder().build());

            assertThat(server.asked().getFirst().body())
                    .contains("mean raised ZeroDivisionError", TASK.question());
        }

        assertThat(forged.find("mean").orElseThrow().source()).isEqualTo(mended);
        assertThat(forged.find("total")).isPresent();
    }
}
