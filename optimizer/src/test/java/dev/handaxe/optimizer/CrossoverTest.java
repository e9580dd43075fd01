package dev.handaxe.optimizer;

import static dev.handaxe.optimizer.SearchBench.function;
import static dev.handaxe.optimizer.SearchBench.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which functions of two sets make a third. */
class CrossoverTest {
    private static final FunctionDefinition A = function("a", 1);
    private static final FunctionDefinition B = function("b", 1);

    /** Solves the first two of three tasks. */
    private static Member better(FunctionDefinition... functions) {
        return FrontierTest.member(1, set(functions), 100, 1, 1, 0);
    }

    /** Solves the last. */
    private static Member other(FunctionDefinition... functions) {
        return FrontierTest.member(2, set(functions), 100, 0, 0, 1);
    }

    private static FunctionSet cross(Member better, Member other) {
        return Crossover.of(better, other).functions();
    }

    @Test
    void theFunctionsOfBothAreTakenTheBetterParentsFirst() {
        Member one = other(B);
        Member two = better(A);
        Optional<Crossover> child = Crossover.of(Frontier.of(List.of(one, two)), _ -> true);

        assertThat(child).isPresent();
        assertThat(child.get().functions()).isEqualTo(set(A, B));
        assertThat(child.get().better()).isSameAs(two);
        assertThat(child.get().edits()).extracting(Edit::words).containsExactly("add_function b");
        assertThat(child.get().edits().getFirst().hypothesis())
                .isEqualTo(
                        "crossover: taken from set %s, which solves tasks that this one fails"
                                .formatted(one.hash().substring(0, 8)));
    }

    @Test
    void aChildThatWasTriedIsNotMadeAgain() {
        Frontier frontier = Frontier.of(List.of(better(A), other(B)));

        assertThat(Crossover.of(frontier, set -> !set.equals(set(A, B)))).isEmpty();
    }

    @Test
    void thePairThatComplementsEachOtherBestComesFirst() {
        Member one = FrontierTest.member(1, set(A), 100, 1, 1, 0, 0, 0);
        Member two = FrontierTest.member(2, set(B), 100, 0, 0, 1, 0, 0);
        Member three = FrontierTest.member(3, set(function("c", 1)), 100, 0, 0, 0, 1, 1);

        assertThat(Crossover.of(Frontier.of(List.of(one, two, three)), _ -> true).orElseThrow())
                .extracting(Crossover::better, Crossover::other)
                .containsExactly(one, three);
    }

    @Test
    void aSetThatAddsNothingIsNotCrossed() {
        Frontier frontier = Frontier.of(List.of(better(A, B), other(A)));

        assertThat(Crossover.of(frontier, _ -> true)).isEmpty();
    }

    @Test
    void ofNamesakesTheBetterParentsIsTakenUnlessTheOtherSolvesMoreWhenCalled() {
        FunctionDefinition second = function("a", 2);
        assertThat(cross(better(A), other(second, B))).isEqualTo(set(A, B));

        Member better = called(1, A, 0, 1, 0);
        Member other = called(2, second, 1, 1, 0);
        assertThat(cross(better, other)).isEqualTo(set(second));
        assertThat(Crossover.of(better, other).edits())
                .extracting(Edit::words)
                .containsExactly("revise_function a");
        assertThat(cross(other, better)).isEqualTo(set(second));
    }

    private static Member called(int born, FunctionDefinition function, double... scores) {
        FunctionSet set = set(function);
        List<Rollout> rollouts =
                IntStream.range(0, scores.length)
                        .mapToObj(i -> FrontierTest.rollout("t" + i, scores[i], 100, "a"))
                        .toList();
        Evaluation evaluation = new Evaluation(set, rollouts);
        return FrontierTest.member(born, new Candidate(new Evaluation(set, List.of()), evaluation));
    }

    @Test
    void namesThatDifferInCaseOnlyDoNotMeet() {
        assertThat(cross(better(A), other(function("A", 3), B))).isEqualTo(set(A, B));
    }

    @Test
    void aFunctionComesWithTheOnesItCalls() {
        FunctionDefinition caller = function("caller", "return callee(n)");
        FunctionDefinition callee = function("callee", 1);

        assertThat(cross(better(A), other(caller, callee))).isEqualTo(set(A, caller, callee));
    }

    @Test
    void aFunctionThatWouldCallAnotherVersionIsNotTaken() {
        FunctionDefinition caller = function("caller", "return a(n)");
        FunctionDefinition second = function("a", 2);

        assertThat(cross(better(A), other(caller, second, B))).isEqualTo(set(A, B));
    }

    @Test
    void whatTheBetterParentsFunctionsCallIsNotReplaced() {
        FunctionDefinition caller = function("caller", "return a(n)");
        FunctionDefinition second = function("a", 2);
        Member better = called(1, A, 0, 0, 1);
        Member both =
                FrontierTest.member(
                        1,
                        new Candidate(
                                new Evaluation(set(A, caller), List.of()),
                                new Evaluation(
                                        set(A, caller),
                                        better.candidate().validation().rollouts())));

        assertThat(cross(both, called(2, second, 1, 1, 0))).isEqualTo(set(A, caller));
        assertThat(Crossover.of(both, called(2, second, 1, 1, 0)).taken()).isEmpty();
    }

    @Test
    void aChildOfMoreFunctionsThanASetMayHaveIsNotMade() {
        FunctionDefinition[] many = new FunctionDefinition[EditTransaction.MAX_FUNCTIONS];
        for (int i = 0; i < many.length; i++) {
            many[i] = function("f" + i, 1);
        }

        assertThat(Crossover.of(Frontier.of(List.of(better(many), other(B))), _ -> true)).isEmpty();
    }
}
