package dev.handaxe.optimizer;

import static dev.handaxe.optimizer.SearchBench.function;
import static dev.handaxe.optimizer.SearchBench.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.SearchBench.Run;
import dev.handaxe.optimizer.SearchBench.Scores;
import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.TrainingOptions.SearchMethod;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.optimizer.TrainingResult.Epoch;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the search among many sets does, one step at a time. */
class ParetoTest {
    private static final FunctionDefinition A = function("a", 1);
    private static final FunctionDefinition B = function("b", 1);
    private static final FunctionDefinition C = function("c", 1);

    /** {@code a} solves the tasks 0 to 3, {@code b} the tasks 4 to 8; nothing solves the last. */
    private static final Scores HALVES =
            (functions, task, _) -> {
                int number = Integer.parseInt(task.replaceAll("\\D", ""));
                String solver = number < 4 ? "a" : number < 9 ? "b" : "";
                return functions.find(solver).isPresent() ? 1 : 0;
            };

    @TempDir Path folder;

    /** What the optimizer was asked, and what it answers. */
    private final List<String> asked = new ArrayList<>();

    /** For each question, whether a set like {@code c} alone would be refused. */
    private final List<Boolean> refusesC = new ArrayList<>();

    private final Deque<FunctionSet> script = new ArrayDeque<>();

    private AgentOptimizer.Step step(int epoch, Evaluation current, EditHistory history) {
        asked.add(
                epoch
                        + " "
                        + names(current.functions())
                        + " "
                        + history.telling().stream().map(ParetoTest::told).toList());
        FunctionDefinition renamed =
                FunctionDefinition.builder("z", C.source().replace("def c", "def z"))
                        .description(C.description())
                        .parameters(C.parameters())
                        .build();
        refusesC.add(history.nearDuplicate(set(renamed)).isPresent());
        FunctionSet next = script.isEmpty() ? current.functions() : script.removeFirst();
        return new AgentOptimizer.Step(
                next,
                next.equals(current.functions())
                        ? List.of()
                        : List.of(new Edit("add_function", names(next))));
    }

    /** Such as {@code 1 Dropped c}. */
    private static String told(PastEdit past) {
        return "%d %s %s"
                .formatted(
                        past.epoch(),
                        past.fate().getClass().getSimpleName(),
                        past.edits().getFirst().name());
    }

    private static String names(FunctionSet functions) {
        return String.join("", functions.functions().stream().map(f -> f.name()).toList());
    }

    private static TrainingOptions.Builder options() {
        return TrainingOptions.builder()
                .search(SearchMethod.PARETO)
                .concurrency(1)
                .maxRepeats(1)
                .epochs(3)
                .patience(9);
    }

    private Run run(Scores scores, TrainingOptions.Builder options, FunctionSet... edits) {
        return run(new SearchBench(SearchBench.splits(10, 10), scores, this::step), options, edits);
    }

    private Run run(SearchBench bench, TrainingOptions.Builder options, FunctionSet... edits) {
        script.addAll(List.of(edits));
        return bench.run(folder.resolve("run"), options.build());
    }

    private static List<String> ofEpoch(Run run, int epoch) {
        return run.keys().stream()
                .filter(key -> key.endsWith(" epoch " + epoch))
                .map(key -> key.substring(0, key.indexOf(' ')))
                .toList();
    }

    @Test
    void twoSetsThatSolveHalfOfTheTasksEachAreCrossedWithoutAskingTheOptimizer() {
        // b solves more than a and loses what a solves: hill-climbing could not keep it
        Run run =
                run(
                        new SearchBench(SearchBench.splits(10, 10), HALVES, this::step)
                                .start(set(A)),
                        options().crossoverEvery(2),
                        set(B));

        Epoch crossed = run.epochs().get(1);
        assertThat(asked).extracting(text -> text.substring(0, 1)).containsExactly("1", "3");
        assertThat(crossed.accepted()).isTrue();
        assertThat(crossed.proposed()).extracting(Edit::words).containsExactly("add_function a");
        assertThat(crossed.lineage().orElseThrow())
                .isEqualTo(
                        new TrainingResult.Lineage(
                                set(B, A).hash(), set(B).hash(), Optional.of(set(A).hash())));
        assertThat(run.best().functions()).isEqualTo(set(B, A));
    }

