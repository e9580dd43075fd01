package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerPromptTest {
    private static final FunctionSet SET = World.set(World.BROKEN);

    private static String user(Evaluation current) {
        return user(current, current.functions(), List.of());
    }

    private static String user(Evaluation current, FunctionSet setB, List<Edit> edits) {
        return new OptimizerPrompt(
                        World.options().build(), current, "the training tasks", "# The evidence")
                .messages(setB, edits)
                .getLast()
                .text();
    }

    private static Rollout rollout(int n, double score) {
        List<Message> messages = new ArrayList<>();
        messages.add(new Message.Instructions("hidden instructions"));
        messages.add(new Message.User("question " + n));
        messages.add(new Message.Assistant("answer " + n, List.of()));
        return new Rollout(
                "id-" + n, new Verdict(score, "secret"), messages, List.of(), Usage.NONE);
    }

    @Test
    void theSetsTheRateAndTheEvidenceAreShown() {
        String text =
                user(new Evaluation(SET, List.of(rollout(1, 0), rollout(2, 1), rollout(3, 1))));

        assertThat(text)
                .contains("Success rate with set A: 2 of 3 (66.7 %) of the training tasks.")
                .contains("def square(n):\n    return n / 0")
                .contains("after 0 of at most 3 actions\n\nThe same as set A.\n\n# The evidence");
    }

    @Test
    void setBShowsWhatTheActionsChanged() {
        String text =
                user(
                        new Evaluation(FunctionSet.empty(), List.of(rollout(1, 0))),
                        World.set(World.GOOD),
                        List.of(new Edit("add_function", "square")));

        assertThat(text)
                .contains("after 1 of at most 3 actions")
                .contains("Your actions so far: add_function square.")
                .contains("return n * n");
    }

    @Test
    void theInstructionsNameTheActionsAnExampleAndTheProcessorTime() {
        String text =
                new OptimizerPrompt(
                                World.options().build(),
                                new Evaluation(SET, List.of(rollout(1, 0))),
                                "the training tasks",
                                "")
                        .messages(SET, List.of())
                        .getFirst()
                        .text();

        assertThat(text)
                .contains("revise_function", "add_function", "remove_function", "terminate")
                .contains("merge_functions", "rename_function", "hypothesis", "expected_effect")
                .contains("all or none", "examples that you give must come out right")
                .contains("def count_by(rows, column):", "10 s of processor time")
                .doesNotContain("{cpu}");
    }
}
