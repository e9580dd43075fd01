package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.Verdict.Symptom;
import dev.handaxe.optimizer.evidence.Cause;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.PythonValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Answers that are code: corrected by what the task shows, graded once, told by their symptom. */
class CodeReviewTest extends LedgerFixture {
    private static final Task TASK = new Task("t", "Write f.", "assert f(9) == 81", "As code.");

    private final List<String> graded = new ArrayList<>();
    private final List<String> looked = new ArrayList<>();
    private FunctionRunner metered = new World().runner;
    private final Grader.OfCode grader =
            new Grader.OfCode() {
                @Override
                public OfCode with(FunctionRunner runner, UnaryOperator<FunctionRunner> meter) {
                    metered = meter.apply(runner);
                    return this;
                }

                @Override
                public Optional<String> complaint(Task task, String answer) {
                    looked.add(answer);
                    return answer.contains("visible")
                            ? Optional.of("It fails after " + answer)
                            : Optional.empty();
                }

                @Override
                public Verdict grade(Task task, String answer) {
                    graded.add(answer);
                    metered.call(
                            World.set(World.GOOD),
                            Invocation.call("square", Map.of("n", PythonValue.of(3))),
                            ExecutionPolicy.evaluation());
                    return answer.contains("right")
                            ? Verdict.right("passed")
                            : Verdict.wrong(
                                    "TypeError", new Symptom("TypeError, hidden", "f(1): 1"));
                }
            };

    private Rollout solve(Agent agent, String code) {
        ModelGateway gateway = attached(ModelGateway.live(new World().model).build());
        TrainingOptions options = World.options().maxRounds(8).agent("own", agent).build();
        var functions = World.set(code);
        return new GradedAgent(gateway, new World().runner, grader, ledger, options)
                .solve(TASK, functions, new RolloutId(functions.hash(), "train", "t", 1));
    }

    @Test
    void anAgentIsToldWhatTheTaskShowsAndAnswersAgain() {
        List<String> asked = new ArrayList<>();

        Rollout rollout =
                solve(
                        (question, run) -> {
                            asked.add(question);
                            return asked.size() == 1 ? "visible 1" : "right";
                        },
                        World.GOOD);

        assertThat(asked)
                .containsExactly(
                        "Write f.\n\nAs code.", "Write f.\n\nAs code.\n\nIt fails after visible 1");
        assertThat(graded).as("only the last answer").containsExactly("right");
        assertThat(rollout.solved()).isTrue();
        assertThat(rollout.finalMessage()).isEqualTo("right");
    }

    @Test
    void itIsToldTwiceAtMost() {
        List<String> asked = new ArrayList<>();

        solve(
                (question, run) -> {
                    asked.add(question);
                    return "visible " + asked.size();
                },
                World.GOOD);

        assertThat(asked).hasSize(3);
        assertThat(graded).containsExactly("visible 3");
    }

    @Test
    void itIsNotAskedAgainWithoutRounds() {
        List<String> asked = new ArrayList<>();

        solve(
                (question, run) -> {
                    asked.add(question);
                    while (run.roundsLeft() > 0) {
                        run.model().chat("square of " + run.roundsLeft());
                    }
                    return "visible";
                },
                World.GOOD);

        assertThat(asked).hasSize(1);
    }

    @Test
    void guestCodeThatAGraderRunsBesideTheAnswersCounts() {
        solve((question, run) -> "right", World.GOOD);

        assertThat(ledger.guest().calls()).isEqualTo(1);
    }

    @Test
    void anAnswerIsRunOnceInARunWhateverTheSet() {
        solve((question, run) -> "wrong", World.GOOD);
        solve((question, run) -> "wrong", World.BAD);
        closeLedger();
        ledger = Ledger.open(folder.resolve("ledger.jsonl"), Clock.systemUTC());

        Rollout again = solve((question, run) -> "wrong", World.BROKEN);

        assertThat(graded).containsExactly("wrong");
        assertThat(looked).containsExactly("wrong");
        assertThat(again.verdict())
                .isEqualTo(Verdict.wrong("TypeError", new Symptom("TypeError, hidden", "f(1): 1")));
    }

    @Test
    void aSymptomIsACauseAndEvidence() throws Exception {
        Rollout rollout = Rollout.read(solve((question, run) -> "wrong", World.GOOD).node());
        var functions = World.set(World.GOOD);

        assertThat(rollout.cause(functions).cause())
                .isEqualTo(new Cause.FailedAnswer("TypeError, hidden"));
        assertThat(
                        new Evidence(
                                        new Evaluation(functions, List.of(rollout)),
                                        List.of(),
                                        call -> "",
                                        2_000)
                                .text())
                .contains("1. the answer failed: TypeError, hidden: 1 of 1 tasks, conversation 1")
                .contains("What grading showed:\n| f(1): 1")
                .doesNotContain("81");
    }

    @Test
    void anErrorOfAFunctionOfTheSetStaysTheCause() {
        var call = Rollouts.raised("square", "ValueError", 2);
        var rollout =
                new Rollout(
                        "t",
                        Verdict.wrong("", new Symptom("TypeError, hidden", "")),
                        List.of(new Message.User("q"), new Message.Assistant("a", List.of())),
                        List.of(call),
                        Usage.NONE);

        assertThat(rollout.cause(World.set(World.GOOD)).cause())
                .isInstanceOf(Cause.FunctionError.class);
        assertThat(rollout.node().path("symptom").path("kind").asText())
                .isEqualTo("TypeError, hidden");
    }

    @Test
    void aVerdictWithoutASymptomIsWrittenAsBefore() {
        assertThat(VerdictJson.write(Verdict.wrong("no"), Json.object()).toString())
                .isEqualTo("{\"score\":0.0,\"reason\":\"no\"}");
    }
}
