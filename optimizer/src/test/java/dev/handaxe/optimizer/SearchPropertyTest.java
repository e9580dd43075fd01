package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.SearchBench.Run;
import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.TrainingOptions.SearchMethod;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.optimizer.TrainingResult.Epoch;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every search in every world: worlds are drawn, some hundred for each property. */
class SearchPropertyTest {
    private static final int WORLDS = 120;
    private static final double ROUNDING = 1e-9;

    @TempDir(factory = InMemory.class)
    Path folder;

    /** A file system in memory where there is one: the ledger forces every event to the disk. */
    static final class InMemory implements TempDirFactory {
        private static final Path MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
                throws IOException {
            return Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "handaxe")
                    : Files.createTempDirectory("handaxe");
        }
    }

    /**
     * Tables of scores and scripts of edits, both by chance: every version of every function helps
     * with some tasks and spoils others.
     */
    private record World(int seed) {
        private static final int NAMES = 5;
        private static final int VERSIONS = 4;

        private int chance(int bound, Object... of) {
            return new Random(31L * seed + List.of(of).hashCode()).nextInt(1000) % bound;
        }

        Splits splits() {
            return SearchBench.splits(3 + chance(6, "train"), seed % 5 == 0 ? 0 : 3 + seed % 6);
        }

        /** Every fourth world has grades in between, every seventh a fickle agent. */
        double score(FunctionSet functions, String task, int repeat) {
            int effect = chance(5, task) == 0 ? 1 : 0;
            for (FunctionDefinition function : functions.functions()) {
                int roll = chance(10, function.source(), task);
                effect += roll < 3 ? 1 : roll == 9 ? -1 : 0;
            }
            if (isFickle() && chance(6, task, functions.hash(), repeat) == 0) {
                effect = 1 - effect;
            }
            int grades = seed % 4 == 0 ? 3 : 1;
            return Math.clamp(effect, 0, grades) / (double) grades;
        }

        boolean isFickle() {
            return seed % 7 == 3;
        }

        /** Every fifth world has the paper's rule: training scores decide. */
        boolean byPaper() {
            return seed % 5 == 2;
        }

        double score(Candidate candidate) {
            boolean byTraining = byPaper() || splits().validation().isEmpty();
            return (byTraining ? candidate.train() : candidate.validation()).score().orElseThrow();
        }

        AgentOptimizer.Step step(int epoch, Evaluation current, EditHistory history) {
            var random = new Random(31L * seed + Objects.hash(epoch, current.functions().hash()));
            random.nextInt();
            FunctionSet functions = current.functions();
            List<Edit> edits = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                String name = "f" + random.nextInt(NAMES);
                boolean known = functions.find(name).isPresent();
                if (known && random.nextInt(3) == 0) {
                    functions = functions.without(name);
                    edits.add(new Edit("remove_function", name));
                } else {
                    functions =
                            functions.with(SearchBench.function(name, random.nextInt(VERSIONS)));
                    edits.add(new Edit((known ? "revise" : "add") + "_function", name));
                }
            }
            return new AgentOptimizer.Step(functions, edits);
        }

        SearchBench bench() {
            return new SearchBench(splits(), this::score, this::step).start(start());
        }

        FunctionSet start() {
            return seed % 3 == 0
                    ? SearchBench.set(SearchBench.function("f0", 0))
                    : FunctionSet.empty();
        }

        /** The same, and others go first, more or fewer of them. */
        @SuppressWarnings("ThreadPriorityCheck") // another order of threads is another case
        double scoreAfterAWhile(FunctionSet functions, String task, int repeat) {
            for (int i = ThreadLocalRandom.current().nextInt(8); i > 0; i--) {
                Thread.yield();
            }
            return score(functions, task, repeat);
        }

        TrainingOptions options(SearchMethod method) {
            return options(method, seed);
        }

        TrainingOptions options(SearchMethod method, long searchSeed) {
            return builder(method, searchSeed).build();
        }

        TrainingOptions.Builder builder(SearchMethod method, long searchSeed) {
            return TrainingOptions.builder()
                    .search(method)
                    .accept(byPaper() ? Acceptance.PAPER : Acceptance.VALIDATION)
                    .seed(searchSeed)
                    .epochs(9)
                    .patience(4 + seed % 4)
                    .repeats(seed % 6 == 1 ? 2 : 1)
                    .crossoverEvery(1 + seed % 4)
                    .concurrency(1);
        }
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void theBestIsNeverLost(SearchMethod method) {
        int improved = 0;
        for (int seed = 0; seed < WORLDS; seed++) {
            var world = new World(seed);
            List<Candidate> best = new ArrayList<>();
            Run run =
                    world.bench()
                            .afterEpoch(search -> best.add(search.best()))
                            .run(folder.resolve("world" + seed), world.options(method));

            for (int i = 1; i < best.size() && !world.isFickle(); i++) {
                assertThat(world.score(best.get(i)))
                        .as("world %d epoch %d", seed, i + 1)
                        .isGreaterThan(world.score(best.get(i - 1)) - ROUNDING);
            }
            if (!best.isEmpty()) {
                assertThat(run.best()).isEqualTo(best.getLast());
                improved += world.score(best.getLast()) > world.score(best.getFirst()) ? 1 : 0;
            }
            assertThat(RunFolder.open(folder.resolve("world" + seed)).functions().load())
                    .as("the store of world %d", seed)
                    .isEqualTo(run.best().functions());
        }
        assertThat(improved).isGreaterThan(WORLDS / 20);
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void theAgentHearsOfEverySetThatIsKeptAndOfNoOther(SearchMethod method) {
        for (int seed = 0; seed < WORLDS / 4; seed++) {
            var world = new World(seed);
            SearchBench bench = world.bench();
            Run run = bench.run(folder.resolve("world" + seed), world.options(method));

            assertThat(bench.kept())
                    .isEqualTo((int) run.epochs().stream().filter(Epoch::accepted).count());
        }
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void whatIsKeptIsTheBestThatPassedTheRule(SearchMethod method) {
        int kept = 0;
        for (int seed = 0; seed < WORLDS; seed++) {
            var world = new World(seed);
            if (world.isFickle()) {
                continue;
            }
            Path path = folder.resolve("world" + seed);
            Run run = world.bench().run(path, world.options(method));
            var versions = RunFolder.open(path).functions().versions();
            double first = mean(world, versions.getFirst().functions());
            assertThat(mean(world, run.best().functions())).isGreaterThan(first - ROUNDING);
            double passed =
                    versions.stream().mapToDouble(v -> mean(world, v.functions())).max().orElse(0);
            assertThat(mean(world, run.best().functions()))
                    .as("world %d", seed)
                    .isGreaterThan(passed - ROUNDING);
            kept += versions.size() - 1;
        }
        assertThat(kept).isPositive();
    }

    private static double mean(World world, FunctionSet functions) {
        List<Task> tasks =
                world.byPaper() || world.splits().validation().isEmpty()
                        ? world.splits().train()
                        : world.splits().validation();
        return tasks.stream().mapToDouble(task -> world.score(functions, task.id(), 1)).sum()
                / tasks.size();
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void aBudgetIsNeverExceededAndLeavesWhatWasReached(SearchMethod method) {
        int cut = 0;
        for (int seed = 0; seed < WORLDS; seed++) {
            var world = new World(seed);
            List<FunctionSet> reached = new ArrayList<>();
            Run whole =
                    world.bench()
                            .afterEpoch(search -> reached.add(search.best().functions()))
                            .run(folder.resolve("whole" + seed), world.options(method));
            int calls = (int) whole.spent().calls();
            int budget = new Random(seed).nextInt(calls + 2);
            SearchBench bench = world.bench();
            if (seed % 2 == 0) {
                bench.budget(budget);
            } else {
                bench.budgetTokens((budget + 1L) * SearchBench.AGENT_TOKENS - 1);
            }
            Run run = bench.run(folder.resolve("cut" + seed), world.options(method));

            assertThat(run.spent().calls()).isLessThanOrEqualTo(budget);
            assertThat(bench.effects()).isEqualTo((int) run.spent().calls());
            assertThat(run.ended().equals("budget")).isEqualTo(budget < calls);
            assertThat(run.epochs()).isEqualTo(whole.epochs().subList(0, run.epochs().size()));
            FunctionSet inHand =
                    run.epochs().isEmpty()
                            ? RunFolder.open(folder.resolve("cut" + seed))
                                    .functions()
                                    .versions()
                                    .getFirst()
                                    .functions()
                            : reached.get(run.epochs().size() - 1);
            assertThat(run.best().functions()).as("world %d", seed).isEqualTo(inHand);
            cut += budget < calls && !run.epochs().isEmpty() ? 1 : 0;
        }
        assertThat(cut).as("runs cut in the middle of the search").isGreaterThan(WORLDS / 3);
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void theSameSeedIsTheSameRun(SearchMethod method) {
        for (int seed = 0; seed < WORLDS; seed++) {
            var world = new World(seed);
            Run one = world.bench().run(folder.resolve("one" + seed), world.options(method));
            Run two = world.bench().run(folder.resolve("two" + seed), world.options(method));

            assertThat(two).as("world %d", seed).isEqualTo(one);
            assertThat(one.keys()).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void rolloutsMayEndInAnyOrder(SearchMethod method) {
        for (int seed = 0; seed < WORLDS / 2; seed++) {
            var world = new World(seed);
            Run alone = world.bench().run(folder.resolve("alone" + seed), world.options(method));
            TrainingOptions together = world.builder(method, seed).concurrency(8).build();
            Run shuffled =
                    new SearchBench(world.splits(), world::scoreAfterAWhile, world::step)
                            .start(world.start())
                            .run(folder.resolve("together" + seed), together);

            assertThat(shuffled.ended()).isEqualTo(alone.ended());
            assertThat(shuffled.best()).as("world %d", seed).isEqualTo(alone.best());
            assertThat(shuffled.epochs()).isEqualTo(alone.epochs());
            assertThat(shuffled.spent()).isEqualTo(alone.spent());
            assertThat(shuffled.keys()).containsExactlyInAnyOrderElementsOf(alone.keys());
        }
    }

    @Test
    void anotherSeedIsAnotherRunSomewhere() {
        int different = 0;
        for (int seed = 0; seed < WORLDS; seed++) {
            var world = new World(seed);
            SearchMethod pareto = SearchMethod.PARETO;
            Run one = world.bench().run(folder.resolve("one" + seed), world.options(pareto, 1));
            Run two = world.bench().run(folder.resolve("two" + seed), world.options(pareto, 2));
            different += one.epochs().equals(two.epochs()) ? 0 : 1;
        }
        assertThat(different).isGreaterThan(WORLDS / 4);
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void aKilledRunGoesOnToTheSameEndWithoutRepeatingACall(SearchMethod method) {
        for (int seed = 0; seed < WORLDS; seed++) {
            var world = new World(seed);
            SearchBench undisturbed = world.bench();
            Run whole = undisturbed.run(folder.resolve("whole" + seed), world.options(method));
            SearchBench bench = world.bench();
            Path path = folder.resolve("killed" + seed);
            var kills = new Random(seed);
            int killedAfter = 0;
            for (int kill = 0; kill < 3; kill++) {
                killedAfter += kills.nextInt(Math.max(1, undisturbed.effects() - killedAfter));
                bench.killedAfter(killedAfter);
                assertThatThrownBy(() -> bench.run(path, world.options(method)))
                        .isInstanceOf(HandaxeException.class);
            }
            bench.killedAfter(Integer.MAX_VALUE);
            Run resumed = bench.run(path, world.options(method));

            assertThat(resumed).as("world %d", seed).isEqualTo(whole);
            assertThat(bench.effects()).isEqualTo(undisturbed.effects());
        }
    }

    @Test
    void thePopulationIsBoundedAndHasNoDominatedSetAndNoDuplicate() {
        AtomicInteger largest = new AtomicInteger();
        for (int seed = 0; seed < 8; seed++) {
            var world = new World(seed);
            TrainingOptions options =
                    TrainingOptions.builder()
                            .search(SearchMethod.PARETO)
                            .seed(seed)
                            .epochs(100)
                            .patience(100)
                            .significance(0)
                            .maxRepeats(1)
                            .concurrency(1)
                            .build();
            new SearchBench(SearchBench.splits(30, 0), world::score, world::step)
                    .afterEpoch(search -> largest.accumulateAndGet(check(search), Math::max))
                    .run(folder.resolve("world" + seed), options);
        }
        assertThat(largest).hasValue(Population.MOST);
    }

    /** The size of the population. */
    private static int check(Search search) {
        List<Member> members = ((Pareto) search).population();
        assertThat(members).isNotEmpty().hasSizeLessThanOrEqualTo(Population.MOST);
        Set<String> hashes = new HashSet<>();
        for (Member member : members) {
            assertThat(hashes.add(member.hash())).isTrue();
            assertThat(members).noneMatch(other -> other != member && other.dominates(member));
        }
        assertThat(Frontier.of(members).members()).isNotEmpty().isSubsetOf(members);
        return members.size();
    }

    @Test
    void aParentIsASetThatWasKeptOrTheStart() {
        for (int seed = 0; seed < WORLDS; seed++) {
            var world = new World(seed);
            Path path = folder.resolve("world" + seed);
            Run run = world.bench().run(path, world.options(SearchMethod.PARETO));
            Set<String> known = new HashSet<>();
            known.add(RunFolder.open(path).functions().versions().getFirst().functions().hash());
            for (Epoch epoch : run.epochs()) {
                var lineage = epoch.lineage().orElseThrow();
                assertThat(known).containsAll(lineage.parents());
                if (epoch.accepted()) {
                    known.add(lineage.set());
                }
            }
        }
    }
}