    @Test
    void whereASetComesFromIsInTheLedgerAndTheStore() throws Exception {
        run(
                new SearchBench(SearchBench.splits(10, 10), HALVES, this::step).start(set(A)),
                options().crossoverEvery(2),
                set(B));

        assertThat(Files.readString(folder.resolve("run/ledger.jsonl")))
                .contains(
                        "{\"choice\":\"crossover\",\"parents\":[\"%s\",\"%s\"]}"
                                .formatted(set(B).hash(), set(A).hash()))
                .contains(
                        "\"set\":\"%s\",\"parents\":[\"%s\",\"%s\"]"
                                .formatted(set(B, A).hash(), set(B).hash(), set(A).hash()));
        assertThat(RunFolder.open(folder.resolve("run")).functions().versions().getLast())
                .satisfies(
                        version ->
                                assertThat(version.provenance())
                                        .containsEntry("parent", set(B).hash())
                                        .containsEntry("second_parent", set(A).hash()));
    }

    @Test
    void aCrossoverThatIsLikeARejectedSetIsNotMade() {
        FunctionDefinition commented = function("a", "return n + 1  # no use");
        Scores byText =
                (functions, task, repeat) ->
                        HALVES.of(
                                functions.equals(set(B, commented)) ? set(B) : functions,
                                task,
                                repeat);
        run(
                new SearchBench(SearchBench.splits(10, 10), byText, this::step).start(set(A)),
                options().crossoverEvery(3),
                set(B),
                set(B, commented));

        assertThat(asked).hasSize(3);
    }

    @Test
    void withoutCrossoverTheOptimizerIsAskedEveryTime() {
        run(
                new SearchBench(SearchBench.splits(10, 10), HALVES, this::step).start(set(A)),
                options().crossoverEvery(0),
                set(B));

        assertThat(asked).hasSize(3);
    }

    @Test
    void aChildThatGainsNothingWhereItsParentFailsIsNotEvaluatedFurther() {
        Run run = run(HALVES, options().epochs(2), set(C));

        assertThat(run.epochs().getFirst().accepted()).isFalse();
        assertThat(run.epochs().getFirst().train()).isEmpty();
        assertThat(run.epochs().getFirst().decision().reason())
                .isEqualTo("no gain on a first look: 0 of 10 (0.0 %), the parent 0 of 10 (0.0 %)");
        assertThat(run.keys()).noneMatch(key -> key.contains(set(C).hash() + " validation"));
        assertThat(asked).containsExactly("1  []", "2  [1 Dropped c]");
    }

    @Test
    void theFirstLookIsAtTheFailedTasksAndAsManySolvedOnes() {
        // two tasks fail, and the child does not solve them either
        Scores most = (_, task, _) -> Integer.parseInt(task.replaceAll("\\D", "")) < 8 ? 1 : 0;
        Run run = run(most, options().epochs(1), set(C));

        List<String> looked =
                run.keys().stream()
                        .filter(key -> key.startsWith("rollout " + set(C).hash()))
                        .toList();
        assertThat(looked)
                .hasSize(4)
                .anyMatch(key -> key.contains(" train8 "))
                .anyMatch(key -> key.contains(" train9 "));
    }

    @Test
    void aDominatedChildIsToldAsAFailureOfItsParent() {
        // c gains on training, and on validation it solves what a solves too, for one more function
        Scores flattering =
                (functions, task, repeat) ->
                        functions.find("c").isPresent() && task.startsWith("train")
                                ? 1
                                : HALVES.of(functions, task, repeat);
        Run run =
                run(
                        new SearchBench(SearchBench.splits(10, 10), flattering, this::step)
                                .start(set(A)),
                        options().epochs(2),
                        set(A, C));

        assertThat(run.epochs().getFirst().decision().reason())
                .isEqualTo("dominated by set " + set(A).hash().substring(0, 8));
        assertThat(asked).containsExactly("1 a []", "2 a [1 RolledBack ac]");
    }

