package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.optimizer.TrainingOptions.ControlMode;
import dev.handaxe.optimizer.TrainingOptions.CreditMode;
import dev.handaxe.optimizer.TrainingOptions.SearchMethod;
import dev.handaxe.optimizer.findings.ControlArm;
import dev.handaxe.optimizer.findings.Controls;
import dev.handaxe.optimizer.findings.Credit;
import dev.handaxe.optimizer.findings.FunctionCredit;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.ParameterSchema;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs with controls and credit. */
class CourseTest {
    private static final Splits SPLITS = World.splits(4, 4, 6);

    /** The set it begins with has a function that nobody calls. */
    private static final FunctionSet START =
            FunctionSet.of(
                    List.of(
                            FunctionDefinition.builder("idle", "def idle(n):\n    return 1")
                                    .description("idle")
                                    .parameters(ParameterSchema.parse(World.SCHEMA))
                                    .build()));

    private static final World.Edit[] SCRIPT = {
        World.Edit.add(World.BAD), World.Edit.terminate(), World.Edit.add(World.GOOD),
    };

    @TempDir Path folder;

    private static TrainingOptions.Builder options() {
        return World.options().controls(ControlMode.ON).credit(CreditMode.FULL).maxEdits(3);
    }

    private TrainingResult train(
            String name,
            World world,
            ChatModel model,
            TrainingOptions options,
            TrainingListener listener) {
        Path path = folder.resolve(name);
        RunFolder run =
                Files.exists(path) ? RunFolder.open(path) : RunFolder.create(path, Map.of());
        return new Trainer(ModelGateway.live(model).build(), world.runner, World.GRADER)
                .train(run, SPLITS, START, options, listener);
    }

    private TrainingResult train(World world, TrainingOptions options) {
        return train("run", world, world.model, options, TrainingListener.NONE);
    }

    /** What a run found, without its time and its folder. */
    private static String found(TrainingResult result) {
        var node = result.node().without(List.of("seconds", "run", "usage"));
        return node + " " + result.usage();
    }

    @Test
    void aGoodFunctionIsBetterThanNotTrainingAndASingleRewrite() {
        TrainingResult result = train(new World(SCRIPT), options().build());

        assertThat(result.findings().conclusion().orElseThrow())
                .isEqualTo(
                        "Better than not training (p = 0.031; 6 won, 0 lost of 6 test tasks). Better than a"
                                + " single rewrite (p = 0.031). Better than retries (p = 0.031). Better than"
                                + " self-consistency (p = 0.031).");
        Controls controls = result.findings().controls().orElseThrow();
        assertThat(controls.arms()).hasSize(4).allMatch(arm -> arm.outcome().isPresent());
        assertThat(controls.budgetTokens()).isPositive().isLessThan(result.usage().tokens());
        assertThat(controls.arms())
                .allMatch(arm -> arm.outcome().get().spent().tokens() <= controls.budgetTokens());
    }

    @Test
    void whereTheFirstEditIsTheGainTheSingleRewriteDoesAsWell() {
        TrainingResult result = train(new World(World.Edit.add(World.GOOD)), options().build());

        assertThat(result.findings().conclusion().orElseThrow())
                .contains("A single rewrite does as well.");
        ControlArm.Outcome rewrite =
                result.findings()
                        .controls()
                        .orElseThrow()
                        .outcome(Controls.SINGLE_REWRITE)
                        .orElseThrow();
        // 4 training tasks of one call, and the optimizer's add and terminate
        assertThat(rewrite.spent().tokens()).isEqualTo((4 + 2) * StubModel.USAGE.totalTokenCount());
    }

    @Test
    void trainingTookTheTokensOfAgentAndOptimizerBeforeTheTest() {
        World world = new World(World.Edit.add(World.GOOD));
        var atTest = new AtomicInteger();
        TrainingListener listener =
                new TrainingListener() {
                    @Override
                    public void phaseStarted(String phase, int total) {
                        if (phase.equals("baseline test")) {
                            atTest.set(world.model.calls());
                        }
                    }
                };
        TrainingResult result = train("run", world, world.model, options().build(), listener);

        int secondAttempts = 4;
        assertThat(result.findings().controls().orElseThrow().budgetTokens())
                .isEqualTo(
                        (long) (atTest.get() - secondAttempts) * StubModel.USAGE.totalTokenCount());
    }

