package dev.handaxe.optimizer;

import dev.handaxe.optimizer.Message.ToolCall;
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

    @Override
    public String solve(String question, AgentRun run) {
        List<Tool> offered = run.offered().tools();
        List<Message> messages = new ArrayList<>();
        messages.add(
                new Message.Instructions(offered.isEmpty() ? WITHOUT_FUNCTIONS : WITH_FUNCTIONS));
        messages.add(new Message.User(question));
        for (boolean first = true; ; first = false) {
            boolean last = run.roundsLeft() == 1;
            if (last && !first) {
                messages.add(new Message.User(LAST_ROUND));
            }
            ModelAnswer answer = run.ask(new ModelRequest(messages, offered));
            if (last || answer.calls().isEmpty()) {
                return answer.text();
            }
            messages.add(answer.message());
            answerCalls(answer.calls(), run, messages);
        }
    }

    private static void answerCalls(List<ToolCall> asked, AgentRun run, List<Message> messages) {
        for (int i = 0; i < asked.size(); i++) {
            ToolCall call = asked.get(i);
            String reply =
                    i < MAX_CALLS_PER_ROUND
                            ? run.call(call).reply()
                            : "Not run: at most "
                                    + MAX_CALLS_PER_ROUND
                                    + " calls are made at once.";
            messages.add(new Message.ToolResult(call.id(), call.name(), reply));
        }
    }
}
