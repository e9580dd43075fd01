package dev.handaxe.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.Rollout;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Verdict;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.observability.api.AiServiceListenerRegistrar;
import dev.langchain4j.observability.api.event.AiServiceCompletedEvent;
import dev.langchain4j.observability.api.event.AiServiceResponseReceivedEvent;
import dev.langchain4j.observability.api.event.AiServiceStartedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationRecorderTest {
    private final List<Rollout> rollouts = new ArrayList<>();
    private final ConversationRecorder recorder =
            ConversationRecorder.of(
                            started ->
                                    Optional.of(
                                            new Task(
                                                    started.userMessage().singleText(),
                                                    "?",
                                                    "fine",
                                                    "")),
                            (_, said) -> new Verdict(said.equals("fine") ? 1 : 0, ""),
                            rollouts::add)
                    .withMaxOpen(2);
    private final AiServiceListenerRegistrar agent = AiServiceListenerRegistrar.newInstance();

    private InvocationContext begin(String question) {
        InvocationContext context =
                InvocationContext.builder().invocationId(UUID.randomUUID()).build();
        agent.fireEvent(
                AiServiceStartedEvent.builder()
                        .invocationContext(context)
                        .userMessage(UserMessage.from(question))
                        .build());
        return context;
    }

    private void end(InvocationContext context, Object result) {
        agent.fireEvent(
                AiServiceResponseReceivedEvent.builder()
                        .invocationContext(context)
                        .request(ChatRequest.builder().messages(UserMessage.from("q")).build())
                        .response(ChatResponse.builder().aiMessage(AiMessage.from("raw")).build())
                        .build());
        agent.fireEvent(
                AiServiceCompletedEvent.builder()
                        .invocationContext(context)
                        .result(result)
                        .build());
    }

    @Test
    void ofTooManyConversationsTheOldestIsForgotten() {
        agent.register(recorder.listeners());
        InvocationContext first = begin("a");
        InvocationContext second = begin("b");
        InvocationContext third = begin("c");

        assertThat(recorder.open()).isEqualTo(2);
        assertThat(recorder.forgotten()).isEqualTo(1);
        end(first, "fine");
        end(third, "fine");
        end(second, "fine");
        assertThat(rollouts).extracting(Rollout::taskId).containsExactly("c", "b");
        assertThat(recorder.open()).isZero();
    }

    @Test
    void whatTheUserWasGivenIsGradedOrElseWhatTheModelSaid() {
        agent.register(recorder.listeners());
        end(begin("a"), "fine");
        end(begin("b"), 42);

        assertThat(rollouts).extracting(Rollout::finalMessage).containsExactly("fine", "raw");
        assertThat(rollouts).extracting(Rollout::solved).containsExactly(true, false);
    }

    @Test
    void tokensAreEstimatedWhereNoneAreTold() {
        agent.register(recorder.listeners());
        end(begin("a"), "fine");

        assertThat(rollouts.getFirst().usage().calls()).isEqualTo(1);
        assertThat(rollouts.getFirst().usage().inputTokens()).isPositive();
    }

    @Test
    void atLeastOneConversationIsUnderWay() {
        assertThatThrownBy(() -> recorder.withMaxOpen(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxOpen is 0, allowed is 1 or more");
    }
}