    @Test
    void eachSetTellsWhatWasTriedFromItAndWhereItComesFrom() {
        run(
                new SearchBench(SearchBench.splits(10, 10), HALVES, this::step).start(set(A)),
                options().epochs(8).patience(20).crossoverEvery(0),
                set(B),
                set(C));

        String triedFrom = asked.get(1).substring(2, 3);
        String a = "a".equals(triedFrom) ? "2 Dropped c, 1 Beside b" : "1 Beside b";
        String b = "b".equals(triedFrom) ? "2 Dropped c, 1 Kept b" : "1 Kept b";
        assertThat(asked.subList(2, 8))
                .extracting(text -> text.substring(2))
                .containsOnly("a [%s]".formatted(a), "b [%s]".formatted(b));
    }

    @Test
    void whatWasRejectedFromOneSetIsRefusedFromAllUpToNamesAndFormatting() {
        run(
                new SearchBench(SearchBench.splits(10, 10), HALVES, this::step).start(set(A)),
                options().epochs(8).patience(20).crossoverEvery(0),
                set(B),
                set(C));

        assertThat(refusesC.subList(0, 2)).containsOnly(false);
        assertThat(refusesC.subList(2, 8)).containsOnly(true);
        assertThat(asked.subList(2, 8)).anyMatch(text -> text.contains(" a ["));
        assertThat(asked.subList(2, 8)).anyMatch(text -> text.contains(" b ["));
    }

    @Test
    void underTheRuleOfThePaperTrainingScoresDecideAlone() {
        // a learns the training tasks by heart, b solves all of the others
        Scores rote =
                (functions, task, _) ->
                        functions.find(task.startsWith("train") ? "a" : "b").isPresent() ? 1 : 0;
        Run run = run(rote, options().accept(Acceptance.PAPER).epochs(2), set(A), set(B));

        assertThat(run.best().functions()).isEqualTo(set(A));
        assertThat(run.epochs().getFirst().decision().reason())
                .isEqualTo(
                        "in the population, leads 10 of 10 tasks, the best: the training score is"
                                + " higher");
        assertThat(run.epochs().get(1).accepted()).isFalse();
    }

    @Test
    void withTooFewValidationTasksTrainingTasksDecideAsWell() {
        Run run =
                run(
                        new SearchBench(SearchBench.splits(10, 1), HALVES, this::step),
                        options().epochs(1),
                        set(A));

        assertThat(run.epochs().getFirst().decision().reason())
                .startsWith("in the population, leads 5 of 11 tasks, the best: a gain");
        assertThat(run.best().functions()).isEqualTo(set(A));
    }

    @Test
    void aSetThatWasTriedIsNotEvaluatedAgain() {
        Run run = run(HALVES, options().epochs(2).crossoverEvery(0), set(C), set(C));

        assertThat(run.epochs().get(1).decision().reason()).isEqualTo("this set was tried before");
        assertThat(run.spent().calls()).isEqualTo(20 + 10 + 2);
    }

    @Test
    void aSetThatOnlySeemsBetterStaysInThePopulationAndTheStartIsKept() {
        // one task won may be chance
        Scores lucky =
                (functions, task, _) ->
                        functions.find("a").isPresent() && task.endsWith("0") ? 1 : 0;
        Run run = run(lucky, options().epochs(1), set(A));

        assertThat(run.epochs().getFirst().accepted()).isTrue();
        assertThat(run.epochs().getFirst().decision().reason())
                .isEqualTo(
                        "in the population, leads 1 of 10 tasks, not the best: the gain may be"
                                + " chance: 1 won, 0 lost of 10 tasks, p = 0.500");
        assertThat(run.best().functions()).isEqualTo(FunctionSet.empty());
        assertThat(ofEpoch(run, 1)).contains("best_judged", "accepted");
        assertThat(RunFolder.open(folder.resolve("run")).functions().versions()).hasSize(1);
    }

