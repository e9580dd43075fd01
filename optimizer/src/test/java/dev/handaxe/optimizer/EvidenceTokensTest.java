package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.FunctionSet;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the evidence with the paper's dump of all conversations, on the rollouts of a run. */
class EvidenceTokensTest {
    private static final String WORK =
            "First, read off what is given. Then write the quantity that is asked for as a"
                    + " product, and take care of the units. ";

    @TempDir Path folder;

    /** A conversation of the length that word problems of MATH have: three calls, some prose. */
    private static StubModel agent() {
        StubModel[] model = new StubModel[1];
        model[0] =
                new StubModel(
                        request -> {
                            if (StubModel.isOptimizer(request)) {
                                return model[0].calls("terminate", "{}");
                            }
                            int said = request.messages().size();
                            int task = StubModel.prompt(request).hashCode();
                            String program =
                                    "x = %d\nfor i in range(10):\n    x += i * i\nprint(x, %s)"
                                            .formatted(said, "'step' * 30");
                            return said < 8
                                    ? model[0].calls(
                                            "python",
                                            Json.write(Json.object().put("source", program)))
                                    : StubModel.says(WORK.repeat(6) + "So it is " + task + ".");
                        });
        return model[0];
    }

    private List<Rollout> rollouts(int tasks) throws Json.Malformed {
        FakeRunner runner = new FakeRunner();
        runner.when("x = 2", _ -> FakeRunner.raised("NameError", "name 'y'", 3, "x += y"));
        runner.when("print", _ -> FakeRunner.printed("385 " + "step".repeat(30)));
        List<Task> train = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            train.add(new Task("t" + i, "Problem " + i + ". " + WORK.repeat(3), "1", "A number."));
        }
        RunFolder run = RunFolder.create(folder.resolve("run"), Map.of());
        Grader grader =
                (task, _) -> task.id().hashCode() % 3 == 0 ? Verdict.right("") : Verdict.wrong("");
        new Trainer(ModelGateway.live(agent()).build(), runner, grader)
                .train(
                        run,
                        new Splits(train, List.of(), List.of()),
                        FunctionSet.empty(),
                        World.options()
                                .python(TrainingOptions.PythonTool.OFFERED)
                                .epochs(1)
                                .build(),
                        TrainingListener.NONE);
        List<Rollout> rollouts = new ArrayList<>();
        try (Ledger ledger = Ledger.open(run.ledger(), Clock.systemUTC())) {
            for (var node : ledger.all("rollout").values()) {
                rollouts.add(Rollout.read(node));
            }
        }
        return rollouts;
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100})
    void theEvidenceStaysWithinItsBoundWhereTheDumpOfThePaperGrows(int tasks)
            throws Json.Malformed {
        List<Rollout> rollouts = rollouts(tasks);
        String evidence =
                new Evidence(
                                new Evaluation(FunctionSet.empty(), rollouts),
                                List.of(),
                                _ -> "",
                                8_000)
                        .text();
        long ours = PaperDump.tokens(evidence);
        long paper = PaperDump.tokens(PaperDump.text(rollouts));
        System.out.printf(
                "%d tasks: evidence %d tokens, the paper's dump of all conversations %d (%.1f %%)%n",
                tasks, ours, paper, 100.0 * ours / paper);

        assertThat(rollouts).hasSize(tasks);
        assertThat(ours).isLessThanOrEqualTo(8_000);
        assertThat(ours).isLessThan(paper / 2);
        assertThat(evidence).contains("conversation");
    }

    @Test
    void theDumpHasEveryConversation() {
        String text =
                PaperDump.text(
                        List.of(
                                Rollouts.solved("a", "first question"),
                                Rollouts.failed(
                                        "b", "second question", Rollouts.returned("f", "{}"))));

        assertThat(text).contains("first question", "second question", "Result: 1", "Result: 0");
    }
}
