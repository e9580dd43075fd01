package dev.handaxe.optimizer;

import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.tools.ToolSchema;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests and answers to and from LangChain4j's types. */
final class ChatTranslation {
    private ChatTranslation() {}

    /**
     * The request as LangChain4j sends it.
     *
     * @param maxOutput the longest answer that is asked for
     */
    static ChatRequest toChat(ModelRequest request, OptionalInt maxOutput) {
        var builder =
                ChatRequest.builder()
                        .messages(
                                request.messages().stream().map(ChatTranslation::toChat).toList());
        if (!request.tools().isEmpty()) {
            builder.toolSpecifications(
                    request.tools().stream().map(ChatTranslation::toChat).toList());
        }
        maxOutput.ifPresent(builder::maxOutputTokens);
        return builder.build();
    }

    private static ChatMessage toChat(Message message) {
        return switch (message) {
            case Message.Instructions said -> SystemMessage.from(said.text());
            case Message.User said -> UserMessage.from(said.text());
            case Message.Assistant said -> toChat(said);
            case Message.ToolResult result ->
                    ToolExecutionResultMessage.from(result.id(), result.name(), result.text());
        };
    }

    static AiMessage toChat(Message.Assistant said) {
        if (said.calls().isEmpty()) {
            return AiMessage.from(said.text());
        }
        List<ToolExecutionRequest> calls =
                said.calls().stream()
                        .map(
                                call ->
                                        ToolExecutionRequest.builder()
                                                .id(call.id())
                                                .name(call.name())
                                                .arguments(call.arguments())
                                                .build())
                        .toList();
        return said.text().isEmpty() ? AiMessage.from(calls) : AiMessage.from(said.text(), calls);
    }

    static ToolSpecification toChat(Tool tool) {
        return ToolSchema.specification(tool.name(), tool.description(), tool.parameters());
    }

    /**
     * The answer to that request. Calls are numbered through the conversation: a provider's own ids
     * change from run to run and would make every later prompt a new one.
     */
    static ModelAnswer fromChat(ModelRequest request, ChatResponse response) {
        AiMessage message = response.aiMessage();
        List<ToolCall> calls = new ArrayList<>();
        int number = request.callsSoFar();
        for (ToolExecutionRequest call : message.toolExecutionRequests()) {
            number++;
            calls.add(
                    new ToolCall(
                            "call_" + number, orEmpty(call.name()), orEmpty(call.arguments())));
        }
        return counted(request, orEmpty(message.text()), calls, response.tokenUsage());
    }

    /**
     * A message of somebody's conversation as it was, with the model's own ids of calls. Of what is
     * no text only the kind is told.
     */
    static Message observed(ChatMessage message) {
        return switch (message) {
            case SystemMessage said -> new Message.Instructions(said.text());
            case UserMessage said -> new Message.User(text(said.contents()));
            case AiMessage said -> new Message.Assistant(orEmpty(said.text()), calls(said));
            case ToolExecutionResultMessage result ->
                    new Message.ToolResult(
                            orEmpty(result.id()),
                            orEmpty(result.toolName()),
                            text(result.contents()));
            default -> new Message.User("[" + message.type() + "]");
        };
    }

    /** The answer to that request, with the model's own ids of calls. */
    static ModelAnswer observed(ModelRequest request, ChatResponse response) {
        AiMessage said = response.aiMessage();
        return counted(request, orEmpty(said.text()), calls(said), response.tokenUsage());
    }

    static List<ToolCall> calls(AiMessage said) {
        return said.toolExecutionRequests().stream()
                .map(
                        call ->
                                new ToolCall(
                                        orEmpty(call.id()),
                                        orEmpty(call.name()),
                                        orEmpty(call.arguments())))
                .toList();
    }

    private static String text(List<Content> contents) {
        return contents.stream()
                .map(
                        content ->
                                content instanceof TextContent text
                                        ? text.text()
                                        : "[" + content.type() + "]")
                .collect(Collectors.joining("\n"));
    }

    /** The answer of a provider that refused to give one: the task fails, the run goes on. */
    static ModelAnswer withheld(ModelRequest request) {
        return counted(request, "", List.of(), null);
    }

    private static ModelAnswer counted(
            ModelRequest request,
            String text,
            List<ToolCall> calls,
            @Nullable TokenUsage reported) {
        Integer in = reported == null ? null : reported.inputTokenCount();
        Integer out = reported == null ? null : reported.outputTokenCount();
        if (in != null && out != null && in >= 0 && out >= 0) {
            return new ModelAnswer(text, calls, new Usage(1, in, out), false);
        }
        int said = text.length();
        for (ToolCall call : calls) {
            said += call.name().length() + call.arguments().length();
        }
        return new ModelAnswer(
                text, calls, new Usage(1, request.estimatedTokens(), said / 4 + 1L), true);
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
