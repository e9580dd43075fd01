package dev.handaxe.optimizer;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * An attempt's model as LangChain4j knows one: every request leaves through the run's gateway. What
 * the gateway would not pass on is refused, so that no setting is lost in silence.
 *
 * <p>To be used by one thread at a time.
 */
final class AgentChatModel implements ChatModel {
    private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

    private final AgentRun run;

    AgentChatModel(AgentRun run) {
        this.run = run;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        var plain =
                DefaultChatRequestParameters.builder()
                        .toolSpecifications(request.toolSpecifications())
                        .build();
        if (!plain.equals(request.parameters())) {
            throw refused(
                    "a request of the agent sets more than messages and tools: set it on the model"
                            + " that the gateway is made with");
        }
        List<Message> messages = new ArrayList<>();
        for (ChatMessage message : request.messages()) {
            messages.add(message(message));
        }
        List<Tool> tools = new ArrayList<>();
        for (ToolSpecification tool : request.toolSpecifications()) {
            tools.add(tool(tool));
        }
        return response(run.ask(new ModelRequest(messages, tools)));
    }

    private Message message(ChatMessage message) {
        return switch (message) {
            case SystemMessage said -> new Message.Instructions(said.text());
            case UserMessage said -> new Message.User(text(said.contents()));
            case AiMessage said ->
                    new Message.Assistant(
                            ChatTranslation.orEmpty(said.text()), ChatTranslation.calls(said));
            case ToolExecutionResultMessage result ->
                    new Message.ToolResult(
                            ChatTranslation.orEmpty(result.id()),
                            ChatTranslation.orEmpty(result.toolName()),
                            result.text());
            default -> throw refused("a message of the agent has a type of its own");
        };
    }

    private String text(List<Content> contents) {
        List<String> texts = new ArrayList<>();
        for (Content content : contents) {
            if (!(content instanceof TextContent text)) {
                throw refused("a message of the agent has something else than text in it");
            }
            texts.add(text.text());
        }
        return String.join("\n", texts);
    }

    /** The run's own tools as they are; others have their schema written out. */
    private Tool tool(ToolSpecification tool) {
        Tool own = run.specified().get(tool);
        if (own != null) {
            return own;
        }
        String parameters =
                tool.parameters() == null
                        ? NO_PARAMETERS
                        : Json.write(Json.tree(JsonSchemaElementUtils.toMap(tool.parameters())));
        return new Tool(tool.name(), ChatTranslation.orEmpty(tool.description()), parameters);
    }

    private static ChatResponse response(ModelAnswer answer) {
        return ChatResponse.builder()
                .aiMessage(ChatTranslation.toChat(answer.message()))
                .tokenUsage(
                        new TokenUsage(
                                Math.toIntExact(answer.usage().inputTokens()),
                                Math.toIntExact(answer.usage().outputTokens())))
                .build();
    }

    private HandaxeException refused(String why) {
        return run.fault(new HandaxeException(Code.INVALID_INPUT, why));
    }
}
