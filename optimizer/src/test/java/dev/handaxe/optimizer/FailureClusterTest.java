package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.evidence.Cause;
import dev.handaxe.optimizer.evidence.FailureCluster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureClusterTest {
    private static List<FailureCluster> clusters(Rollout... rollouts) {
        return new Evaluation(World.set(World.BROKEN), List.of(rollouts)).failures();
    }

    private static Cause cause(FunctionCall... calls) {
        return clusters(Rollouts.failed("t", "q", calls)).getFirst().cause();
    }

    @Test
    void everyCauseHasItsCluster() {
        assertThat(cause(Rollouts.raised("square", "ValueError", 2)))
                .isEqualTo(
                        new Cause.FunctionError(
                                "square", "ValueError", "square", 2, "return n / 0"));
        assertThat(cause(Rollouts.limit("square"))).isEqualTo(new Cause.Limit("square", "cpu_ms"));
        assertThat(cause(Rollouts.notRun("square", "refused")))
                .isEqualTo(new Cause.BadCall("square"));
        assertThat(cause(Rollouts.notRun("nobody", "unknown_function")))
                .isEqualTo(new Cause.UnknownFunction());
        assertThat(cause(Rollouts.notRun("square", "lost"))).isEqualTo(new Cause.Lost("square"));
        assertThat(cause(Rollouts.returned("square", "{}")))
                .isEqualTo(new Cause.WrongAnswer("square"));
        assertThat(cause()).isEqualTo(new Cause.NoCall());
    }

    @Test
    void anErrorThatALaterCallMadeGoodIsNotTheCause() {
        assertThat(
                        cause(
                                Rollouts.raised("square", "ValueError", 2),
                                Rollouts.returned("square", "{}")))
                .isEqualTo(new Cause.WrongAnswer("square"));
        assertThat(
                        cause(
                                Rollouts.raised("square", "ValueError", 2),
                                Rollouts.returned("python", "{}")))
                .isInstanceOf(Cause.FunctionError.class);
    }

    @Test
    void linesOfProgramsThatAgentsWroteDoNotPartThem() {
        assertThat(
                        clusters(
                                Rollouts.failed("a", "q", Rollouts.raised("python", "KeyError", 7)),
                                Rollouts.failed(
                                        "b", "q", Rollouts.raised("python", "KeyError", 9))))
                .hasSize(1);
        assertThat(
                        clusters(
                                Rollouts.failed("a", "q", Rollouts.raised("square", "KeyError", 7)),
                                Rollouts.failed(
                                        "b", "q", Rollouts.raised("square", "KeyError", 9))))
                .hasSize(2);
    }

    @Test
    void theClusterOfMostTasksIsFirstAndRepeatsOfATaskCountOnce() {
        FunctionCall error = Rollouts.raised("square", "ValueError", 2);
        List<FailureCluster> clusters =
                clusters(
                        Rollouts.failed("a", "q", error),
                        Rollouts.failed("a", "q", error),
                        Rollouts.failed("a", "q", error),
                        Rollouts.failed("b", "q"),
                        Rollouts.solved("c", "q"),
                        Rollouts.failed("d", "q"));

        assertThat(clusters).extracting(FailureCluster::tasks).containsExactly(2, 1);
        assertThat(clusters.getFirst().cause()).isEqualTo(new Cause.NoCall());
        assertThat(clusters.getLast().members()).containsExactly(0, 1, 2);
    }

    @Test
    void theShortestConversationIsTheExemplar() {
        assertThat(
                        clusters(Rollouts.failed("a", "a long question"), Rollouts.failed("b", "q"))
                                .getFirst()
                                .exemplar())
                .isEqualTo(1);
    }

    @Test
    void theContrastIsTheSameTaskThenTheSameFunctionsThenTheSameWords() {
        Rollout failed = Rollouts.failed("a", "the area of a red square", Rollouts.limit("square"));
        Rollout words = Rollouts.solved("b", "the area of a blue square");
        Rollout functions = Rollouts.solved("c", "how old?", Rollouts.returned("square", "{}"));
        Rollout task = Rollouts.solved("a", "the area of a red square");

        assertThat(Contrast.of(failed, List.of(failed, words, functions, task))).hasValue(3);
        assertThat(Contrast.of(failed, List.of(failed, words, functions))).hasValue(2);
        assertThat(Contrast.of(failed, List.of(Rollouts.solved("d", "x"), words))).hasValue(1);
        assertThat(Contrast.of(failed, List.of(words, words))).isEqualTo(Optional.of(0));
        assertThat(Contrast.of(failed, List.of(failed))).isEmpty();
    }
}
