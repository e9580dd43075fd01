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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the optimizer model is shown (paper, appendix): how to act, set A with its success rate, set
 * B, the sets that failed, and the evidence. It depends on its arguments alone: no time, no id and
 * no order that changes from run to run.
 *
 * <p>Thread-safe.
 */
final class OptimizerPrompt {
    private static final int SHOWN_FAILURES = 5;
    private static final int FAILED_CODE_CHARS = 1_500;
    private static final int CODE_CHARS = 6_000;

    private static final String INSTRUCTIONS = read("optimizer-instructions.txt");

    private static final String NUDGE =
            """
            # Your action

            Look first for what several failed tasks have in common, then for errors of functions. \
            Take the one action that you expect to raise the success rate most on tasks of these \
            kinds. A set that does not do better is rolled back, so trying costs little: prefer \
            acting to terminate while tasks fail.""";

    private final TrainingOptions options;
    private final Evaluation current;
    private final List<FailedSet> failures;

    OptimizerPrompt(TrainingOptions options, Evaluation current, List<FailedSet> failures) {
        this.options = options;
        this.current = current;
        this.failures = List.copyOf(failures);
    }

    /** The prompt for the next action, after those edits led to set B. */
    List<Message> messages(FunctionSet setB, List<TrainingResult.Edit> edits) {
        String user =
                String.join("\n\n", setA(), setB(setB, edits), failedSets(), evidence(), NUDGE);
        return List.of(new Message.Instructions(instructions()), new Message.User(user));
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

    private String instructions() {
        String cpuSeconds =
                BigDecimal.valueOf(options.policy().limits().get(LimitName.CPU_MS), 3)
                        .stripTrailingZeros()
                        .toPlainString();
        return INSTRUCTIONS.replace("{cpu}", cpuSeconds);
    }

    private String setA() {
        FunctionSet set = current.functions();
        String general =
                options.python() == PythonTool.OFFERED
                        ? "Beside its functions the agent can run Python programs, which it must write itself each time."
                        : "The agent can compute by calling its functions only.";
        String functions =
                set.size() == 0
                        ? "It has no functions."
                        : set.functions().stream()
                                .map(
                                        function ->
                                                describe(function, CODE_CHARS)
                                                        + "\n"
                                                        + Evidence.use(
                                                                function.name(),
                                                                current.rollouts()))
                                .collect(Collectors.joining("\n\n"));
        return """
               # Set A: the functions when this step began

               Success rate with set A: %s of the training tasks. %s

               %s"""
                .formatted(current.rate(), general, functions);
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

    private String failedSets() {
        String heading = "# Sets that were tried from set A and rolled back, the worst first\n\n";
        if (failures.isEmpty()) {
            return heading + "None.";
        }
        int shown = Math.min(SHOWN_FAILURES, failures.size());
        List<FailedSet> recent =
                new ArrayList<>(failures.subList(failures.size() - shown, failures.size()));
        recent.sort(Comparator.comparingDouble(FailedSet::train));
        return heading
                + recent.stream().map(this::failedSet).collect(Collectors.joining("\n\n"))
                + "\n\nDo not propose one of these again.";
    }

    private String failedSet(FailedSet failed) {
        String rate = String.format(Locale.ROOT, "%.1f", 100 * failed.train());
        String code =
                failed.functions().functions().stream()
                        .filter(f -> !current.functions().functions().contains(f))
                        .map(function -> describe(function, FAILED_CODE_CHARS))
                        .collect(Collectors.joining("\n\n"));
        String head = "Success rate " + rate + " % after: " + words(failed.edits()) + ".";
        return code.isEmpty() ? head : head + "\n\n" + code;
    }

    private String evidence() {
        return new Evidence(current.rollouts()).text();
    }

    private static String words(List<TrainingResult.Edit> edits) {
        return edits.stream()
                .map(edit -> edit.action() + " " + edit.name())
                .collect(Collectors.joining(", "));
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
