package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.optimizer.TrainingResult.Epoch;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.PythonValue;
import dev.langchain4j.data.message.AiMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final Splits SPLITS = World.splits(4, 3, 2);

    @TempDir Path folder;

    private TrainingResult train(World world, TrainingOptions options) {
        return train(world, SPLITS, FunctionSet.empty(), options, TrainingListener.NONE);
    }

    private TrainingResult train(
            World world,
            Splits splits,
            FunctionSet start,
            TrainingOptions options,
            TrainingListener listener) {
        Trainer trainer =
                new Trainer(ModelGateway.live(world.model).build(), world.runner, World.GRADER);
        RunFolder run = RunFolder.create(folder.resolve("run"), Map.of("dataset", "squares"));
        return trainer.train(run, splits, start, options, listener);
    }

    private RunFolder opened() {
        return RunFolder.open(folder.resolve("run"));
    }

    @Test
    void aFunctionThatHelpsIsKept() {
        TrainingResult result =
                train(new World(World.Edit.add(World.GOOD)), World.options().build());

        assertThat(result.baseline().train()).hasValue(0.0);
        assertThat(result.baseline().validation()).hasValue(0.0);
        assertThat(result.baseline().test()).hasValue(0.0);
        assertThat(result.best().train()).hasValue(1.0);
        assertThat(result.best().validation()).hasValue(1.0);
        assertThat(result.best().test()).hasValue(1.0);
        assertThat(result.functions()).isEqualTo(World.set(World.GOOD));
        assertThat(result.epochs())
                .containsExactly(
                        new Epoch(
                                1,
                                List.of(
                                        new Edit(
                                                "add_function",
                                                "square",
                                                List.of(),
                                                StubModel.WHY,
                                                StubModel.EFFECT)),
                                true,
                                Optional.of(1.0),
                                Optional.of(1.0),
                                new Decision(
                                        true,
                                        "a gain: 3 won, 0 lost of 3 tasks, p = 0.125",
                                        3,
                                        0,
                                        0.125,
                                        1),
                                Optional.empty()));
        assertThat(result.ending().stopped()).isEqualTo("solved");
    }

    @Test
    void whatIsKeptIsInTheStoreWithItsProvenance() {
        train(new World(World.Edit.add(World.GOOD)), World.options().build());

        var store = opened().functions();
        assertThat(store.load()).isEqualTo(World.set(World.GOOD));
        assertThat(store.versions()).hasSize(2);
        assertThat(store.versions().getLast().provenance())
                .containsEntry("epoch", "1")
                .containsEntry("edits", "add_function square")
                .containsEntry("hypothesis", StubModel.WHY)
                .containsEntry("expected_effect", StubModel.EFFECT)
                .containsEntry("train", "4 of 4 (100.0 %)");
    }

    @Test
    void aFunctionThatDoesNotHelpIsRolledBackAndRemembered() {
        World world =
                new World(
                        World.Edit.add(World.BAD),
                        World.Edit.terminate(),
                        World.Edit.add(World.GOOD));
        TrainingResult result = train(world, World.options().maxEdits(3).build());

        assertThat(result.epochs()).extracting(Epoch::accepted).containsExactly(false, true);
        assertThat(StubModel.prompt(world.model.optimizerRequests().get(2)))
                .contains(
                        "- epoch 1: add_function square: rolled back. Hypothesis: "
                                + StubModel.WHY
                                + " Expected: "
                                + StubModel.EFFECT
                                + " Training 0.0 -> 0.0 %,"
                                + " gained none, lost none. Validation 0.0 -> 0.0 %, gained 0"
                                + " tasks, lost 0.")
                .contains("Set A", "It has no functions.");
    }

    @Test
    void whatWasRolledBackIsNotEvaluatedAgain() {
        World world =
                new World(
                        World.Edit.add(World.BAD),
                        World.Edit.terminate(),
                        World.Edit.add("def square(n):\n\n  # twice\n  return n + n"),
                        World.Edit.add(World.GOOD));
        TrainingResult result = train(world, World.options().build());

        assertThat(StubModel.prompt(world.model.optimizerRequests().get(3)))
                .contains("repeats an edit that was rolled back")
                .contains("(epoch 1: add_function square)");
        assertThat(result.functions()).isEqualTo(World.set(World.GOOD));
    }

    @Test
    void onlyTrainingTasksAreTraced() {
        World world = new World(World.Edit.add(World.GOOD));
        Map<String, TraceMode> traces = new ConcurrentHashMap<>();
        FunctionRunner runner =
                (functions, invocation, policy) -> {
                    if (invocation instanceof Invocation.Call call
                            && call.function().equals("square")) {
                        traces.put(String.valueOf(call.named().get("n")), policy.trace());
                    }
                    return world.runner.call(functions, invocation, policy);
                };
        new Trainer(ModelGateway.live(world.model).build(), runner, World.GRADER)
                .train(
                        RunFolder.create(folder.resolve("run"), Map.of()),
                        World.splits(2, 3, 1),
                        FunctionSet.empty(),
                        World.options().build(),
                        TrainingListener.NONE);

        assertThat(traces.values())
                .containsExactlyInAnyOrder(
                        TraceMode.CALLS,
                        TraceMode.CALLS,
                        TraceMode.OFF,
                        TraceMode.OFF,
                        TraceMode.OFF,
                        TraceMode.OFF);
        assertThat(traces.get(String.valueOf(PythonValue.of(70)))).isEqualTo(TraceMode.OFF);
    }

    @Test
    void patienceEndsTheRun() {
        TrainingResult result = train(new World(), World.options().epochs(10).patience(2).build());

        assertThat(result.epochs()).hasSize(2);
        assertThat(result.ending().stopped()).isEqualTo("patience");
    }

    @Test
    void aStepWithoutEditsCostsNoRollouts() {
        World world = new World();
        train(world, World.options().epochs(2).patience(5).build());

        assertThat(world.model.calls() - world.model.optimizerRequests().size())
                .isEqualTo(4 + 3 + 2);
    }

    @Test
    void zeroEpochsScoreWithoutTraining() {
        World world = new World();
        TrainingResult result =
                train(
                        world,
                        SPLITS,
                        World.set(World.GOOD),
                        World.options().epochs(0).build(),
                        TrainingListener.NONE);

        assertThat(result.baseline()).isEqualTo(result.best());
        assertThat(result.best().test()).hasValue(1.0);
        assertThat(world.model.optimizerRequests()).isEmpty();
    }

    @Test
    void theTestSplitIsUsedOnceIfTheSetStayed() {
        List<String> phases = new ArrayList<>();
        World world = new World();
        train(
                world,
                SPLITS,
                FunctionSet.empty(),
                World.options().epochs(1).build(),
                new TrainingListener() {
                    @Override
                    public void phaseStarted(String phase, int total) {
                        phases.add(phase);
                    }
                });

        assertThat(phases)
                .containsExactly("baseline train", "baseline validation", "baseline test");
    }

    @Test
    void theOptimizerSeesTrainingTasksOnlyAndNoGold() {
        World world =
                new World(
                        World.Edit.add(World.BAD),
                        World.Edit.terminate(),
                        World.Edit.revise(World.GOOD));
        train(world, World.options().accept(Acceptance.PAPER).build());

        assertThat(world.model.optimizerRequests())
                .isNotEmpty()
                .allSatisfy(
                        request ->
                                assertThat(StubModel.prompt(request))
                                        .contains("square of 10", "square of 13")
                                        .doesNotContain(
                                                "square of 4", "square of 7", "SECRET-GOLD"));
    }

    @Test
    void theAnswerOfAHiddenTaskIsRefusedAndReachesNoPrompt() {
        Splits splits =
                new Splits(
                        SPLITS.train(),
                        List.of(new Task("v", "What is the square of 40?", "918273", "")),
                        List.of(new Task("t", "Which town?", "New Haven Harbour", "")));
        World world =
                new World(
                        World.Edit.add("def square(n):\n    return 918273"),
                        World.Edit.add("def square(n):\n    return 'new haven harbour'"),
                        World.Edit.add(World.GOOD));
        List<String> refusals = new ArrayList<>();
        train(
                world,
                splits,
                FunctionSet.empty(),
                World.options().epochs(1).build(),
                new TrainingListener() {
                    @Override
                    public void refused(int epoch, String reason) {
                        refusals.add(reason);
                    }
                });

        assertThat(refusals).hasSize(2);
        assertThat(refusals.getFirst())
                .contains("Line 2 of the code of square holds a long number of a single task");
        assertThat(refusals.getLast()).contains("Line 2", "a literal of a single task");
        List<String> told =
                world.model.optimizerRequests().stream()
                        .flatMap(request -> request.messages().stream())
                        .filter(message -> !(message instanceof AiMessage))
                        .map(StubModel::text)
                        .toList();
        assertThat(told)
                .hasSizeGreaterThan(6)
                .allSatisfy(
                        text ->
                                assertThat(text)
                                        .doesNotContainIgnoringCase("918273")
                                        .doesNotContainIgnoringCase("haven"));
    }

    @Test
    void theNumberOfRepairsIsBounded() {
        World.Edit wrong = new World.Edit("remove_function", "{}");
        World none = new World(wrong, wrong, wrong);
        train(none, World.options().epochs(1).repairs(0).build());

        assertThat(none.model.optimizerRequests()).hasSize(1);
    }

    @Test
    void aBudgetEndsTheRunWithWhatIsKnown() {
        TrainingResult result =
                train(
                        new World(World.Edit.add(World.GOOD)),
                        World.options().concurrency(1).budgetCalls(9).build());

        assertThat(result.ending().stopped()).isEqualTo("budget");
        assertThat(result.baseline().train()).hasValue(0.0);
        assertThat(result.best().test()).isEmpty();
        assertThat(result.usage().calls()).isEqualTo(9);
    }

    @Test
    void aBudgetTooSmallForTheBaselineIsReported() {
        TrainingResult result = train(new World(), World.options().budgetCalls(0).build());

        assertThat(result.ending().stopped()).isEqualTo("budget");
        assertThat(result.baseline().train()).isEmpty();
    }

    @Test
    void resultsDoNotDependOnTheOrderRolloutsEndIn() throws IOException {
        TrainingResult one =
                train(
                        new World(World.Edit.add(World.GOOD)),
                        World.options().concurrency(1).build());
        Path first = folder.resolve("run");
        Files.move(first, folder.resolve("first"));
        World world = new World(World.Edit.add(World.GOOD));
        TrainingResult many = train(world, World.options().concurrency(7).build());

        assertThat(many.epochs()).isEqualTo(one.epochs());
        assertThat(many.best()).isEqualTo(one.best());
        assertThat(many.usage()).isEqualTo(one.usage());
    }

    @Test
    void theJsonIsTheContracts() throws Json.Malformed {
        TrainingResult result =
                train(new World(World.Edit.add(World.GOOD)), World.options().build());
        var json = Json.read(result.json());

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "run",
                        "baseline",
                        "final",
                        "epochs",
                        "functions",
                        "usage",
                        "headroom",
                        "test",
                        "credit",
                        "conclusion",
                        "stopped",
                        "seconds",
                        "notes");
        assertThat(json.path("conclusion").asText())
                .isEqualTo(
                        "Not distinguishable from not training (p = 0.500; 2 won, 0 lost of 2 test tasks).");
        assertThat(json.path("credit").toString())
                .isEqualTo(
                        "[{\"name\":\"square\",\"calls\":7,\"succeeded\":7,\"tasks\":7,"
                                + "\"reached_tasks\":7,\"reply_tokens\":24}]");
        assertThat(json.path("functions").toString()).isEqualTo("[\"square\"]");
        assertThat(json.path("usage").fieldNames())
                .toIterable()
                .containsExactly(
                        "calls", "input_tokens", "output_tokens", "agent", "optimizer", "guest");
        assertThat(json.path("usage").path("optimizer").path("calls").asInt()).isEqualTo(2);
        assertThat(json.path("usage").path("guest").path("calls").asInt())
                .as("two trials of the edit, and a call in each rollout with it")
                .isEqualTo(2 + 4 + 3 + 2);
        assertThat(json.path("epochs").get(0).toString())
                .isEqualTo(
                        "{\"epoch\":1,\"proposed\":[{\"action\":\"add_function\",\"name\":\"square\","
                                + "\"hypothesis\":\"It is worked out wrong.\","
                                + "\"expected_effect\":\"Tasks that ask for it are solved.\"}],"
                                + "\"accepted\":true,\"train\":1.0,\"validation\":1.0,"
                                + "\"decision\":{\"accepted\":true,\"reason\":\"a gain: 3 won, 0 lost"
                                + " of 3 tasks, p = 0.125\","
                                + "\"won\":3,\"lost\":0,\"p\":0.125,\"repeats\":1}}");
        assertThat(json.path("test").toString())
                .startsWith("{\"before\":{\"score\":0.0,\"tasks\":2,\"low\":0.0,\"high\":0.657")
                .contains("\"after\":{\"score\":1.0,\"tasks\":2,\"low\":0.342")
                .endsWith(
                        "\"difference\":1.0,\"won\":2,\"lost\":0,\"p\":0.5,\"validation_gap\":0.0}");
    }

    @Test
    void theRunFolderTellsTheRun() throws Exception {
        train(new World(World.Edit.add(World.GOOD)), World.options().build());

        var json = Json.read(Files.readString(folder.resolve("run/run.json")));
        assertThat(json.path("settings").path("dataset").asText()).isEqualTo("squares");
        assertThat(json.path("splits").path("test").toString())
                .isEqualTo("[\"test-70\",\"test-71\"]");
        assertThat(json.path("result").path("final").path("test").asDouble()).isEqualTo(1.0);
        assertThat(Files.readString(folder.resolve("run/ledger.jsonl")))
                .contains(
                        "\"model_call\"",
                        "\"rollout\"",
                        "\"edit_applied\"",
                        "\"epoch_evaluated\"",
                        "\"accepted\"",
                        "\"finished\"");
    }

    @Test
    void trainingNeedsTrainingTasks() {
        assertThatThrownBy(
                        () ->
                                train(
                                        new World(),
                                        World.splits(0, 2, 2),
                                        FunctionSet.empty(),
                                        World.options().build(),
                                        TrainingListener.NONE))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT));
    }

    @Test
    void repeatsAreSeparateSamples() {
        World world = new World();
        train(world, World.options().epochs(0).repeats(3).build());

        assertThat(world.model.calls()).isEqualTo(3 * (4 + 3 + 2));
    }
}
