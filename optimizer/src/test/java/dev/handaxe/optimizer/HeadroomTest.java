package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.TrainingOptions.ControlMode;
import dev.handaxe.optimizer.findings.Headroom;
import dev.handaxe.optimizer.findings.Headroom.Bar;
import dev.handaxe.optimizer.findings.Headroom.SecondTry;
import dev.handaxe.runtime.FunctionSet;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadroomTest {
    @TempDir Path folder;

    @Test
    void aGainTakesAsManyTasksAsTheExactTestNeeds() {
        assertThat(Headroom.wins(0.5)).isEqualTo(1);
        assertThat(Headroom.wins(0.25)).isEqualTo(2);
        assertThat(Headroom.wins(0.24)).isEqualTo(3);
        // 0.5 to the power of 6 is 0.0156
        assertThat(Headroom.wins(0.025)).isEqualTo(6);
        assertThat(Headroom.wins(0)).isGreaterThan(1000);
    }

    @Test
    void itSaysWhatThereIsToWinAndWhatItTakes() {
        var headroom =
                new Headroom(
                        14,
                        20,
                        Optional.of(new SecondTry(10, 3)),
                        Optional.of(new Bar("validation", 8, 4, 0.25, 2)),
                        Optional.of(new Bar("test", 80, 80, 0.05, 6)));

        assertThat(headroom.text())
                .isEqualTo(
                        "Headroom: the baseline fails 14 of 20 tasks (95 % interval 48 to 85 %). 3 of 10"
                                + " failures on training tasks were solved at the second attempt. A gain that"
                                + " counts takes 2 of 8 validation tasks won and none lost. To be shown on test"
                                + " (p <= 0.05) it takes 6 of 80.");
        assertThat(headroom.warnings()).isEmpty();
        assertThat(FindingsJson.node(headroom).path("second_try").toString())
                .isEqualTo("{\"tried\":10,\"solved\":3}");
    }

    @Test
    void tasksThatCannotShowAGainAreSaidToBeTooFew() {
        World world = new World();
        TrainingResult result =
                scored(world, World.splits(4, 1, 0), World.options().significance(0.001));

        assertThat(result.ending().notes())
                .startsWith(
                        "With 1 validation task no gain could be told from chance: training scores"
                                + " decide as well.",
                        "No gain can count: the baseline fails 5 of the 5 train and validation tasks, and"
                                + " p <= 0.001 takes 10 won and none lost. More tasks would help.");
    }

    @Test
    void trainingTasksThatDecideAsWellCount() {
        TrainingResult result = scored(new World(), World.splits(4, 1, 0), World.options());

        assertThat(result.findings().headroom().orElseThrow().deciding())
                .contains(new Bar("train and validation", 5, 5, 0.25, 2));
    }

    @Test
    void itCostsNoCallUnlessControlsAreOn() {
        World without = new World();
        scored(without, World.splits(4, 3, 2), World.options());
        World with = new World();
        TrainingResult result =
                scored(
                        with,
                        World.splits(4, 3, 2),
                        World.options().controls(ControlMode.ON).controlAttempts(1));

        assertThat(with.model.calls() - without.model.calls()).isEqualTo(4);
        assertThat(result.findings().headroom().orElseThrow().secondTry())
                .contains(new SecondTry(4, 0));
    }

    @Test
    void repeatsThatWereMadeAnywayAreTheSecondAttempt() {
        World once = new World();
        scored(once, World.splits(4, 3, 2), World.options().repeats(2));
        World controlled = new World();
        TrainingResult result =
                scored(
                        controlled,
                        World.splits(4, 3, 2),
                        World.options().repeats(2).controls(ControlMode.ON).controlAttempts(1));

        assertThat(controlled.model.calls()).isEqualTo(once.model.calls());
        assertThat(result.findings().headroom().orElseThrow().secondTry())
                .contains(new SecondTry(4, 0));
    }

    @Test
    void whereNothingIsFailedTrainingEndsWithSolved() {
        TrainingResult result =
                scored(
                        new World(),
                        World.splits(4, 3, 2),
                        World.options().controls(ControlMode.ON),
                        World.set(World.GOOD));

        assertThat(result.ending().stopped()).isEqualTo("solved");
        assertThat(result.findings().headroom().orElseThrow().text())
                .isEqualTo("Headroom: none. The baseline solves all 7 tasks.");
        assertThat(result.findings().controls()).isEmpty();
    }

    @Test
    void aTrainingScoreThatDecidesHasNoBar() {
        TrainingResult result =
                scored(
                        new World(),
                        World.splits(4, 3, 2),
                        World.options().accept(Acceptance.PAPER));

        assertThat(result.findings().headroom().orElseThrow().deciding()).isEmpty();
    }

    private TrainingResult scored(
            World world, Splits splits, TrainingOptions.Builder options, FunctionSet... start) {
        Path path = folder.resolve("run" + System.identityHashCode(world));
        return world.train(
                path, splits, start.length == 0 ? FunctionSet.empty() : start[0], options.build());
    }
}
