package dev.handaxe.optimizer;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model whose every answer follows from the request alone, so that it says the same in every
 * process: it solves what its functions solve, and edits them by the hash of what it is shown.
 * Thread-safe.
 */
final class PureModel implements ChatModel {
    private static final String MOST = "def square(n):\n    return n * n if n % 3 else 0";

    private static final Pattern NUMBER = Pattern.compile("square of (\\d+)");
    private final AtomicInteger calls = new AtomicInteger();
    private final Runnable before;

    /**
     * A model.
     *
     * @param before is done at every call, before the answer
     */
    PureModel(Runnable before) {
        this.before = before;
    }

    /** Runs the functions that it writes: the sandbox would do the same. */
    static FakeRunner runner() {
        return new FakeRunner()
                .when("n % 3", arguments -> World.unlessDivisible(arguments, 3))
                .when("n + n", World::twice);
    }

    int calls() {
        return calls.get();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        calls.incrementAndGet();
        before.run();
        return ChatResponse.builder()
                .aiMessage(StubModel.isOptimizer(request) ? edit(request) : solve(request))
                .tokenUsage(StubModel.USAGE)
                .build();
    }

    private static AiMessage solve(ChatRequest request) {
        String last = StubModel.last(request);
        Matcher question = NUMBER.matcher(last);
        if (!question.find()) {
            return AiMessage.from(last.replaceAll("(?s)\\D*(\\d+).*", "$1"));
        }
        return StubModel.toolNames(request).contains("square")
                ? calls("square", "{\"n\": " + question.group(1) + "}")
                : AiMessage.from("unknown");
    }

    private static AiMessage edit(ChatRequest request) {
        String prompt = StubModel.prompt(request);
        boolean known = prompt.contains("def square");
        if (!known) {
            return calls("add_function", StubModel.edit("square", World.SCHEMA, MOST));
        }
        return switch (Math.floorMod(prompt.hashCode(), 6)) {
            case 0, 1 -> calls("revise_function", StubModel.edit("square", World.SCHEMA, MOST));
            case 2 -> calls("revise_function", StubModel.edit("square", World.SCHEMA, World.BAD));
            case 3 -> calls("revise_function", "{\"name\":\"nobody\"}");
            case 4 -> AiMessage.from("I would rather not say.");
            default -> calls("terminate", "{}");
        };
    }

    private static AiMessage calls(String name, String arguments) {
        return AiMessage.from(
                ToolExecutionRequest.builder().id("id").name(name).arguments(arguments).build());
    }
}
