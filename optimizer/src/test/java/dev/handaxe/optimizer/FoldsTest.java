package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.optimizer.TrainingOptions.SearchMethod;
import dev.handaxe.optimizer.findings.Folds;
import dev.handaxe.optimizer.findings.Folds.Fold;
import dev.handaxe.optimizer.findings.TestComparison;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FoldsTest {
    private static final Splits SPLITS = World.splits(4, 2, 6);

    @TempDir Path folder;

    private static List<String> ids(List<Task> tasks) {
        return tasks.stream().map(Task::id).toList();
    }

    @Test
    void everyTaskIsTestedOnceAndNeverInItsOwnTraining() {
        var plan = new FoldPlan(SPLITS, 5, 7);
        List<String> tested = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            Splits fold = plan.fold(number);
            tested.addAll(ids(fold.test()));
            Set<String> seen = new HashSet<>(ids(fold.train()));
            seen.addAll(ids(fold.validation()));
            assertThat(seen).hasSize(12 - fold.test().size());
            assertThat(seen).doesNotContainAnyElementsOf(ids(fold.test()));
            assertThat(fold.test().size()).isBetween(2, 3);
            // the run has one validation task for two training tasks
            assertThat(fold.validation()).hasSize(3);
        }
        assertThat(tested).hasSize(12).doesNotHaveDuplicates();
        assertThat(plan.all().test()).isEmpty();
        assertThat(plan.all().train()).hasSize(8);
        assertThat(plan.all().validation()).hasSize(4);
        assertThat(new FoldPlan(SPLITS, 5, 7).fold(2)).isEqualTo(plan.fold(2));
        assertThat(new FoldPlan(SPLITS, 5, 8).fold(2)).isNotEqualTo(plan.fold(2));
    }

    @Test
    void withoutValidationTasksAFoldHasNone() {
        var plan = new FoldPlan(World.splits(6, 0, 0), 3, 1);

        assertThat(plan.fold(1).validation()).isEmpty();
        assertThat(plan.fold(1).train()).hasSize(4);
    }

    private static World world() {
        World.Edit[] script =
                Stream.generate(() -> World.Edit.add(World.GOOD))
                        .limit(4)
                        .toArray(World.Edit[]::new);
        return new World(script);
    }

    private static TrainingOptions.Builder options() {
        return World.options().folds(3).maxEdits(1).concurrency(1);
    }

    private TrainingResult train(String name, World world, ChatModel model, TrainingOptions given) {
        Path path = folder.resolve(name);
        RunFolder run =
                Files.exists(path) ? RunFolder.open(path) : RunFolder.create(path, Map.of());
        return new Trainer(ModelGateway.live(model).build(), world.runner, World.GRADER)
                .train(run, SPLITS, FunctionSet.empty(), given, TrainingListener.NONE);
    }

    @Test
    void theFoldsEstimateWhatTrainingIsWorth() {
        World world = world();
        TrainingResult result = train("run", world, world.model, options().build());

        assertThat(result.functions()).isEqualTo(World.set(World.GOOD));
        assertThat(result.test()).isEmpty();
        Folds folds = result.findings().folds().orElseThrow();
        assertThat(folds.each())
                .containsExactly(
                        new Fold(1, 4, 0, 1, 1, "solved"),
                        new Fold(2, 4, 0, 1, 1, "solved"),
                        new Fold(3, 4, 0, 1, 1, "solved"));
        TestComparison pooled = folds.pooled().orElseThrow();
        assertThat(pooled.after().tasks()).isEqualTo(12);
        assertThat(pooled.won()).isEqualTo(12);
        assertThat(result.findings().conclusion().orElseThrow())
                .isEqualTo(
                        "Training like this, estimated by 3 of 3 folds: Better than not training"
                                + " (p < 0.001; 12 won, 0 lost of 12 test tasks).");
        assertThat(result.node().path("folds").path("estimates").asText())
                .isEqualTo("the procedure");
    }

    @Test
    void noOptimizerSeesTheTestTasksOfItsFoldAndNoNameIsShared() throws Exception {
        World world = world();
        train("run", world, world.model, options().build());
        var plan = new FoldPlan(SPLITS, 3, options().build().seed());
        List<String> labels = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("run/ledger.jsonl"))) {
            JsonNode event = Json.read(line);
            String label = event.path("data").path("label").asText();
            labels.add(label);
            for (int number = 1; number <= 3; number++) {
                if (label.startsWith("optimizer fold " + number + " ")) {
                    assertThat(plan.fold(number).test())
                            .noneMatch(task -> line.contains(task.question()));
                    assertThat(plan.fold(number).train())
                            .allMatch(task -> line.contains(task.question()));
                }
            }
        }
        for (int number = 1; number <= 3; number++) {
            String fold = "fold " + number + " ";
            assertThat(labels)
                    .anyMatch(label -> label.startsWith("optimizer " + fold + "epoch 1 action 1"))
                    .anyMatch(label -> label.startsWith("agent " + fold + "test task"));
        }
        assertThat(labels).anyMatch(label -> label.startsWith("optimizer epoch 1 action 1"));
    }

    @Test
    void theStoreHasTheRunsOwnSetsOnly() {
        // the first fold keeps a set in its second epoch, the run in its first
        World world =
                new World(
                        World.Edit.add(World.GOOD),
                        World.Edit.add(World.BAD),
                        World.Edit.add(World.GOOD),
                        World.Edit.add(World.GOOD),
                        World.Edit.add(World.GOOD));
        train("run", world, world.model, options().build());

        assertThat(RunFolder.open(folder.resolve("run")).functions().versions()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void aRunWithFoldsKilledAnywhereEndsTheSame(SearchMethod method) {
        World whole = world();
        TrainingOptions options = options().search(method).build();
        String expected = found(train("whole", whole, whole.model, options));
        int calls = whole.model.calls();
        for (int killedAfter = 5; killedAfter < calls; killedAfter += 17) {
            World world = world();
            String name = "run" + killedAfter;
            var left = new AtomicInteger(killedAfter);
            ChatModel dying =
                    new ChatModel() {
                        @Override
                        public ChatResponse doChat(ChatRequest request) {
                            if (left.getAndDecrement() <= 0) {
                                throw new AuthenticationException("gone");
                            }
                            return world.model.chat(request);
                        }
                    };
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(() -> train(name, world, dying, options));

            assertThat(found(train(name, world, world.model, options)))
                    .as("killed after %s", killedAfter)
                    .isEqualTo(expected);
            assertThat(world.model.calls()).as("killed after %s", killedAfter).isEqualTo(calls);
        }
    }

    private static String found(TrainingResult result) {
        var node = result.node().without(List.of("seconds", "run", "usage"));
        return node + " " + result.usage();
    }

    @Test
    void aBudgetThatEndsTheFoldsLeavesTheSetAndTheFoldsThatAreFinished() {
        World whole = world();
        train("whole", whole, whole.model, options().build());
        World world = world();
        TrainingResult result =
                train(
                        "run",
                        world,
                        world.model,
                        options().budgetCalls(whole.model.calls() - 1).build());

        assertThat(result.ending().stopped()).isEqualTo("budget");
        assertThat(result.functions()).isEqualTo(World.set(World.GOOD));
        Folds folds = result.findings().folds().orElseThrow();
        assertThat(folds.each()).hasSize(2);
        assertThat(FindingsJson.node(folds).path("finished").asInt()).isEqualTo(2);
        assertThat(result.findings().conclusion().orElseThrow()).contains("2 of 3 folds");
    }

    @Test
    void aSmallRunWithoutFoldsIsToldHowMuchItsTestSays() {
        World world = world();
        TrainingResult result =
                train("run", world, world.model, World.options().maxEdits(1).build());

        assertThat(result.ending().notes())
                .last()
                .isEqualTo(
                        "On 6 test tasks the score is known within 61 to 100 %: --folds 5 would test on"
                                + " all 12 tasks.");
    }

    @Test
    void foldsNeedTasksAndTraining() {
        assertThatThrownBy(() -> train("many", world(), world().model, options().folds(7).build()))
                .hasMessageContaining("7 folds need at least 14 tasks, and there are 12");
        assertThatThrownBy(() -> train("none", world(), world().model, options().epochs(0).build()))
                .hasMessageContaining("0 epochs");
        assertThatThrownBy(() -> TrainingOptions.builder().folds(1))
                .hasMessageContaining("folds is 1");
    }
}
