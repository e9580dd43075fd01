package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.ChatModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The model and the functions of one attempt. What goes through it is counted, kept within the
 * budget, recorded, and remembered by the run's ledger, so a resumed run repeats none of it.
 *
 * <pre>{@code
 * Agent agent = (question, run) -> {
 *     ChatResponse first = run.model().chat(ChatRequest.builder()
 *             .messages(UserMessage.from(question))
 *             .toolSpecifications(run.tools())
 *             .build());
 *     ToolExecutionRequest wanted = first.aiMessage().toolExecutionRequests().getFirst();
 *     return run.call(wanted.name(), wanted.arguments());
 * };
 * }</pre>
 *
 * <p>To be used by one thread at a time: the order of its calls is part of what is remembered.
 */
public final class AgentRun {
    private final RolloutId id;
    private final AgentTools tools;
    private final ModelGateway gateway;
    private final Ledger ledger;
    private final int maxRounds;
    private final Turns turns = new Turns();
    private final List<FunctionCall> calls = new ArrayList<>();
    private final Map<String, Integer> draws = new HashMap<>();
    private Usage usage = Usage.NONE;
    private int rounds;
    private @Nullable RuntimeException fault;
    private @Nullable Map<ToolSpecification, Tool> specified;

    AgentRun(RolloutId id, AgentTools tools, ModelGateway gateway, Ledger ledger, int maxRounds) {
        this.id = id;
        this.tools = tools;
        this.gateway = gateway;
        this.ledger = ledger;
        this.maxRounds = maxRounds;
    }

    /** The task's id. */
    public String taskId() {
        return id.taskId();
    }

    /** The whole set that is trained. The functions may call each other. */
    public FunctionSet functions() {
        return tools.functions();
    }

    /** What is offered for this task: the general {@code python} function first, if there is. */
    public List<ToolSpecification> tools() {
        return List.copyOf(specified().keySet());
    }

    /** What is offered, by its specification. */
    synchronized Map<ToolSpecification, Tool> specified() {
        if (specified == null) {
            Map<ToolSpecification, Tool> made = new LinkedHashMap<>();
            tools.tools().forEach(tool -> made.put(ChatTranslation.toChat(tool), tool));
            specified = made;
        }
        return specified;
    }

    /** Model calls that are left in this attempt; the agent must answer before it makes more. */
    public synchronized int roundsLeft() {
        return maxRounds - rounds;
    }

    /**
     * The model, as LangChain4j knows one. It takes messages of text, and tools; anything else in a
     * request (a temperature, a response format, an image) ends the training with {@link
     * Code#INVALID_INPUT}, because it belongs to the model that the gateway was made with. The same
     * request made twice in an attempt is two draws.
     *
     * @throws IllegalStateException when it is asked and no calls are left
     */
    public ChatModel model() {
        return new AgentChatModel(this);
    }

    /**
     * Calls a function and gives back what a model is told: its value, or what went wrong. Nothing
     * that guest code does is thrown.
     *
     * @param name of one of {@link #tools()}
     * @param arguments a JSON object with the arguments by name
     */
    public String call(String name, String arguments) {
        return call(new ToolCall("made_" + callNumber(), name, arguments)).reply();
    }

    private synchronized int callNumber() {
        return calls.size() + 1;
    }

    AgentTools offered() {
        return tools;
    }

    /** Asks the model. The same request once more is a draw of its own. */
    synchronized ModelAnswer ask(ModelRequest request) {
        if (fault == null && rounds >= maxRounds) {
            throw new IllegalStateException("no model calls are left: an attempt has " + maxRounds);
        }
        rounds++;
        CallLabel label = CallLabel.agent(id, rounds);
        int draw = draws.merge(label.key(request), 1, Integer::sum);
        ModelAnswer answer = kept(() -> gateway.ask(label.draw(draw), request));
        usage = usage.plus(answer.usage());
        turns.add(request.messages(), answer.message());
        return answer;
    }

    /**
     * Guest code may say something else the second time: a resumed attempt keeps what it said, and
     * so does an attempt with another set whose difference the call cannot reach.
     */
    synchronized FunctionCall call(ToolCall call) {
        String key =
                CallLabel.sha256(
                        String.join(
                                "\n",
                                tools.dependsOn(call),
                                id.sample(),
                                call.id(),
                                call.name(),
                                call.arguments()));
        ObjectNode node =
                kept(() -> ledger.remember("function_call", key, () -> tools.run(call).node()));
        try {
            FunctionCall made = FunctionCall.read(node);
            calls.add(made);
            return made;
        } catch (Json.Malformed e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "the ledger's function call " + key + " is corrupt", e);
        }
    }

    /** An agent, or what it is built with, may swallow what ends the run: it is kept. */
    private <T> T kept(Supplier<T> step) {
        throwFault();
        try {
            return step.get();
        } catch (RuntimeException e) {
            fault = e;
            throw e;
        }
    }

    /** A fault of the run's own. */
    HandaxeException fault(HandaxeException e) {
        return kept(
                () -> {
                    throw e;
                });
    }

    synchronized void throwFault() {
        if (fault != null) {
            throw fault;
        }
    }

    /** The attempt as it is kept: all conversations, the final answer last. */
    synchronized Rollout rollout(String question, String answer, Verdict verdict) {
        return new Rollout(id.taskId(), verdict, turns.messages(question, answer), calls, usage);
    }
}
