package dev.handaxe.optimizer;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A model whose answers a test writes. It keeps every request. Thread-safe. */
final class StubModel implements ChatModel {
    static final String WHY = "It is worked out wrong.";
    static final String EFFECT = "Tasks that ask for it are solved.";
    static final TokenUsage USAGE = new TokenUsage(100, 10);

    private final AtomicInteger ids = new AtomicInteger();
    private final List<ChatRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final Function<ChatRequest, AiMessage> answers;

    StubModel(Function<ChatRequest, AiMessage> answers) {
        this.answers = answers;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        requests.add(request);
        return ChatResponse.builder().aiMessage(answers.apply(request)).tokenUsage(USAGE).build();
    }

    int calls() {
        return requests.size();
    }

    List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    /** The requests that offered the optimizer's actions. */
    List<ChatRequest> optimizerRequests() {
        return requests().stream().filter(StubModel::isOptimizer).toList();
    }

    static boolean isOptimizer(ChatRequest request) {
        return toolNames(request).contains("terminate");
    }

    static List<String> toolNames(ChatRequest request) {
        return request.toolSpecifications().stream().map(ToolSpecification::name).toList();
    }

    /** All that the request says. */
    static String prompt(ChatRequest request) {
        return request.messages().stream().map(StubModel::text).collect(Collectors.joining("\n"));
    }

    static String text(ChatMessage message) {
        return switch (message) {
            case SystemMessage said -> said.text();
            case UserMessage said -> said.singleText();
            case AiMessage said -> said.text() + said.toolExecutionRequests();
            case ToolExecutionResultMessage result -> result.text();
            default -> throw new IllegalStateException(message.toString());
        };
    }

    static String last(ChatRequest request) {
        return text(request.messages().getLast());
    }

    static AiMessage says(String text) {
        return AiMessage.from(text);
    }

    /** Asks for one call; the id is as random as a provider's. */
    AiMessage calls(String name, String arguments) {
        return AiMessage.from(call(name, arguments));
    }

    ToolExecutionRequest call(String name, String arguments) {
        return ToolExecutionRequest.builder()
                .id("provider-" + ids.incrementAndGet())
                .name(name)
                .arguments(arguments)
                .build();
    }

    /** The arguments of add_function or revise_function. */
    static String edit(String name, String schema, String code) {
        return reasoned(
                Json.write(
                        Json.object()
                                .put("name", name)
                                .put("description", "Computes " + name + ".")
                                .put("arguments", schema)
                                .put("code", code)));
    }

    /** The arguments with a hypothesis and an expected effect, which every edit has. */
    static String reasoned(String arguments) {
        try {
            return Json.write(
                    Json.read(arguments).put("hypothesis", WHY).put("expected_effect", EFFECT));
        } catch (Json.Malformed e) {
            throw new IllegalArgumentException(e);
        }
    }
}
