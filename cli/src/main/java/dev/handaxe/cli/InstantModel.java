package dev.handaxe.cli;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model without latency, for the measurement of what is around models: as an agent it calls the
 * one function there is and repeats its result, as an optimizer it writes that function anew, with
 * another description, so that every prompt is new too.
 *
 * <p>Thread-safe.
 */
final class InstantModel implements ChatModel {
    static final String FUNCTION = "measured";
    private final AtomicInteger versions = new AtomicInteger();

    @Override
    public ChatResponse doChat(ChatRequest request) {
        List<String> tools =
                request.toolSpecifications().stream().map(ToolSpecification::name).toList();
        AiMessage answer;
        if (tools.contains("terminate")) {
            answer = edit();
        } else if (!tools.isEmpty() && request.messages().getLast() instanceof UserMessage) {
            answer = call(FUNCTION, "{\"n\": 6}");
        } else if (tools.isEmpty()) {
            answer = AiMessage.from("There is no function to ask.\nANSWER: unknown");
        } else {
            answer = AiMessage.from("The function was asked, and it says 6.\nANSWER: 6");
        }
        return ChatResponse.builder().aiMessage(answer).tokenUsage(new TokenUsage(400, 40)).build();
    }

    private AiMessage edit() {
        int version = versions.incrementAndGet();
        return call(
                version == 1 ? "add_function" : "revise_function",
                Json.write(
                        Map.of(
                                "name",
                                FUNCTION,
                                "description",
                                "Gives the number back, edition " + version + ".",
                                "arguments",
                                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\","
                                        + "\"description\":\"a number\"}},\"required\":[\"n\"]}",
                                "hypothesis",
                                "There is no number to give back.",
                                "expected_effect",
                                "Every second task is solved.",
                                "code",
                                "def %s(n):\n    return n + %d - %d\n"
                                        .formatted(FUNCTION, version, version))));
    }

    private static AiMessage call(String name, String arguments) {
        return AiMessage.from(
                ToolExecutionRequest.builder().id("id").name(name).arguments(arguments).build());
    }
}
