package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handaxe.optimizer.TrainingOptions.SearchMethod;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResumeTest {
    private static final Splits SPLITS = World.splits(4, 3, 2);
    private static final World.Edit[] SCRIPT = {
        World.Edit.add(World.BAD),
        World.Edit.terminate(),
        new World.Edit("revise_function", "{\"name\":\"nobody\"}"),
        World.Edit.add(World.GOOD),
    };

    @TempDir Path folder;

    /** The provider goes away after that many answers. */
    private static final class Dying implements ChatModel {
        private final ChatModel model;
        private final AtomicInteger left;

        Dying(ChatModel model, int answers) {
            this.model = model;
            this.left = new AtomicInteger(answers);
        }

        @Override
        public ChatResponse doChat(ChatRequest request) {
            if (left.getAndDecrement() <= 0) {
                throw new AuthenticationException("gone");
            }
            return model.chat(request);
        }
    }

    private static TrainingResult train(
            RunFolder run, World world, ChatModel model, TrainingOptions options) {
        return new Trainer(ModelGateway.live(model).build(), world.runner, World.GRADER)
                .train(run, SPLITS, FunctionSet.empty(), options, TrainingListener.NONE);
    }

    private TrainingResult train(String name, World world, ChatModel model) {
        return train(name, world, model, SearchMethod.HILL_CLIMB);
    }

    private TrainingResult train(String name, World world, ChatModel model, SearchMethod method) {
        Path path = folder.resolve(name);
        RunFolder run =
                Files.exists(path) ? RunFolder.open(path) : RunFolder.create(path, Map.of());
        return train(run, world, model, World.options().search(method).concurrency(2).build());
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void aRunKilledAnywhereGoesOnWithoutRepeatingACall(SearchMethod method) {
        World whole = new World(SCRIPT);
        TrainingResult expected = train("whole", whole, whole.model, method);
        int calls = whole.model.calls();
        assertThat(calls).isGreaterThan(30);

        for (int killedAfter = 0; killedAfter <= calls; killedAfter++) {
            World world = new World(SCRIPT);
            String name = "run" + killedAfter;
            if (killedAfter < calls) {
                ChatModel dying = new Dying(world.model, killedAfter);
                HandaxeException failure =
                        catchThrowableOfType(
                                HandaxeException.class, () -> train(name, world, dying, method));
                assertThat(failure.code()).isEqualTo(Code.PROVIDER);
            }
            TrainingResult resumed = train(name, world, world.model, method);

            assertThat(world.model.calls()).as("killed after %s", killedAfter).isEqualTo(calls);
            assertThat(resumed.epochs()).isEqualTo(expected.epochs());
            assertThat(resumed.best()).isEqualTo(expected.best());
            assertThat(resumed.baseline()).isEqualTo(expected.baseline());
            assertThat(resumed.usage()).isEqualTo(expected.usage());
            assertThat(RunFolder.open(folder.resolve(name)).functions().versions()).hasSize(2);
        }
    }

    @Test
    void aLedgerCutAtAnyLineGoesOnToTheSameEnd() throws IOException {
        World whole = new World(SCRIPT);
        TrainingResult expected = train("whole", whole, whole.model);
        var lines = Files.readAllLines(folder.resolve("whole/ledger.jsonl"));
        Path run = folder.resolve("cut");
        RunFolder.create(run, Map.of());

        for (int kept = 0; kept < lines.size(); kept += 7) {
            Files.write(run.resolve("ledger.jsonl"), lines.subList(0, kept));
            Files.writeString(
                    run.resolve("ledger.jsonl"), "{\"event\":\"mod", StandardOpenOption.APPEND);
            int edits =
                    (int)
                            lines.subList(0, kept).stream()
                                    .filter(line -> line.contains("\"label\":\"optimizer"))
                                    .count();
            World world =
                    new World(
                            Arrays.copyOfRange(
                                    SCRIPT, Math.min(edits, SCRIPT.length), SCRIPT.length));
            TrainingResult resumed = train("cut", world, world.model);

            assertThat(resumed.epochs()).isEqualTo(expected.epochs());
            assertThat(resumed.usage()).isEqualTo(expected.usage());
        }
    }

    @Test
    void aFinishedRunIsResumedWithoutAnyCall() {
        World world = new World(SCRIPT);
        TrainingResult first = train("run", world, world.model);
        int calls = world.model.calls();
        int programs = world.runner.calls();
        TrainingResult again = train("run", world, world.model);

        assertThat(world.model.calls()).isEqualTo(calls);
        assertThat(world.runner.calls()).isEqualTo(programs);
        assertThat(again.epochs()).isEqualTo(first.epochs());
    }

    @Test
    void aLargerBudgetLetsARunGoOn() {
        World world = new World(SCRIPT);
        Path path = folder.resolve("run");
        var small = World.options().budgetCalls(12).build();
        TrainingResult first = train(RunFolder.create(path, Map.of()), world, world.model, small);
        assertThat(first.ending().stopped()).isEqualTo("budget");
        TrainingResult second =
                train(RunFolder.open(path), world, world.model, World.options().build());

        assertThat(second.ending().stopped()).isEqualTo("solved");
        assertThat((long) world.model.calls()).isEqualTo(second.usage().calls());
    }

    @Test
    void anInterruptEndsTheRunCleanlyAndItGoesOn() {
        World world = new World(SCRIPT);
        Thread trainer = Thread.currentThread();
        AtomicInteger answered = new AtomicInteger();
        ChatModel interrupting =
                new ChatModel() {
                    @Override
                    public ChatResponse doChat(ChatRequest request) {
                        if (answered.incrementAndGet() == 6) {
                            trainer.interrupt();
                        }
                        return world.model.chat(request);
                    }
                };
        assertThatThrownBy(() -> train("run", world, interrupting))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
        TrainingResult resumed = train("run", world, world.model);

        assertThat(resumed.ending().stopped()).isEqualTo("solved");
    }

    @Test
    void aRunIsNotResumedWithOtherTasksOrOptions() {
        World world = new World(SCRIPT);
        train("run", world, world.model);
        RunFolder run = RunFolder.open(folder.resolve("run"));
        Trainer trainer =
                new Trainer(ModelGateway.live(world.model).build(), world.runner, World.GRADER);

        assertThatThrownBy(
                        () ->
                                trainer.train(
                                        run,
                                        World.splits(3, 3, 2),
                                        FunctionSet.empty(),
                                        World.options().build(),
                                        TrainingListener.NONE))
                .hasMessageContaining("other tasks");
        assertThatThrownBy(
                        () ->
                                trainer.train(
                                        run,
                                        SPLITS,
                                        FunctionSet.empty(),
                                        World.options().maxEdits(1).build(),
                                        TrainingListener.NONE))
                .hasMessageContaining("max_edits 3, not 1");
    }

    @Test
    void aNewRunNeedsAnEmptyFolder() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "x");

        assertThatThrownBy(() -> RunFolder.create(folder, Map.of()))
                .hasMessageContaining("not empty");
    }

    @Test
    void aFolderWithoutARunCannotBeResumed() {
        assertThatThrownBy(() -> RunFolder.open(folder.resolve("nowhere")))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT));
    }

    @Test
    void aRecordedRunReplaysToTheSameResultWithoutAModel() {
        World world = new World(SCRIPT);
        Path file = folder.resolve("recording.jsonl");
        var options = World.options().concurrency(3).build();
        TrainingResult live;
        try (ModelGateway gateway =
                ModelGateway.live(world.model).record(file, "note", "stub", Map.of()).build()) {
            live =
                    new Trainer(gateway, world.runner, World.GRADER)
                            .train(
                                    RunFolder.create(folder.resolve("live"), Map.of()),
                                    SPLITS,
                                    FunctionSet.empty(),
                                    options,
                                    TrainingListener.NONE);
        }
        int calls = world.model.calls();
        TrainingResult replayed;
        try (ModelGateway gateway = ModelGateway.replay(file)) {
            replayed =
                    new Trainer(gateway, world.runner, World.GRADER)
                            .train(
                                    RunFolder.create(folder.resolve("replayed"), Map.of()),
                                    SPLITS,
                                    FunctionSet.empty(),
                                    World.options().concurrency(1).build(),
                                    TrainingListener.NONE);
        }
        assertThat(world.model.calls()).isEqualTo(calls);
        assertThat(replayed.epochs()).isEqualTo(live.epochs());
        assertThat(replayed.best()).isEqualTo(live.best());
        assertThat(replayed.usage()).isEqualTo(live.usage());
    }

    @Test
    void aRunsOwnFolderReplaysItWithoutAModel() {
        World world = new World(SCRIPT);
        TrainingResult live = train("live", world, world.model);
        int calls = world.model.calls();

        TrainingResult replayed = replay("live", "replayed", world);

        assertThat(world.model.calls()).isEqualTo(calls);
        assertThat(replayed.epochs()).isEqualTo(live.epochs());
        assertThat(replayed.best()).isEqualTo(live.best());
        assertThat(replayed.usage()).isEqualTo(live.usage());
    }

    @Test
    void aRunThatItsBudgetEndedAnywhereReplaysToThatEnd() {
        for (int calls = 1; ; calls++) {
            World world = new World(SCRIPT);
            var small = World.options().budgetCalls(calls).concurrency(1).build();
            TrainingResult live =
                    train(
                            RunFolder.create(folder.resolve("live" + calls), Map.of()),
                            world,
                            world.model,
                            small);
            if (!live.ending().stopped().equals("budget")) {
                assertThat(calls).isGreaterThan(30);
                return;
            }

            TrainingResult replayed = replay("live" + calls, "replayed" + calls, world);

            assertThat(replayed.ending().stopped()).as("%s calls", calls).isEqualTo("budget");
            assertThat(replayed.best()).as("%s calls", calls).isEqualTo(live.best());
            assertThat(replayed.usage()).as("%s calls", calls).isEqualTo(live.usage());
        }
    }

    @Test
    void aFolderWithoutARunIsNoRecording() {
        assertThatThrownBy(() -> ModelGateway.replay(folder))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT))
                .hasMessageContaining("is not the folder of a run");
    }

    private TrainingResult replay(String from, String to, World world) {
        try (ModelGateway gateway = ModelGateway.replay(folder.resolve(from))) {
            return new Trainer(gateway, world.runner, World.GRADER)
                    .train(
                            RunFolder.create(folder.resolve(to), Map.of()),
                            SPLITS,
                            FunctionSet.empty(),
                            World.options().concurrency(1).build(),
                            TrainingListener.NONE);
        }
    }

    @Test
    void aFolderThatAKillLeftInTheMakingCanBeMadeAgain() throws IOException {
        Files.writeString(folder.resolve("run.json.tmp"), "{\"form");

        RunFolder.create(folder, Map.of("a", "b"));

        assertThat(RunFolder.open(folder).settings()).containsEntry("a", "b");
    }
}
