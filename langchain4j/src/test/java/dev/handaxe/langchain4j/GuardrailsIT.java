package dev.handaxe.langchain4j;

import static dev.handaxe.langchain4j.Agents.HALF;
import static dev.handaxe.langchain4j.Agents.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.Rollout;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Usage;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.policy.ExecutionPolicy;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailException;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailException;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Agents with guardrails over HTTP, whose tools run in real workers. */
class GuardrailsIT {
    @RegisterExtension static final OpenSandbox SANDBOX = new OpenSandbox();

    private final List<Rollout> rollouts = Collections.synchronizedList(new ArrayList<>());
    private final ConversationRecorder recorder =
            ConversationRecorder.of(
                    _ -> Optional.of(new Task("half-7", "Half of 7?", "ANSWER: 3.5", "")),
                    (task, said) -> new Verdict(said.equals(task.answer()) ? 1 : 0, ""),
                    rollouts::add);

    /** A user's agent whose answers come word by word. */
    private interface Streaming {
        TokenStream chat(String question);
    }

    /** Lets no secret through, and hides numbers of telephones. */
    private static final class Discreet implements InputGuardrail {
        @Override
        public InputGuardrailResult validate(UserMessage asked) {
            String text = asked.singleText();
            return text.contains("password")
                    ? fatal("no passwords")
                    : successWith(text.replaceAll("\\d{7}", "[number]"));
        }
    }

    /** Wants an answer that begins with ANSWER, and asks again for one. */
    private static final class WithMarker implements OutputGuardrail {
        @Override
        public OutputGuardrailResult validate(AiMessage said) {
            return said.text().startsWith("ANSWER: ")
                    ? success()
                    : reprompt("there is no marker", "Begin with ANSWER.");
        }
    }

    /** Writes the marker itself. */
    private static final class Marking implements OutputGuardrail {
        @Override
        public OutputGuardrailResult validate(AiMessage said) {
            return successWith("ANSWER: " + said.text());
        }
    }

    private <T> AiServices<T> guarded(Class<T> type, OutputGuardrail output) {
        FunctionToolProvider functions =
                FunctionToolProvider.of(SANDBOX, ExecutionPolicy.untrusted(), set(HALF))
                        .recordedBy(recorder);
        return AiServices.builder(type)
                .toolProvider(functions)
                .hallucinatedToolNameStrategy(functions::unknown)
                .registerListeners(recorder.listeners())
                .inputGuardrails(new Discreet())
                .outputGuardrails(output);
    }

    private Agents.Assistant assistant(ModelServer server, OutputGuardrail output) {
        return guarded(Agents.Assistant.class, output).chatModel(server.model()).build();
    }

