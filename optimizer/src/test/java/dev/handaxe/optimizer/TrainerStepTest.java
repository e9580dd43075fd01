package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One step from attempts that were made outside of a run. */
class TrainerStepTest {
    private static final Task TASK = World.splits(1, 0, 0).train().getFirst();

    @TempDir private Path folder;

    private static Rollout failed() {
        return Rollouts.failed(
                TASK.id(), TASK.question(), Rollouts.raised("square", "ZeroDivisionError", 2));
    }

    private FunctionSet step(World world, RunFolder run, TrainingOptions options) {
        return new Trainer(ModelGateway.live(world.model).build(), world.runner, World.GRADER)
                .step(run, List.of(TASK), World.set(World.BROKEN), List.of(failed()), options);
    }

    private RunFolder newRun() {
        return RunFolder.create(folder.resolve("run"), Map.of());
    }

    @Test
    void theOptimizerIsShownTheAttemptsAndItsEditsAreAdmitted() {
        World world = new World(World.Edit.revise(World.GOOD));
        RunFolder run = newRun();

        assertThat(step(world, run, World.options().build())).isEqualTo(World.set(World.GOOD));
        assertThat(StubModel.prompt(world.model.optimizerRequests().getFirst()))
                .contains(TASK.question(), "square raised ZeroDivisionError");
        assertThat(world.model.requests()).allMatch(StubModel::isOptimizer);
        assertThat(run.functions().versions())
                .extracting(version -> version.functions().functions().getFirst().source())
                .containsExactly(World.BROKEN, World.GOOD);
    }

    @Test
    void aStepThatIsTakenAgainAsksNoModelAndSavesNothing() {
        World world = new World(World.Edit.revise(World.GOOD));
        RunFolder run = newRun();
        step(world, run, World.options().build());
        int calls = world.model.calls();

        assertThat(step(world, RunFolder.open(run.path()), World.options().build()))
                .isEqualTo(World.set(World.GOOD));
        assertThat(world.model.calls()).isEqualTo(calls);
        assertThat(run.functions().versions()).hasSize(2);
    }

    @Test
    void aBudgetThatIsUsedUpLeavesTheSet() {
        World world = new World(World.Edit.revise(World.GOOD));

        assertThat(step(world, newRun(), World.options().budgetCalls(0).build()))
                .isEqualTo(World.set(World.BROKEN));
        assertThat(world.model.calls()).isZero();
    }

    @Test
    void attemptsAtOtherTasksAndNoneAreRefused() {
        World world = new World();
        var trainer =
                new Trainer(ModelGateway.live(world.model).build(), world.runner, World.GRADER);
        Rollout other = Rollouts.failed("other", "?");
        FunctionSet set = World.set(World.GOOD);
        RunFolder run = newRun();
        TrainingOptions options = World.options().build();

        assertThatThrownBy(() -> trainer.step(run, List.of(TASK), set, List.of(other), options))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("'other'");
        assertThatThrownBy(() -> trainer.step(run, List.of(TASK), set, List.of(), options))
                .isInstanceOf(HandaxeException.class)
                .hasMessage("there are no attempts to learn from");
    }
}
