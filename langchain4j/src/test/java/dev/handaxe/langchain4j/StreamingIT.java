package dev.handaxe.langchain4j;

import static dev.handaxe.langchain4j.Agents.HALF;
import static dev.handaxe.langchain4j.Agents.function;
import static dev.handaxe.langchain4j.Agents.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.Rollout;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Usage;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.tool.ToolExecution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Agents whose answers come word by word over HTTP, and whose tools run in real workers. */
class StreamingIT {
    private static final FunctionSet FUNCTIONS =
            set(
                    HALF,
                    function(
                            "slow_half",
                            "import time\n\ndef slow_half(n):\n    time.sleep(0.5)\n    return n / 2\n",
                            "{\"n\": {\"type\": \"number\"}}"));

    @RegisterExtension static final OpenSandbox SANDBOX = new OpenSandbox();

    private final List<Rollout> rollouts = Collections.synchronizedList(new ArrayList<>());
    private final ConversationRecorder recorder =
            ConversationRecorder.of(
                    _ -> Optional.of(new Task("half-7", "Half of 7?", "It is 3.5.", "")),
                    (task, said) -> new Verdict(said.equals(task.answer()) ? 1 : 0, ""),
                    rollouts::add);

    /** A user's agent. */
    private interface Assistant {
        TokenStream chat(String question);
    }

    private AiServices<Assistant> agent(ModelServer server) {
        return agent(
                server, FunctionToolProvider.of(SANDBOX, ExecutionPolicy.untrusted(), FUNCTIONS));
    }

    private AiServices<Assistant> agent(ModelServer server, FunctionToolProvider functions) {
        FunctionToolProvider recorded = functions.recordedBy(recorder);
        return AiServices.builder(Assistant.class)
                .streamingChatModel(server.streamingModel())
                .toolProvider(recorded)
                .hallucinatedToolNameStrategy(recorded::unknown)
                .registerListeners(recorder.listeners());
    }

    /** What was heard of one answer. */
    private record Heard(List<String> words, List<ToolExecution> executed, ChatResponse answer) {
        static Heard of(TokenStream stream) throws Exception {
            List<String> words = Collections.synchronizedList(new ArrayList<>());
            List<ToolExecution> executed = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
            stream.onPartialResponse(words::add)
                    .onToolExecuted(executed::add)
                    .onCompleteResponse(answer::complete)
                    .onError(answer::completeExceptionally)
                    .start();
            return new Heard(words, executed, answer.get(2, TimeUnit.MINUTES));
        }
    }

    @Test
    void aCallRunsInTheSandboxAndTheAnswerComesWordByWord() throws Exception {
        try (ModelServer server =
                ModelServer.start(
                        asked ->
                                asked.messages().size() == 1
                                        ? ModelServer.calls("half", "{\"n\": 7}")
                                        : ModelServer.text("It is 3.5."))) {
            Heard heard = Heard.of(agent(server).build().chat("Half of 7?"));

            assertThat(heard.words()).containsExactly("It ", "is ", "3.5.");
            assertThat(heard.answer().aiMessage().text()).isEqualTo("It is 3.5.");
            assertThat(heard.executed())
                    .singleElement()
                    .satisfies(
                            execution -> {
                                assertThat(execution.result()).isEqualTo("returned: 3.5");
                                assertThat(execution.hasFailed()).isFalse();
                            });
            assertThat(server.asked()).hasSize(2).allMatch(ModelServer.Asked::streams);
            assertThat(server.asked().getLast().last()).isEqualTo("returned: 3.5");
        }

        Rollout rollout = rollouts.getFirst();
        assertThat(rollout.solved()).isTrue();
        assertThat(rollout.finalMessage()).isEqualTo("It is 3.5.");
        assertThat(rollout.usage()).isEqualTo(new Usage(2, 200, 20));
        assertThat(rollout.json()).containsOnlyOnce("\"kind\":\"returned\"");
        assertThat(recorder.open()).isZero();
    }

    @Test
    void whatGoesWrongIsToldAndTheStreamGoesOn() throws Exception {
        try (ModelServer server =
                ModelServer.saying(
                        ModelServer.calls("half", "{\"n\": \"seven\"}", "third", "{}"),
                        ModelServer.calls("half", "{\"n\": 7}"),
                        ModelServer.text("It is 3.5."))) {
            Heard heard = Heard.of(agent(server).build().chat("Half of 7?"));

            assertThat(heard.executed())
                    .extracting(ToolExecution::result)
                    .satisfiesExactly(
                            bad -> assertThat(bad).contains("'n' must be number"),
                            unknown ->
                                    assertThat(unknown).startsWith("There is no function 'third'."),
                            good -> assertThat(good).isEqualTo("returned: 3.5"));
            assertThat(heard.executed().getFirst().hasFailed()).isTrue();
            assertThat(heard.answer().aiMessage().text()).isEqualTo("It is 3.5.");
        }

        assertThat(Agents.kinds(rollouts.getFirst()))
                .containsExactly("half rejected", "third unknown_function", "half returned");
    }

    @Test
    void callsAtTheSameTimeAreKeptInTheOrderOfTheAnswerThatAskedForThem() throws Exception {
        try (ModelServer server =
                        ModelServer.saying(
                                ModelServer.calls(
                                        "slow_half",
                                        "{\"n\": 7}",
                                        "third",
                                        "{}",
                                        "half",
                                        "{\"n\": 7}"),
                                ModelServer.text("It is 3.5."));
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Heard.of(agent(server).executeToolsConcurrently(threads).build().chat("Half of 7?"));
        }

        assertThat(Agents.kinds(rollouts.getFirst()))
                .containsExactly("slow_half returned", "third unknown_function", "half returned");
    }

    @Test
    void aSetThatGrowsInAStreamedConversationIsOfferedInItsNextRequest() throws Exception {
        AtomicReference<FunctionSet> now = new AtomicReference<>(set(HALF));
        try (ModelServer server =
                ModelServer.start(
                        asked -> {
                            now.set(FUNCTIONS);
                            return asked.messages().size() == 1
                                    ? ModelServer.calls("half", "{\"n\": 7}")
                                    : ModelServer.text("It is 3.5.");
                        })) {
            var functions = FunctionToolProvider.of(SANDBOX, ExecutionPolicy.untrusted(), now::get);
            Heard.of(agent(server, functions).build().chat("Half of 7?"));

            assertThat(server.asked())
                    .extracting(ModelServer.Asked::tools)
                    .containsExactly(List.of("half"), List.of("half", "slow_half"));
        }
    }

    @Test
    void aStreamThatFailsIsAFailedAttempt() {
        try (ModelServer server =
                ModelServer.saying(
                        ModelServer.calls("half", "{\"n\": 7}"),
                        new ScriptedAnswer.Refused("no such model at /srv/keys"))) {
            assertThatThrownBy(() -> Heard.of(agent(server).build().chat("Half of 7?")))
                    .isInstanceOf(ExecutionException.class);
        }

        Rollout rollout = rollouts.getFirst();
        assertThat(rollout.solved()).isFalse();
        assertThat(rollout.verdict().reason())
                .startsWith("the conversation failed: ")
                .doesNotContain("/srv");
        assertThat(Agents.kinds(rollout)).containsExactly("half returned");
        assertThat(recorder.open()).isZero();
    }
}