    private String streamed(ModelServer server, OutputGuardrail output) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        guarded(Streaming.class, output)
                .streamingChatModel(server.streamingModel())
                .build()
                .chat("Half of 7?")
                .onPartialResponse(_ -> {})
                .onCompleteResponse(response -> answer.complete(response.aiMessage().text()))
                .onError(answer::completeExceptionally)
                .start();
        return answer.get(2, TimeUnit.MINUTES);
    }

    @Test
    void theModelIsAskedWhatTheGuardrailLetThroughAndTheUserIsGivenWhatItWrote() {
        try (ModelServer server =
                ModelServer.saying(
                        ModelServer.calls("half", "{\"n\": 7}"), ModelServer.text("3.5"))) {
            assertThat(assistant(server, new Marking()).chat("Half of 7? Call 5551234."))
                    .isEqualTo("ANSWER: 3.5");
            assertThat(server.asked().getFirst().last()).isEqualTo("Half of 7? Call [number].");
            assertThat(server.asked().getLast().last()).isEqualTo("returned: 3.5");
        }

        Rollout rollout = rollouts.getFirst();
        assertThat(rollout.solved()).isTrue();
        assertThat(rollout.question()).isEqualTo("Half of 7? Call [number].");
        assertThat(rollout.finalMessage()).isEqualTo("ANSWER: 3.5");
        assertThat(Agents.kinds(rollout)).containsExactly("half returned");
    }

    @Test
    void whatIsNotLetInReachesNoModelAndIsAFailedAttempt() {
        try (ModelServer server = ModelServer.saying(ModelServer.text("ANSWER: 3.5"))) {
            Agents.Assistant assistant = assistant(server, new WithMarker());

            assertThatThrownBy(() -> assistant.chat("My password is half of 7."))
                    .isInstanceOf(InputGuardrailException.class);
            assertThat(server.asked()).isEmpty();
        }

        assertThat(rollouts.getFirst().verdict().reason())
                .isEqualTo("the conversation failed: InputGuardrailException");
        assertThat(rollouts.getFirst().usage()).isEqualTo(Usage.NONE);
        assertThat(recorder.open()).isZero();
    }

    @Test
    void anAnswerThatIsAskedForAgainMayCallFunctionsToo() {
        try (ModelServer server =
                ModelServer.saying(
                        ModelServer.text("about three"),
                        ModelServer.calls("half", "{\"n\": 7}", "third", "{}"),
                        ModelServer.text("ANSWER: 3.5"))) {
            assertThat(assistant(server, new WithMarker()).chat("Half of 7?"))
                    .isEqualTo("ANSWER: 3.5");
            assertThat(server.asked()).hasSize(3);
        }

        Rollout rollout = rollouts.getFirst();
        assertThat(rollout.solved()).isTrue();
        assertThat(Agents.kinds(rollout))
                .containsExactly("half returned", "third unknown_function");
        assertThat(rollout.usage().calls()).isEqualTo(3);
        assertThat(rollout.json()).contains("about three", "returned: 3.5");
    }

    @Test
    void anAnswerThatIsAskedForAgainIsInTheRollout() {
        try (ModelServer server =
                ModelServer.saying(
                        ModelServer.calls("half", "{\"n\": 7}"),
                        ModelServer.text("3.5"),
                        ModelServer.text("ANSWER: 3.5"))) {
            assertThat(assistant(server, new WithMarker()).chat("Half of 7?"))
                    .isEqualTo("ANSWER: 3.5");
        }

        Rollout rollout = rollouts.getFirst();
        assertThat(rollout.solved()).isTrue();
        assertThat(rollout.usage()).isEqualTo(new Usage(3, 300, 30));
        assertThat(rollout.json()).contains("Begin with ANSWER.");
        assertThat(Agents.kinds(rollout)).containsExactly("half returned");
    }

    @Test
    void anAnswerThatIsNeverLetOutIsAFailedAttemptWithItsCalls() {
        try (ModelServer server =
                ModelServer.saying(
                        ModelServer.calls("half", "{\"n\": 7}"), ModelServer.text("3.5"))) {
            Agents.Assistant assistant = assistant(server, new WithMarker());

            assertThatThrownBy(() -> assistant.chat("Half of 7?"))
                    .isInstanceOf(OutputGuardrailException.class);
        }

        Rollout rollout = rollouts.getFirst();
        assertThat(rollout.verdict().reason())
                .isEqualTo("the conversation failed: OutputGuardrailException");
        assertThat(Agents.kinds(rollout)).containsExactly("half returned");
        assertThat(recorder.open()).isZero();
    }

    @Test
    void ofAStreamTheAnswerThatTheGuardrailWroteIsGraded() throws Exception {
        try (ModelServer server =
                ModelServer.saying(
                        ModelServer.calls("half", "{\"n\": 7}"), ModelServer.text("3.5"))) {
            assertThat(streamed(server, new Marking())).isEqualTo("ANSWER: 3.5");
        }

        assertThat(rollouts.getFirst().finalMessage()).isEqualTo("ANSWER: 3.5");
        assertThat(rollouts.getFirst().solved()).isTrue();
    }

    @Test
    void aStreamedAnswerThatIsAskedForAgainMayCallFunctionsToo() throws Exception {
        try (ModelServer server =
                ModelServer.saying(
                        ModelServer.text("about three"),
                        ModelServer.calls("half", "{\"n\": 7}"),
                        ModelServer.text("ANSWER: 3.5"))) {
            assertThat(streamed(server, new WithMarker())).isEqualTo("ANSWER: 3.5");
        }

        Rollout rollout = rollouts.getFirst();
        assertThat(rollout.solved()).isTrue();
        assertThat(Agents.kinds(rollout)).containsExactly("half returned");
        assertThat(rollout.usage().calls()).isEqualTo(3);
    }
}
