package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.handaxe.optimizer.ControlTrials.Rewrite;
import dev.handaxe.optimizer.ControlTrials.Tested;
import dev.handaxe.optimizer.findings.ControlArm;
import dev.handaxe.optimizer.findings.ControlArm.Bound;
import dev.handaxe.optimizer.findings.Controls;
import dev.handaxe.runtime.FunctionSet;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTrialsTest {
    private static final FunctionSet START = FunctionSet.empty();
    private static final FunctionSet TRAINED = World.set(World.GOOD);
    private static final FunctionSet REWRITTEN = World.set(World.BAD);
    private static final Splits SPLITS = World.splits(1, 1, 4);

    @TempDir Path folder;
    private final List<String> made = Collections.synchronizedList(new ArrayList<>());
    private BiFunction<Integer, Integer, String> start = (_, _) -> "wrong";
    private BiFunction<Integer, Integer, Long> cost = (_, _) -> 100L;
    private int cap = 4;

    /** What the set says in an attempt at a task; the trained set solves all but the last. */
    private Rollout solve(Task task, FunctionSet functions, RolloutId id) {
        int number = Integer.parseInt(task.id().replace("test-", "")) - 70;
        int attempt =
                id.split().contains("attempt")
                        ? Integer.parseInt(id.split().replaceAll("\\D", ""))
                        : 1;
        String says =
                functions.equals(START)
                        ? start.apply(number, attempt)
                        : functions.equals(TRAINED) && number < 3 ? "right" : "no";
        if (functions.equals(START)) {
            made.add(number + " attempt " + attempt);
        }
        return new Rollout(
                task.id(),
                new Verdict(says.equals("right") ? 1 : 0, "the gold answer"),
                List.of(new Message.Assistant(says, List.of())),
                List.of(),
                new Usage(1, cost.apply(number, attempt), 0));
    }

    private Controls run(long budget) {
        TrainingOptions options = World.options().controlAttempts(cap).build();
        try (Ledger ledger =
                Ledger.open(folder.resolve("ledger" + made.size()), Clock.systemUTC())) {
            var evaluator = new Evaluator(this::solve, ledger, options, TrainingListener.NONE);
            var trials = new Trials(evaluator, SPLITS, options);
            var tested = new Tested(trials.test(START, "a"), trials.test(TRAINED, "b"));
            return new ControlTrials(trials, options, tested, budget)
                    .run(() -> new Rewrite(REWRITTEN, 77));
        }
    }

    private static ControlArm.Outcome outcome(Controls controls, String name) {
        return controls.outcome(name).orElseThrow();
    }

    @Test
    void retriesRepeatWhatVisiblyFailedAndNothingElse() {
        // task 0 answers nothing at first; 1 never does; 2 is wrong and looks fine; 3 is right
        start =
                (task, attempt) ->
                        switch (task) {
                            case 0 -> attempt < 3 ? " " : "right";
                            case 1 -> "";
                            case 2 -> attempt == 1 ? "wrong" : "right";
                            default -> "right";
                        };
        var arm = outcome(run(10_000), Controls.RETRIES);

        assertThat(arm.share().score()).isEqualTo(0.5);
        assertThat(arm.spent().attempts()).isEqualTo(3 + 4 + 1 + 1);
        assertThat(arm.spent().tokens()).isEqualTo(500);
        assertThat(arm.spent().bound()).isEqualTo(Bound.CAP);
    }

    @Test
    void aVoteFollowsTheMajorityAlsoWhereItIsWrong() {
        start =
                (task, attempt) ->
                        switch (task) {
                            case 0 -> attempt == 1 ? "right" : "The answer is wrong.";
                            case 1 -> attempt == 1 ? "other" : "right";
                            // a tie: the first stands
                            case 2 -> attempt % 2 == 1 ? "right" : "wrong";
                            default -> "";
                        };
        Controls controls = run(10_000);
        var vote = outcome(controls, Controls.SELF_CONSISTENCY);

        assertThat(vote.share().score()).isEqualTo(0.5);
        assertThat(vote.spent().attempts()).isEqualTo(16);
        assertThat(vote.spent().bound()).isEqualTo(Bound.CAP);
        assertThat(outcome(controls, Controls.ORACLE).share().score()).isEqualTo(0.75);
        assertThat(FindingsJson.node(controls).get(3).path("upper_bound").asBoolean()).isTrue();
        assertThat(FindingsJson.node(controls).get(2).path("upper_bound").asBoolean()).isFalse();
    }

    @Test
    void whatTheGraderSaysChangesNoChoice() {
        start = (task, attempt) -> attempt == 1 ? "wrong" : "right";
        Controls controls = run(10_000);

        assertThat(outcome(controls, Controls.RETRIES).share().score()).isZero();
        assertThat(outcome(controls, Controls.RETRIES).spent().attempts()).isEqualTo(4);
        assertThat(SamplingArm.Seen.class.getRecordComponents())
                .extracting("name")
                .containsExactly("answer", "visiblyFailed");
    }

    @Test
    void aVisibleFailureIsNoAnswerACallInItsPlaceOrALastCallThatFailed() {
        var call = new Message.ToolCall("1", "f", "{}");
        assertThat(seen(new Message.Assistant("4", List.of()), true)).isFalse();
        assertThat(seen(new Message.Assistant("4", List.of()), false)).isTrue();
        assertThat(seen(new Message.Assistant("4", List.of(call)), true)).isTrue();
        assertThat(seen(new Message.Assistant(" ", List.of()), true)).isTrue();
    }

    private static boolean seen(Message last, boolean lastCallReturned) {
        var call =
                new FunctionCall(
                        "f", "{}", lastCallReturned ? "returned" : "raised", "", Optional.empty());
        return SamplingArm.Seen.of(
                        new Rollout(
                                "t", Verdict.wrong(""), List.of(last), List.of(call), Usage.NONE))
                .visiblyFailed();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 99, 100, 399, 400, 1234, 5000})
    void noArmSpendsMoreThanTrainingDid(long budget) {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            long[] costs = random.longs(100, 1, 500).toArray();
            cost = (task, attempt) -> costs[(task * 8 + attempt) % costs.length];
            start = (task, attempt) -> costs[task * 9 + attempt] % 2 == 0 ? "" : "x" + attempt % 2;
            cap = 8;
            made.clear();
            made.add("seed " + seed + " budget " + budget);
            for (int i = 0; i < seed; i++) {
                made.add("a ledger of its own");
            }
            Controls controls = run(budget);

            for (String arm :
                    List.of(Controls.RETRIES, Controls.SELF_CONSISTENCY, Controls.ORACLE)) {
                var spent = outcome(controls, arm).spent();
                assertThat(spent.tokens()).as(arm).isLessThanOrEqualTo(budget);
                if (spent.bound() == Bound.NONE) {
                    assertThat(arm).isEqualTo(Controls.RETRIES);
                }
            }
        }
    }

    @Test
    void armsShareTheirAttempts() {
        start = (task, _) -> task == 0 ? "" : "x";
        run(10_000);

        assertThat(made).hasSize(16).doesNotHaveDuplicates();
    }

    @Test
    void theTrainedSetIsComparedTaskByTask() {
        start = (task, _) -> task == 3 ? "right" : "wrong";
        Controls controls = run(0);
        var trained = outcome(controls, Controls.RETRIES).trained();

        assertThat(trained.won()).isEqualTo(3);
        assertThat(trained.lost()).isEqualTo(1);
        assertThat(trained.difference()).isCloseTo(0.5, within(1e-9));
        // 3 or 4 heads of 4, on either side
        assertThat(trained.pValue()).isCloseTo(0.625, within(1e-9));
        assertThat(outcome(controls, Controls.SINGLE_REWRITE).trained().won()).isEqualTo(3);
        assertThat(outcome(controls, Controls.SINGLE_REWRITE).spent().tokens()).isEqualTo(77);
    }

    @Test
    void anArmThatTheRunsBudgetEndsIsNotFinished() {
        start =
                (task, attempt) -> {
                    if (attempt == 3) {
                        throw new BudgetExceeded("9 calls");
                    }
                    return "x";
                };
        TrainingOptions options = World.options().controlAttempts(4).build();
        try (Ledger ledger = Ledger.open(folder.resolve("ledger"), Clock.systemUTC())) {
            var evaluator = new Evaluator(this::solve, ledger, options, TrainingListener.NONE);
            var trials = new Trials(evaluator, SPLITS, options);
            var tested = new Tested(trials.test(START, "a"), trials.test(TRAINED, "b"));
            var arms = new ControlTrials(trials, options, tested, 10_000);
            Controls controls = arms.run(() -> new Rewrite(START, 0));

            assertThat(arms.ended()).isPresent();
            assertThat(controls.outcome(Controls.RETRIES)).isPresent();
            assertThat(controls.outcome(Controls.SELF_CONSISTENCY)).isEmpty();
            assertThat(FindingsJson.node(controls).get(2).toString())
                    .isEqualTo(
                            "{\"name\":\"self-consistency\",\"finished\":false,\"upper_bound\":false}");
            assertThat(Map.of("starts again", outcome(controls, Controls.SINGLE_REWRITE)))
                    .allSatisfy((_, arm) -> assertThat(arm.share().score()).isZero());
        }
    }
}