    @Test
    void theSealedTestIsReadAfterAllDecisionsAndForControlsLast() {
        List<String> phases = new ArrayList<>();
        World world = new World(SCRIPT);
        train(
                "run",
                world,
                world.model,
                options().build(),
                new TrainingListener() {
                    @Override
                    public void phaseStarted(String phase, int total) {
                        phases.add(phase);
                    }
                });

        assertThat(phases)
                .startsWith("baseline train", "baseline validation", "headroom, second attempt")
                .containsSubsequence(
                        "epoch 2 validation",
                        "credit without square",
                        "pruned validation",
                        "baseline test",
                        "test",
                        "control single rewrite",
                        "control self-consistency, attempt 2");
        int test = phases.indexOf("baseline test");
        assertThat(phases.subList(0, test))
                .noneMatch(phase -> phase.contains("test") || phase.contains("control"));
        assertThat(phases.subList(test + 2, phases.size()))
                .isNotEmpty()
                .allMatch(phase -> phase.startsWith("control "));
    }

    @Test
    void whatNobodyCalledIsPrunedFromTheResultAndTheStore() {
        TrainingResult result = train(new World(SCRIPT), options().build());

        assertThat(result.functions()).isEqualTo(World.set(World.GOOD));
        Credit credit = result.findings().credit().orElseThrow();
        assertThat(credit.pruning().orElseThrow().unused()).containsExactly("idle");
        assertThat(credit.functions()).extracting(FunctionCredit::name).contains("idle");
        var versions = RunFolder.open(folder.resolve("run")).functions().versions();
        assertThat(versions).hasSize(3);
        assertThat(versions.getLast().provenance()).containsEntry("pruned", "idle");
    }

    @Test
    void freeCreditCostsNoCallAndPrunesNothing() {
        World full = new World(SCRIPT);
        train("full", full, full.model, options().build(), TrainingListener.NONE);
        World free = new World(SCRIPT);
        var cheap = World.options().maxEdits(3).build();
        TrainingResult result = train("free", free, free.model, cheap, TrainingListener.NONE);

        assertThat(free.model.calls()).isLessThan(full.model.calls());
        assertThat(result.functions().size()).isEqualTo(2);
        assertThat(result.findings().credit().orElseThrow().functions()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void theSingleRewriteAsksTheOptimizerNothing(SearchMethod method) {
        World with = new World(SCRIPT);
        World without = new World(SCRIPT);
        train("with", with, with.model, options().search(method).build(), TrainingListener.NONE);
        TrainingOptions off = options().search(method).controls(ControlMode.OFF).build();
        train("without", without, without.model, off, TrainingListener.NONE);

        assertThat(with.model.optimizerRequests()).hasSameSizeAs(without.model.optimizerRequests());
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void aRunKilledAnywhereEndsTheSame(SearchMethod method) {
        World whole = new World(SCRIPT);
        TrainingOptions options = options().search(method).concurrency(2).build();
        String expected = found(train("whole", whole, whole.model, options, TrainingListener.NONE));
        int calls = whole.model.calls();
        for (int killedAfter = 3; killedAfter < calls; killedAfter += 9) {
            World world = new World(SCRIPT);
            String name = "run" + killedAfter;
            ChatModel dying = dying(world.model, killedAfter);
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(() -> train(name, world, dying, options, TrainingListener.NONE));
            TrainingResult resumed =
                    train(name, world, world.model, options, TrainingListener.NONE);

            assertThat(found(resumed)).as("killed after %s", killedAfter).isEqualTo(expected);
            assertThat(world.model.calls()).as("killed after %s", killedAfter).isEqualTo(calls);
        }
    }

    private static ChatModel dying(ChatModel model, int answers) {
        var left = new AtomicInteger(answers);
        return new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                if (left.getAndDecrement() <= 0) {
                    throw new AuthenticationException("gone");
                }
                return model.chat(request);
            }
        };
    }

    @Test
    void aBudgetThatEndsTheControlsLeavesTheRestOfTheResult() {
        World whole = new World(SCRIPT);
        train("whole", whole, whole.model, options().build(), TrainingListener.NONE);
        World world = new World(SCRIPT);
        TrainingResult result =
                train(
                        "run",
                        world,
                        world.model,
                        options().concurrency(1).budgetCalls(whole.model.calls() - 1).build(),
                        TrainingListener.NONE);

        assertThat(result.ending().stopped()).isEqualTo("budget");
        assertThat(result.test()).isPresent();
        Controls controls = result.findings().controls().orElseThrow();
        assertThat(controls.outcome(Controls.RETRIES)).isPresent();
        assertThat(controls.outcome(Controls.SELF_CONSISTENCY)).isEmpty();
    }
}