    @Test
    void theBestIsComparedAfterEquallyManyRollouts() {
        // a needs two repeats to pass; b shines in the first one and is worse after the second
        Scores fickle =
                (functions, task, repeat) -> {
                    int number = Integer.parseInt(task.replaceAll("\\D", ""));
                    boolean first = repeat == 1;
                    boolean a = functions.find("a").isPresent() && number < (first ? 4 : 6);
                    boolean b = functions.find("b").isPresent() && number < (first ? 6 : 3);
                    return a || b || number == 9 ? 1 : 0;
                };
        Run run =
                run(
                        fickle,
                        options().epochs(2).maxRepeats(3).significance(0.05).crossoverEvery(0),
                        set(A),
                        set(B));

        assertThat(run.epochs()).extracting(Epoch::accepted).containsExactly(true, true);
        assertThat(run.epochs().get(1).decision().reason()).doesNotContain("best");
        assertThat(run.best().functions()).isEqualTo(set(A));
        assertThat(run.best().validation().repeats()).isEqualTo(2);
        assertThat(run.keys()).contains("rollout " + set(B).hash() + " validation validation0 2");
    }

    @Test
    void aSetThatFallsBehindInTheRaceIsNotTheBest() {
        // b is ahead of a after one repeat, and behind it after the second, which the rule asks for
        Scores racing =
                (functions, task, repeat) -> {
                    int number = Integer.parseInt(task.replaceAll("\\D", ""));
                    if (functions.find("b").isPresent()) {
                        return repeat == 1
                                ? (number > 1 && number < 9 ? 1 : 0)
                                : number < 4 ? 1 : 0;
                    }
                    return number < (functions.find("a").isPresent() ? 6 : 2) ? 1 : 0;
                };
        Run run =
                run(
                        racing,
                        options()
                                .epochs(2)
                                .maxRepeats(2)
                                .significance(0.07)
                                .maxRegressions(1)
                                .crossoverEvery(0),
                        set(A),
                        set(B));

        assertThat(run.epochs().get(1).accepted()).isTrue();
        assertThat(run.epochs().get(1).decision().reason())
                .endsWith(", with more repeats not the best");
        assertThat(run.best().functions()).isEqualTo(set(A));
        assertThat(run.best().validation().repeats()).isEqualTo(2);
    }

    @Test
    void onAPlateauParentsAreDrawnFromTheStartAndTheLeastVisited() {
        Run run = run(HALVES, options().epochs(12).patience(12).crossoverEvery(0), set(A));

        List<String> parents =
                asked.stream().map(text -> text.replaceAll("\\d+ (\\w*) .*", "$1")).toList();
        assertThat(run.epochs()).hasSize(12);
        // six proposals without a change after the first, then restarts
        assertThat(parents.subList(1, 7)).containsOnly("a");
        assertThat(parents.subList(7, 12)).contains("");
        assertThat(run.ended()).isEqualTo("epochs");
    }

    @Test
    void patienceCountsProposalsWithoutAChangeOfTheFrontier() {
        Run run = run(HALVES, options().epochs(20).patience(4).crossoverEvery(0), set(A));

        assertThat(run.epochs()).hasSize(5);
        assertThat(run.ended()).isEqualTo("patience");
    }

    @Test
    void aSetThatSolvesAllEndsTheSearch() {
        Run run = run((functions, _, _) -> functions.size(), options(), set(A));

        assertThat(run.ended()).isEqualTo("solved");
        assertThat(run.epochs()).hasSize(1);
        assertThat(run.best().functions()).isEqualTo(set(A));
    }

    @Test
    void withoutValidationTasksTrainingDecides() {
        Run run =
                run(
                        new SearchBench(SearchBench.splits(10, 0), HALVES, this::step),
                        options().epochs(1),
                        set(A));

        assertThat(run.best().functions()).isEqualTo(set(A));
        assertThat(run.epochs().getFirst().validation()).isEmpty();
    }

    @Test
    void anAsGoodSetOfFewerFunctionsIsTheBest() {
        Run run =
                run(
                        new SearchBench(SearchBench.splits(10, 10), HALVES, this::step)
                                .start(set(A, C)),
                        options().epochs(1),
                        set(A));

        assertThat(run.best().functions()).isEqualTo(set(A));
        assertThat(run.epochs().getFirst().decision().reason()).contains("as good and smaller");
    }
}
