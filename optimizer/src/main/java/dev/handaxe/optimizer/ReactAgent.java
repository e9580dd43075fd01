package dev.handaxe.optimizer;

import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Solves a task in plain text (ReAct, Yao et al. 2022): thought, action, observation, final answer.
 * No tool is in its requests, so it works with models that know none. An answer that cannot be read
 * is sent back with what would be right; a model that then still writes plain text has given its
 * answer.
 *
 * <p>Thread-safe.
 */
final class ReactAgent implements Agent {
    private static final int MAX_DESCRIPTION_CHARS = 2_000;

    private static final String WITH_FUNCTIONS =
            """
            You solve tasks step by step, and may call the functions below; they run in a sandbox. \
            Write plain text in exactly this form:

            Thought: what is known, and what to do next
            Action: the name of one function
            Action Input: its arguments as one JSON object

            Then stop. You are told what the call gave:

            Observation: the result, or the error

            This may be repeated. Once you know the answer, write instead:

            Thought: why it answers the question
            Final Answer: the answer, in the form the task asks for

            Prefer calling a function to computing in your head wherever one fits, and give it \
            exactly the numbers and texts of the task. If a call fails, read the error and correct \
            the call, or go on without the function. Never write an observation yourself. Check \
            that the result answers the question that was asked.

            The functions:

            """;

    private static final String WITHOUT_FUNCTIONS =
            """
            You solve tasks. Work step by step, check that the result answers the question that was \
            asked, then end with the answer, in the form the task asks for, in exactly this way:

            Final Answer: the answer""";

    private static final String ACTION =
            """
            Action: the name of one function
            Action Input: its arguments as one JSON object

            or

            """;
    private static final String FINAL_ANSWER = "Final Answer: the answer";
    private static final String NOT_READ =
            "\n\nWhat followed the action was not read: write one action, then stop.";
    private static final String LAST_ROUND =
            "\n\nNo calls are left. Write your final answer now, without an action:\n\n"
                    + FINAL_ANSWER;

    @Override
    public String solve(String question, AgentRun run) {
        AgentTools tools = run.offered();
        List<Message> messages = new ArrayList<>();
        messages.add(new Message.Instructions(instructions(tools.tools())));
        messages.add(new Message.User(question));
        boolean corrected = false;
        for (int number = 1; ; number++) {
            boolean last = run.roundsLeft() == 1;
            String text = run.ask(new ModelRequest(messages, List.of())).text();
            if (last) {
                return ReactParser.lastWord(text);
            }
            ReactStep step = ReactParser.parse(text);
            String told;
            switch (step) {
                case ReactStep.Finish finish -> {
                    return finish.answer();
                }
                case ReactStep.Unclear unclear -> {
                    if (corrected && unclear.plain()) {
                        return unclear.kept();
                    }
                    told = correction(unclear, tools);
                    corrected = true;
                }
                case ReactStep.Act act -> {
                    told = observation(act, number, tools, run);
                    corrected = false;
                }
            }
            messages.add(new Message.Assistant(said(step), List.of()));
            messages.add(new Message.User(run.roundsLeft() == 1 ? told + LAST_ROUND : told));
        }
    }

    private static String instructions(List<Tool> tools) {
        return tools.isEmpty()
                ? WITHOUT_FUNCTIONS
                : WITH_FUNCTIONS
                        + tools.stream()
                                .map(ReactAgent::description)
                                .collect(Collectors.joining("\n\n"));
    }

    /** On one line, so that a description cannot pass for a label. */
    private static String description(Tool tool) {
        String description = tool.description().replaceAll("\\s+", " ").strip();
        return "name: %s\ndescription: %s\narguments: %s"
                .formatted(
                        tool.name(),
                        OutcomeFormat.printable(description, MAX_DESCRIPTION_CHARS),
                        tool.parameters());
    }

    /** Some providers refuse a message without text. */
    private static String said(ReactStep step) {
        return step.kept().isBlank() ? "Thought:" : step.kept();
    }

    private static String correction(ReactStep.Unclear unclear, AgentTools tools) {
        return unclear.problem()
                + " Write exactly this:\n\n"
                + (tools.tools().isEmpty() ? "" : ACTION)
                + FINAL_ANSWER;
    }

    private static String observation(
            ReactStep.Act act, int number, AgentTools tools, AgentRun run) {
        String name = offeredName(act.function(), tools);
        String input = act.input();
        boolean program = tools.python().filter(name::equals).isPresent();
        if (program && !input.isEmpty() && !input.startsWith("{")) {
            input = Json.write(Json.object().put("source", input));
        }
        FunctionCall call = run.call(new ToolCall("call_" + number, name, input));
        return "Observation: " + call.reply() + (act.more() ? NOT_READ : "");
    }

    /** Names differ in more than their case, so one that is written in another case is clear. */
    private static String offeredName(String written, AgentTools tools) {
        List<String> names = tools.tools().stream().map(Tool::name).toList();
        return names.contains(written)
                ? written
                : names.stream().filter(written::equalsIgnoreCase).findFirst().orElse(written);
    }
}
