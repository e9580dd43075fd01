package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * Solves a task in rounds: the model answers, or asks for calls and is told what they gave. In the
 * last round it must answer. The tools stay in that request, because some providers refuse a
 * conversation with calls and no tools; calls asked for there are not made.
 *
 * <p>Thread-safe.
 */
final class FunctionCallingAgent implements Agent {
    private static final int MAX_CALLS_PER_ROUND = 8;

    private static final String WITH_FUNCTIONS =
            """
            You solve tasks. You may call the functions that are offered; they run in a sandbox. \
            Prefer calling a function to computing in your head wherever one fits, and give it \
            exactly the numbers and texts of the task. If a call fails, read the error and correct \
            the call, or go on without the function. Check that the result answers the question \
            that was asked. Then write the final answer in the form the task asks for, without \
            calling a function.""";

    private static final String WITHOUT_FUNCTIONS =
            """
            You solve tasks. Work step by step, check that the result answers the question that was \
            asked, then write the final answer in the form the task asks for.""";

    private static final String LAST_ROUND =
            "No calls are left. Write your final answer now, without calling a function.";

    private final ModelGateway gateway;
    private final FunctionRunner runner;
    private final Grader grader;
    private final Ledger ledger;
    private final TrainingOptions options;

    FunctionCallingAgent(
            ModelGateway gateway,
            FunctionRunner runner,
            Grader grader,
            Ledger ledger,
            TrainingOptions options) {
        this.gateway = gateway;
        this.runner = runner;
        this.grader = grader;
        this.ledger = ledger;
        this.options = options;
    }

    @Override
    public Rollout solve(Task task, FunctionSet functions, RolloutId id) {
        var tools = new AgentTools(runner, options.policy(), options.python(), functions);
        List<Tool> offered = tools.tools();
        List<Message> messages = new ArrayList<>();
        List<FunctionCall> calls = new ArrayList<>();
        messages.add(
                new Message.Instructions(offered.isEmpty() ? WITHOUT_FUNCTIONS : WITH_FUNCTIONS));
        messages.add(new Message.User(question(task)));
        Usage usage = Usage.NONE;
        for (int round = 1; ; round++) {
            boolean last = round == options.maxRounds();
            if (last && round > 1) {
                messages.add(new Message.User(LAST_ROUND));
            }
            ModelAnswer answer =
                    gateway.ask(CallLabel.agent(id, round), new ModelRequest(messages, offered));
            usage = usage.plus(answer.usage());
            messages.add(answer.message());
            if (last || answer.calls().isEmpty()) {
                Verdict verdict = grader.grade(task, answer.text());
                return new Rollout(task.id(), verdict, messages, calls, usage);
            }
            answerCalls(answer.calls(), tools, id, messages, calls);
        }
    }

    private static String question(Task task) {
        return task.answerFormat().isBlank()
                ? task.question()
                : task.question() + "\n\n" + task.answerFormat();
    }

    private void answerCalls(
            List<ToolCall> asked,
            AgentTools tools,
            RolloutId id,
            List<Message> messages,
            List<FunctionCall> calls) {
        for (int i = 0; i < asked.size(); i++) {
            ToolCall call = asked.get(i);
            String reply;
            if (i < MAX_CALLS_PER_ROUND) {
                FunctionCall made = remembered(call, tools, id);
                calls.add(made);
                reply = made.reply();
            } else {
                reply = "Not run: at most " + MAX_CALLS_PER_ROUND + " calls are made at once.";
            }
            messages.add(new Message.ToolResult(call.id(), call.name(), reply));
        }
    }

    /**
     * Guest code may say something else the second time: a resumed rollout keeps what it said, and
     * so does a rollout with another set whose difference the call cannot reach.
     */
    private FunctionCall remembered(ToolCall call, AgentTools tools, RolloutId id) {
        String key =
                CallLabel.sha256(
                        String.join(
                                "\n",
                                tools.dependsOn(call),
                                id.sample(),
                                call.id(),
                                call.name(),
                                call.arguments()));
        ObjectNode node = ledger.remember("function_call", key, () -> tools.run(call).node());
        try {
            return FunctionCall.read(node);
        } catch (Json.Malformed e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "the ledger's function call " + key + " is corrupt", e);
        }
    }
}
