package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.tools.FunctionTools;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.HandaxeException;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final Task TASK = new Task("t", "What is the square of 12?", "144", "");
    private static final String ARGUMENTS = "{\"n\": 12}";
    private static final ToolExecutionRequest CALL =
            ToolExecutionRequest.builder().id("p1").name("square").arguments(ARGUMENTS).build();

    /** An attempt outside of a run: a call of the function, then its value as the answer. */
    private static Rollout attempt(String source) {
        var tools =
                new FunctionTools(
                        new World().runner, ExecutionPolicy.untrusted(), World.set(source));
        Rollout.Builder attempt = Rollout.builder();
        List<ChatMessage> said = new ArrayList<>();
        said.add(SystemMessage.from("Be brief."));
        said.add(UserMessage.from(TASK.question()));
        attempt.exchange(request(said), response(AiMessage.from(CALL)));
        var answer = tools.call(CALL.name(), CALL.arguments());
        attempt.call(CALL.name(), CALL.arguments(), answer);
        said.add(AiMessage.from(CALL));
        said.add(ToolExecutionResultMessage.from(CALL, answer.reply()));
        attempt.exchange(request(said), response(AiMessage.from("144")));
        return attempt.build(TASK, "144", World.GRADER.grade(TASK, "144"));
    }

    private static ChatRequest request(List<ChatMessage> messages) {
        return ChatRequest.builder().messages(messages).build();
    }

    private static ChatResponse response(AiMessage message) {
        return ChatResponse.builder().aiMessage(message).tokenUsage(StubModel.USAGE).build();
    }

    @Test
    void anAttemptOutsideOfARunHasWhatARunWouldKeep() {
        Rollout rollout = attempt(World.GOOD);

        assertThat(rollout.solved()).isTrue();
        assertThat(rollout.question()).isEqualTo(TASK.question());
        assertThat(rollout.finalMessage()).isEqualTo("144");
        assertThat(rollout.usage()).isEqualTo(new Usage(2, 200, 20));
        assertThat(rollout.messages())
                .containsExactly(
                        new Message.Instructions("Be brief."),
                        new Message.User(TASK.question()),
                        new Message.Assistant(
                                "", List.of(new Message.ToolCall("p1", "square", ARGUMENTS))),
                        new Message.ToolResult("p1", "square", "returned: 144"),
                        new Message.Assistant("144", List.of()));
        assertThat(rollout.calls())
                .containsExactly(
                        new FunctionCall(
                                "square",
                                ARGUMENTS,
                                "returned",
                                "returned: 144",
                                Optional.empty()));
    }

    @Test
    void aFailedCallTellsWhereItFailed() {
        FunctionCall call = attempt(World.BROKEN).calls().getFirst();

        assertThat(call.kind()).isEqualTo("raised");
        assertThat(call.failure().orElseThrow().type()).isEqualTo("ZeroDivisionError");
    }

    @Test
    void anAttemptIsReadBackFromItsJson() {
        Rollout rollout = attempt(World.BROKEN);

        assertThat(rollout.json()).doesNotContain("\n");
        assertThat(Rollout.parse(rollout.json())).isEqualTo(rollout).hasSameHashCodeAs(rollout);
        assertThatThrownBy(() -> Rollout.parse("{}"))
                .isInstanceOf(HandaxeException.class)
                .hasMessageStartingWith("this is no rollout: ");
    }

    @Test
    void ofWhatIsNoTextTheKindIsKept() {
        UserMessage picture =
                UserMessage.from(
                        TextContent.from("See:"), ImageContent.from("http://localhost/a.png"));
        Rollout rollout =
                Rollout.builder()
                        .exchange(request(List.of(picture)), response(AiMessage.from("A cat.")))
                        .build(TASK, "A cat.", Verdict.wrong("no"));

        assertThat(rollout.question()).isEqualTo("See:\n[IMAGE]");
    }

    @Test
    void anAttemptThatNeverAskedTheModelHasTheTasksQuestion() {
        Rollout rollout = Rollout.builder().build(TASK, "", Verdict.wrong("it failed"));

        assertThat(rollout.question()).isEqualTo(TASK.question());
        assertThat(rollout.finalMessage()).isEmpty();
    }
}
