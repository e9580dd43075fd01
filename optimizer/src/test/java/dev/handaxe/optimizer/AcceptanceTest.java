package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.runtime.FunctionSet;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which sets are kept. */
class AcceptanceTest {
    private static final Splits SPLITS = World.splits(4, 3, 2);

    @TempDir Path folder;

    private TrainingResult train(World world, TrainingOptions options) {
        return train(world, SPLITS, FunctionSet.empty(), options, TrainingListener.NONE);
    }

    private TrainingResult train(
            World world,
            Splits splits,
            FunctionSet start,
            TrainingOptions options,
            TrainingListener listener) {
        Trainer trainer =
                new Trainer(ModelGateway.live(world.model).build(), world.runner, World.GRADER);
        RunFolder run = RunFolder.create(folder.resolve("run"), Map.of("dataset", "squares"));
        return trainer.train(run, splits, start, options, listener);
    }

    @Test
    void underThePaperRuleATieIsAccepted() {
        TrainingResult result =
                train(
                        new World(World.Edit.add(World.BAD)),
                        World.options().epochs(1).accept(Acceptance.PAPER).build());

        assertThat(result.epochs().getFirst().accepted()).isTrue();
    }

    @Test
    void thePaperRuleCanRejectTies() {
        TrainingResult result =
                train(
                        new World(World.Edit.add(World.BAD)),
                        World.options()
                                .epochs(1)
                                .accept(Acceptance.PAPER)
                                .ties(TrainingOptions.Ties.REJECTED)
                                .build());

        assertThat(result.epochs().getFirst().accepted()).isFalse();
    }

    @Test
    void withoutRollBackAWorseSetIsKeptAndTheTrainingGoesOnFromIt() {
        World world = new World(World.Edit.revise(World.BAD), World.Edit.terminate());
        world.runner.when("half of them", arguments -> World.whenBelow(arguments, 12));
        TrainingResult result =
                train(
                        world,
                        World.splits(4, 0, 2),
                        World.set("def square(n):\n    # half of them\n    return 0"),
                        World.options().epochs(2).accept(Acceptance.ALWAYS).build(),
                        TrainingListener.NONE);

        assertThat(result.baseline().train()).hasValue(0.5);
        assertThat(result.best().train()).hasValue(0.0);
        assertThat(result.epochs().getFirst().accepted()).isTrue();
        assertThat(result.epochs().getFirst().decision().reason()).isEqualTo("every set is kept");
        assertThat(result.functions()).isEqualTo(World.set(World.BAD));
        assertThat(StubModel.prompt(world.model.optimizerRequests().getLast()))
                .contains("n + n")
                .doesNotContain("half of them");
    }

    @Test
    void underTheValidationRuleATieIsKeptOnlyIfTheSetIsSmaller() {
        World bigger = new World(World.Edit.add(World.BAD));
        assertThat(train(bigger, World.options().epochs(1).build()).epochs().getFirst().accepted())
                .isFalse();
    }

    @Test
    void aSetThatDoesAsWellWithFewerFunctionsIsKept() {
        World world = new World(World.Edit.remove());
        TrainingResult result =
                train(
                        world,
                        SPLITS,
                        World.set(World.BAD),
                        World.options().epochs(1).build(),
                        TrainingListener.NONE);

        assertThat(result.epochs().getFirst().accepted()).isTrue();
        assertThat(result.functions().size()).isZero();
    }

    @Test
    void validationDecidesAgainstABetterTrainingScore() {
        World world = new World(World.Edit.revise(onlyTraining()));
        world.runner.when("only training", arguments -> World.whenBelow(arguments, 40));
        TrainingResult result =
                train(
                        world,
                        SPLITS,
                        World.set(onlyValidation(world)),
                        World.options().epochs(1).build(),
                        TrainingListener.NONE);

        assertThat(result.epochs().getFirst().train()).hasValue(1.0);
        assertThat(result.epochs().getFirst().accepted()).isFalse();
    }

    private static String onlyTraining() {
        return "def square(n):\n    # only training\n    return 0";
    }

    private static String onlyValidation(World world) {
        world.runner.when("only validation", arguments -> World.whenAbove(arguments, 40));
        return "def square(n):\n    # only validation\n    return 0";
    }

    @Test
    void withoutValidationTasksTrainingDecidesAndTheResultSaysSo() {
        TrainingResult result =
                train(
                        new World(World.Edit.add(World.GOOD)),
                        World.splits(4, 0, 2),
                        FunctionSet.empty(),
                        World.options().build(),
                        TrainingListener.NONE);

        assertThat(result.epochs().getFirst().accepted()).isTrue();
        assertThat(result.best().validation()).isEmpty();
        assertThat(result.ending().notes()).first().asString().contains("training scores");
    }

    @Test
    void tooFewValidationTasksToDecideByAreJoinedByTrainingTasks() {
        TrainingResult result =
                train(
                        new World(World.Edit.add(World.GOOD)),
                        World.splits(3, 1, 1),
                        FunctionSet.empty(),
                        World.options().build(),
                        TrainingListener.NONE);

        assertThat(result.epochs().getFirst().decision().reason())
                .isEqualTo("a gain: 4 won, 0 lost of 4 tasks, p = 0.063");
        assertThat(result.ending().notes())
                .first()
                .asString()
                .startsWith("With 1 validation task no gain could be told from chance");
    }

    @Test
    void theHistoryTellsWhatWasRolledBackAndWhatWasKept() {
        World world =
                new World(
                        World.Edit.add(World.BAD),
                        World.Edit.terminate(),
                        World.Edit.add("def square(n):\n    # up to 41\n    return 0"),
                        World.Edit.terminate());
        world.runner.when("up to 41", arguments -> World.whenBelow(arguments, 42));
        TrainingResult result = train(world, World.options().build());

        assertThat(result.epochs())
                .extracting(TrainingResult.Epoch::accepted)
                .containsExactly(false, true, false);
        var prompts = world.model.optimizerRequests().stream().map(StubModel::prompt).toList();
        assertThat(prompts.getFirst()).contains("the worst first\n\nNone.");
        assertThat(prompts.get(2))
                .contains("the worst first\n\n- epoch 1: add_function square: rolled back.");
        assertThat(prompts.getLast())
                .contains("- epoch 1: add_function square: rolled back.")
                .contains("- epoch 2: add_function square: kept. Hypothesis: " + StubModel.WHY)
                .contains(" Training 0.0 -> 100.0 %,");
    }
}
