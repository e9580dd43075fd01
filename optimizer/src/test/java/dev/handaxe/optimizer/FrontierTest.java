package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.Frontier.Lead;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which sets stay, and which of them are parents. */
class FrontierTest {
    /** A set of so many functions and tokens a task, with a score for each validation task. */
    static Member member(int born, int functions, int tokens, double... scores) {
        List<FunctionDefinition> all = new ArrayList<>();
        for (int i = 0; i < functions; i++) {
            all.add(SearchBench.function("f" + i, born));
        }
        return member(born, FunctionSet.of(all), tokens, scores);
    }

    static Member member(int born, FunctionSet functions, int tokens, double... scores) {
        List<Rollout> rollouts = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            rollouts.add(rollout("t" + i, scores[i], tokens));
        }
        return member(
                born,
                new Candidate(
                        new Evaluation(functions, List.of()), new Evaluation(functions, rollouts)));
    }

    static Member member(int born, Candidate candidate) {
        return new Member(born, candidate, DecidingTasks.VALIDATION, new EditHistory());
    }

    static Rollout rollout(String task, double score, int tokens, String... called) {
        return new Rollout(
                task,
                new Verdict(score, ""),
                List.of(new Message.Assistant("x", List.of())),
                List.of(called).stream()
                        .map(name -> new FunctionCall(name, "{}", "returned", "", Optional.empty()))
                        .toList(),
                new Usage(1, tokens, 0));
    }

    @Test
    void aMemberLeadsTheTasksOfItsBestScores() {
        Member one = member(1, 1, 100, 1, 1, 0, 0.5);
        Member two = member(2, 1, 100, 0, 1, 1, 0.4);

        assertThat(Frontier.of(List.of(one, two)).leads())
                .containsExactly(new Lead(one, 3), new Lead(two, 2));
    }

    @Test
    void aMemberWhoseTasksOthersLeadTooIsLeftOut() {
        Member one = member(1, 1, 100, 1, 1, 0);
        Member covered = member(2, 1, 100, 0, 1, 0);
        Member two = member(3, 1, 100, 0, 0, 1);

        assertThat(Frontier.of(List.of(one, covered, two)).members()).containsExactly(one, two);
    }

    @Test
    void ofMembersThatLeadTheSameTheCheapestStays() {
        Member costly = member(1, 2, 100, 1, 0);
        Member cheap = member(2, 1, 100, 1, 0);
        Member talkative = member(3, 1, 200, 1, 0);

        assertThat(Frontier.of(List.of(costly, cheap, talkative)).members()).containsExactly(cheap);
    }

    @Test
    void aTaskThatNobodySolvesGivesNoWeight() {
        Member one = member(1, 1, 100, 1, 0, 0, 0);
        Member two = member(2, 0, 100, 0, 0, 0, 0);

        assertThat(Frontier.of(List.of(one, two)).leads()).containsExactly(new Lead(one, 1));
    }

    @Test
    void whileNothingIsSolvedTheCheapestIsTheFrontier() {
        Member one = member(1, 1, 100, 0, 0);
        Member two = member(2, 0, 100, 0, 0);

        assertThat(Frontier.of(List.of(one, two)).leads()).containsExactly(new Lead(two, 2));
    }

    @Test
    void parentsAreDrawnInProportionToTheTasksTheyLead() {
        Member one = member(1, 1, 100, 1, 1, 1, 0);
        Member two = member(2, 1, 100, 0, 0, 0, 1);
        Frontier frontier = Frontier.of(List.of(one, two));
        Random random = new Random(1);
        int drawn = 0;
        for (int i = 0; i < 4000; i++) {
            drawn += frontier.draw(random) == one ? 1 : 0;
        }

        assertThat(drawn).isBetween(2850, 3150);
    }

    @Test
    void theLeastVisitedIsTheOldestOfThem() {
        Member one = member(1, 1, 100, 1, 0, 0);
        Member two = member(2, 1, 100, 0, 1, 0);
        Member three = member(3, 1, 100, 0, 0, 1);
        one.visit();

        assertThat(Frontier.of(List.of(one, two, three)).leastVisited()).isSameAs(two);
    }

    @Test
    void whatIsNoBetterOnAnyTaskAtNoLowerCostIsDominated() {
        Member one = member(1, 1, 108, 1, 0.5);

        assertThat(one.dominates(member(2, 1, 108, 1, 0.4))).isTrue();
        assertThat(one.dominates(member(2, 2, 108, 1, 0.5))).isTrue();
        assertThat(one.dominates(member(2, 1, 120, 1, 0.5))).isTrue();
        assertThat(one.dominates(member(2, 1, 108, 1, 0.5))).as("the older one").isTrue();
        assertThat(one.dominates(member(2, 1, 107, 1, 0.5))).as("a token less").isTrue();
    }

    @Test
    void whatSolvesMoreOfATaskOrCostsLessIsNotDominated() {
        Member one = member(1, 1, 108, 1, 0.5);

        assertThat(one.dominates(member(2, 3, 900, 0, 0.6))).isFalse();
        assertThat(one.dominates(member(2, 0, 108, 0, 0))).isFalse();
        assertThat(one.dominates(member(2, 1, 80, 0, 0))).isFalse();
    }

    @Test
    void beyondTheBoundTheWorstBehindTheFrontierLeaves() {
        Population population = new Population(member(0, 30, 100, 0.5, 0.5, 0));
        // each is cheaper than the one before it and worse
        for (int i = 1; i <= Population.MOST; i++) {
            population.add(member(i, 30 - i, 100, 0.5 - i * 0.01, 0, 0));
        }
        assertThat(population.members()).hasSize(Population.MOST);
        assertThat(population.members()).noneMatch(member -> member.born() == Population.MOST);

        Member leader = member(99, 40, 900, 0, 0, 0.1);
        population.add(leader);
        assertThat(population.members()).hasSize(Population.MOST).contains(leader);
        assertThat(population.members()).noneMatch(member -> member.born() == Population.MOST - 1);
    }
}
