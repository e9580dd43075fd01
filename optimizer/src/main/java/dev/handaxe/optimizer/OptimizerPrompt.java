package dev.handaxe.optimizer;

import dev.handaxe.optimizer.TrainingOptions.PythonTool;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.OutcomeFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the optimizer model is shown (paper, appendix): how to act, set A with its success rate, set
 * B, and the evidence. It depends on its arguments alone: no time, no id and no order that changes
 * from run to run.
 *
 * <p>Thread-safe.
 */
final class OptimizerPrompt {
    /** Whole: what is revised must be seen. */
    private static final int CODE_CHARS = EditReader.MAX_CODE_CHARS;

    private static final String INSTRUCTIONS = read("optimizer-instructions.txt");

    /** The same, but for what the actions are. */
    private static final String WHOLE_SET_INSTRUCTIONS =
            INSTRUCTIONS.substring(0, INSTRUCTIONS.indexOf("Answer by calling actions."))
                    + read("whole-set-instructions.txt")
                    + "\n\n"
                    + INSTRUCTIONS.substring(INSTRUCTIONS.indexOf("Code is Python 3 with"));

    private static final String WHOLE_SET_NUDGE =
            """
            # Your answer

            Look first at the causes that fail most tasks: what do their conversations lack that \
            the solved ones have, and what do the values in the calls show? Then give the set that \
            you expect to raise the success rate most on tasks of these kinds. Do not repeat a set \
            that was rolled back. Trying costs little: prefer rewrite_set to terminate while \
            tasks fail.""";

    private static final String NUDGE =
            """
            # Your action

            Look first at the causes that fail most tasks: what do their conversations lack that \
            the solved ones have, and what do the values in the calls show? Take the action, \
            or the few that belong together, that you expect to raise the success rate most on \
            tasks of these kinds. Do not repeat an edit that was rolled back. A set that does not \
            do better is rolled back, so trying costs little: prefer acting to terminate while \
            tasks fail.""";

    private final TrainingOptions options;
    private final Evaluation current;
    private final String tasks;
    private final String evidence;

    /**
     * The prompt of a step.
     *
     * @param tasks which tasks set A was evaluated on, such as {@code the training tasks}
     * @param evidence of that evaluation
     */
    OptimizerPrompt(TrainingOptions options, Evaluation current, String tasks, String evidence) {
        this.options = options;
        this.current = current;
        this.tasks = tasks;
        this.evidence = evidence;
    }

    /** The set that the step begins with, as it was evaluated. */
    Evaluation current() {
        return current;
    }

    /** The prompt for the next action, after those edits led to set B. */
    List<Message> messages(FunctionSet setB, List<TrainingResult.Edit> edits) {
        String user =
                switch (options.step()) {
                    case EDITS ->
                            String.join("\n\n", setAText(), setB(setB, edits), evidence, NUDGE);
                    case WHOLE_SET -> String.join("\n\n", setAText(), evidence, WHOLE_SET_NUDGE);
                };
        return List.of(new Message.Instructions(instructions(options)), new Message.User(user));
    }

    /** Two versions of a function, and the question for one that does what both were to do. */
    static List<Message> merging(
            TrainingOptions options, FunctionDefinition kept, List<FunctionDefinition> others) {
        String versions =
                Stream.concat(Stream.of(kept), others.stream())
                        .map(function -> describe(function, CODE_CHARS))
                        .collect(Collectors.joining("\n\n"));
        String user =
                """
                # Versions to merge

                Steps on different parts of the training tasks changed %s in different ways. Set B \
                has the first of these versions.

                %s

                # Your action

                Call revise_function for %s with one version that does what all of them were to \
                do, or call terminate to keep the first."""
                        .formatted(kept.name(), versions, kept.name());
        return List.of(new Message.Instructions(instructions(options)), new Message.User(user));
    }

    private static String read(String resource) {
        try (InputStream in = OptimizerPrompt.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n")
                    .stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String instructions(TrainingOptions options) {
        String cpuSeconds =
                BigDecimal.valueOf(options.policy().limits().get(LimitName.CPU_MS), 3)
                        .stripTrailingZeros()
                        .toPlainString();
        String text =
                switch (options.step()) {
                    case EDITS -> INSTRUCTIONS;
                    case WHOLE_SET -> WHOLE_SET_INSTRUCTIONS;
                };
        return text.replace("{cpu}", cpuSeconds);
    }

    private String setAText() {
        FunctionSet set = current.functions();
        String general =
                options.python() == PythonTool.OFFERED
                        ? "Beside its functions the agent can run Python programs, which it must write itself each time."
                        : "The agent can compute by calling its functions only.";
        String functions =
                set.size() == 0
                        ? "It has no functions."
                        : set.functions().stream()
                                .map(function -> describe(function, CODE_CHARS))
                                .collect(Collectors.joining("\n\n"));
        return """
               # Set A: the functions when this step began

               Success rate with set A: %s of %s. %s

               %s"""
                .formatted(current.rate(), tasks, general, functions);
    }

    private String setB(FunctionSet set, List<TrainingResult.Edit> edits) {
        String heading =
                "# Set B: the functions now, after %d of at most %d actions\n\n"
                        .formatted(edits.size(), options.maxEdits());
        if (edits.isEmpty()) {
            return heading + "The same as set A.";
        }
        List<String> changed = new ArrayList<>();
        for (FunctionDefinition function : set.functions()) {
            changed.add(
                    current.functions().functions().contains(function)
                            ? "## " + function.name() + "\n\nAs in set A."
                            : describe(function, CODE_CHARS));
        }
        return heading
                + "Your actions so far: "
                + words(edits)
                + ". Its success rate is not known yet.\n\n"
                + (changed.isEmpty() ? "It has no functions." : String.join("\n\n", changed));
    }

    private static String words(List<TrainingResult.Edit> edits) {
        return edits.stream().map(TrainingResult.Edit::words).collect(Collectors.joining(", "));
    }

    private static String describe(FunctionDefinition function, int codeChars) {
        return """
               ## %s

               description: %s
               arguments: %s
               code:
               ```python
               %s
               ```"""
                .formatted(
                        function.name(),
                        OutcomeFormat.printable(function.description(), 2_000),
                        OutcomeFormat.printable(function.parameters().json(), 4_000),
                        OutcomeFormat.printable(function.source().stripTrailing(), codeChars));
    }
}
