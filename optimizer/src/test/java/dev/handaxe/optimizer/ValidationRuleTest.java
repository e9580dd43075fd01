package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/** Which gains on validation count, and what is spent to find out. */
class ValidationRuleTest extends LedgerFixture {
    private static final FunctionSet OLD = World.set(World.BAD);
    private static final FunctionSet NEW = World.set(World.GOOD);

    /** Scores of ten validation tasks, by the task's number from 0 and the repeat from 1. */
    private record Scores(
            ToDoubleBiFunction<Integer, Integer> old, ToDoubleBiFunction<Integer, Integer> next) {}

    private record Result(Decision decision, List<String> rollouts) {}

    private Result judge(Scores scores, FunctionSet next, Consumer<TrainingOptions.Builder> with) {
        TrainingOptions.Builder builder = World.options().concurrency(1);
        with.accept(builder);
        TrainingOptions options = builder.build();
        List<String> rollouts = new ArrayList<>();
        RolloutMaker agent =
                (task, functions, id) -> {
                    int number = Integer.parseInt(task.id().replaceAll("\\D", "")) - 40;
                    boolean old = functions.equals(OLD);
                    rollouts.add((old ? "old " : "new ") + number + " " + id.repeat());
                    double score =
                            number < 0
                                    ? 1
                                    : (old ? scores.old() : scores.next())
                                            .applyAsDouble(number, id.repeat());
                    return new Rollout(
                            task.id(),
                            new Verdict(score, ""),
                            List.of(new Message.Assistant("x", List.of())),
                            List.of(),
                            Usage.NONE);
                };
        var evaluator = new Evaluator(agent, ledger, options, TrainingListener.NONE);
        var trials = new Trials(evaluator, World.splits(1, 10, 0), options);
        Candidate standing = trials.candidate(OLD, "baseline");
        Candidate proposed = trials.candidate(next, "epoch 1");
        rollouts.clear();
        Decision decision =
                new ValidationRule(options, trials).judge(standing, proposed, "epoch 1").decision();
        return new Result(decision, rollouts);
    }

    private Decision decide(Scores scores) {
        return judge(scores, NEW, options -> options.maxRepeats(1)).decision();
    }

    /** The first so many of ten tasks are solved. */
    private static ToDoubleBiFunction<Integer, Integer> first(int solved) {
        return (task, _) -> task < solved ? 1 : 0;
    }

    @Test
    void twoTasksWonAndNoneLostAreAGain() {
        Decision decision = decide(new Scores(first(4), first(6)));

        assertThat(decision.accepted()).isTrue();
        assertThat(decision.reason()).isEqualTo("a gain: 2 won, 0 lost of 10 tasks, p = 0.250");
    }

    @Test
    void oneTaskWonMayBeChance() {
        Decision decision = decide(new Scores(first(4), first(5)));

        assertThat(decision.accepted()).isFalse();
        assertThat(decision.reason()).startsWith("the gain may be chance: 1 won, 0 lost");
        assertThat(decision.pValue()).isEqualTo(0.5);
    }

    @Test
    void theSignificanceIsTheUsersChoice() {
        Decision decision =
                judge(
                                new Scores(first(4), first(8)),
                                NEW,
                                options -> options.maxRepeats(1).significance(0.05))
                        .decision();

        assertThat(decision.accepted()).isFalse();
        assertThat(decision.pValue()).isEqualTo(0.0625);
    }

    @Test
    void ofSetsThatCannotBeToldApartTheSmallerIsKept() {
        Scores same = new Scores(first(4), first(4));

        assertThat(decide(same).accepted()).isFalse();
        assertThat(judge(same, FunctionSet.empty(), options -> {}).decision())
                .satisfies(decision -> assertThat(decision.accepted()).isTrue())
                .satisfies(
                        decision ->
                                assertThat(decision.reason()).startsWith("as good and smaller:"));
    }

    @Test
    void aSmallerSetThatLosesATaskIsNotKept() {
        Decision decision =
                judge(new Scores(first(4), first(3)), FunctionSet.empty(), options -> {})
                        .decision();

        assertThat(decision.accepted()).isFalse();
        assertThat(decision.reason()).startsWith("a loss: 0 won, 1 lost");
    }

    @Test
    void tooManySolvedTasksLostUndoAnyGain() {
        Scores scores = new Scores(first(3), (task, _) -> task >= 2 ? 1 : 0);

        Decision decision = decide(scores);
        assertThat(decision.accepted()).isFalse();
        assertThat(decision.reason()).startsWith("2 of 3 tasks that were solved are failed now:");
        assertThat(
                        judge(scores, NEW, options -> options.maxRepeats(1).maxRegressions(0.5))
                                .decision()
                                .accepted())
                .isTrue();
    }

    @Test
    void repeatsAreSpentOnlyWhileAGainIsUndecided() {
        assertThat(judge(new Scores(first(2), first(9)), NEW, o -> {}).rollouts()).isEmpty();
        assertThat(judge(new Scores(first(2), first(1)), NEW, o -> {}).rollouts()).isEmpty();
    }

    @Test
    void anUndecidedGainIsLookedAtAgainForBothSets() {
        // one task is won by luck in the first repeat, the others only show in the second
        Scores scores =
                new Scores(
                        first(4), (task, repeat) -> task < 5 || (repeat > 1 && task < 8) ? 1 : 0);
        Result result = judge(scores, NEW, o -> {});

        assertThat(result.rollouts()).hasSize(20).contains("old 0 2", "new 9 2");
        assertThat(result.decision().accepted()).isTrue();
        assertThat(result.decision().repeats()).isEqualTo(2);
        // four tasks gained, none lost: all signs equal in one of sixteen cases
        assertThat(result.decision().pValue()).isEqualTo(0.0625);
    }

    @Test
    void racingEndsAtItsBound() {
        Result result = judge(new Scores(first(4), first(5)), NEW, o -> o.maxRepeats(3));

        assertThat(result.rollouts()).hasSize(40);
        assertThat(result.decision().accepted()).isFalse();
        assertThat(result.decision().repeats()).isEqualTo(3);
    }
}
