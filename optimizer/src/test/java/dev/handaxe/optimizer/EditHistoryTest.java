package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.PastEdit.Change;
import dev.handaxe.optimizer.PastEdit.Effect;
import dev.handaxe.optimizer.PastEdit.Fate;
import dev.handaxe.optimizer.TrainingResult.Edit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EditHistoryTest {
    private static Effect effect(double before, double after) {
        return new Effect(new Change(before, after, List.of(), List.of()), Optional.empty());
    }

    private static PastEdit edit(int epoch, Fate fate) {
        return new PastEdit(epoch, List.of(new Edit("add_function", "f")), fate);
    }

    @Test
    void theWorstComesFirstAndOfEqualsTheNewest() {
        EditHistory history = new EditHistory();
        history.kept(edit(1, new Fate.Kept(effect(0.2, 0.6))));
        history.rolledBack(edit(2, new Fate.RolledBack(effect(0.6, 0.5))), World.set(World.BAD));
        history.rolledBack(edit(3, new Fate.RolledBack(effect(0.6, 0.1))), World.set(World.BAD));
        history.rolledBack(edit(4, new Fate.RolledBack(effect(0.6, 0.5))), World.set(World.BAD));

        assertThat(history.telling()).extracting(PastEdit::epoch).containsExactly(3, 4, 2, 1);
    }

    @Test
    void theNewestAndTheWorstAreKeptOfMany() {
        EditHistory history = new EditHistory();
        for (int epoch = 1; epoch <= 100; epoch++) {
            double after = epoch == 50 ? 0 : 0.4 + epoch / 1_000.0;
            history.rolledBack(
                    edit(epoch, new Fate.RolledBack(effect(0.6, after))), World.set(World.BAD));
        }
        List<Integer> told = history.telling().stream().map(PastEdit::epoch).toList();

        assertThat(told).hasSize(12).startsWith(50, 1, 2);
        assertThat(told).containsAll(IntStream.rangeClosed(95, 100).boxed().toList());
    }

    @Test
    void aRefusalIsToldWithItsReason() {
        EditHistory history = new EditHistory();
        history.refused(
                2,
                List.of(new Message.ToolCall("1", "add_function", "{\"name\":\"f\"}")),
                "SyntaxError");

        assertThat(history.telling().getFirst().line(Map.of()))
                .isEqualTo("epoch 2: add_function f: refused. Reason: SyntaxError.");
    }

    @Test
    void aSetThatStandsBesideIsToldAsAnotherSet() {
        assertThat(edit(3, new Fate.Beside(effect(0.25, 0.5))).line(Map.of()))
                .isEqualTo(
                        "epoch 3: add_function f: kept as another set. Training 25.0 -> 50.0 %,"
                                + " gained none, lost none.");
    }

    @Test
    void aFirstLookIsToldWithItsTasks() {
        var looked = new Change(0.5, 0.25, List.of(), List.of("a"));
        PastEdit dropped = edit(3, new Fate.Dropped(looked, 4));

        assertThat(dropped.line(Map.of("a", 2)))
                .isEqualTo(
                        "epoch 3: add_function f: rolled back after a first look at 4 training tasks."
                                + " Training 50.0 -> 25.0 %, gained none, lost conversation 2.");
        assertThat(dropped.gain()).isEqualTo(-0.25);
    }

    @Test
    void historiesThatShareWhatWasRejectedTellTheirOwnPastOnly() {
        RejectedEdits rejected = new RejectedEdits();
        EditHistory one = new EditHistory(rejected);
        EditHistory other = new EditHistory(rejected);
        one.rolledBack(edit(1, new Fate.RolledBack(effect(0.6, 0.5))), World.set(World.BAD));

        assertThat(other.nearDuplicate(World.set(World.BAD))).isPresent();
        assertThat(other.telling()).isEmpty();
        assertThat(one.telling()).hasSize(1);
    }

    @Test
    void theChangeNamesTheTasksThatWereGainedAndLost() {
        Evaluation before =
                new Evaluation(
                        World.set(World.BAD),
                        List.of(
                                Rollouts.failed("a", "q"),
                                Rollouts.solved("b", "q"),
                                Rollouts.solved("c", "q")));
        Evaluation after =
                new Evaluation(
                        World.set(World.GOOD),
                        List.of(
                                Rollouts.solved("a", "q"),
                                Rollouts.failed("b", "q"),
                                Rollouts.solved("c", "q")));

        assertThat(Change.between(before, after))
                .isEqualTo(new Change(2 / 3.0, 2 / 3.0, List.of("a"), List.of("b")));
    }
}
