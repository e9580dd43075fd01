package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Sandbox;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingIT {
    private static @Nullable Sandbox sandbox;

    @TempDir Path folder;

    @BeforeAll
    static void openSandbox() {
        sandbox = RealSandbox.open();
    }

    @AfterAll
    static void closeSandbox() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static FunctionRunner runner() {
        Sandbox open = java.util.Objects.requireNonNull(sandbox);
        return open::call;
    }

    private String ledger(String run) throws IOException {
        return Files.readString(RunFolder.open(folder.resolve(run)).ledger());
    }

    private TrainingResult train(ModelGateway gateway, String run, FunctionSet start) {
        return new Trainer(gateway, runner(), World.GRADER)
                .train(
                        RunFolder.create(folder.resolve(run), Map.of()),
                        World.splits(3, 2, 2),
                        start,
                        World.options().epochs(2).build(),
                        TrainingListener.NONE);
    }

    @Test
    void whereAGuestFunctionFailsReachesTheOptimizersPrompt() {
        String code =
                """
                def square(n):
                    total = 0
                    for i in range(n):
                        total += n // (i - 3)
                    return total
                """;
        World world = new World(World.Edit.revise(World.GOOD));
        TrainingResult result =
                train(ModelGateway.live(world.model).build(), "run", World.set(code));

        String prompt = StubModel.prompt(world.model.optimizerRequests().getFirst());
        assertThat(prompt)
                .contains(
                        "1. square raised ZeroDivisionError, line 4: `total += n // (i - 3)`: 3 of"
                                + " 3 tasks, conversation 1, 2, 3")
                .contains("- square: 3 calls, 3 failed (ZeroDivisionError at line 4: 3)");
        assertThat(result.functions()).isEqualTo(World.set(World.GOOD));
        assertThat(result.best().test()).hasValue(1.0);
    }

    @Test
    void theValuesOfVariablesInAFailingCallReachTheOptimizersPrompt() throws IOException {
        String code =
                """
                def part(n, i):
                    return n // (i - 3)

                def square(n):
                    total = 0
                    for i in range(n):
                        total += part(n, i)
                    return total
                """;
        World world = new World();
        train(ModelGateway.live(world.model).build(), "run", World.set(code));

        // 10 // -3, 10 // -2 and 10 // -1 are -4, -5 and -10
        assertThat(StubModel.prompt(world.model.optimizerRequests().getFirst()))
                .contains("part(n=10, i=2) -> -10")
                .contains("part(n=10, i=3) raised ZeroDivisionError")
                .contains("That call run again, with values by line:")
                .contains("total = -19")
                .contains("> 2 |     return n // (i - 3)");
        assertThat(ledger("run").lines().filter(line -> line.contains("\"event\":\"rollout\"")))
                .filteredOn(line -> line.contains("\"function\":\"part\",\"arguments\""))
                .as("training rollouts are traced, the others are not")
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("\"task\":\"train-"));
    }

    @Test
    void theValuesBehindAWrongAnswerReachTheOptimizersPrompt() {
        String code = "def square(n):\n    twice = n + n\n    return twice";
        World world = new World();
        train(ModelGateway.live(world.model).build(), "run", World.set(code));

        assertThat(StubModel.prompt(world.model.optimizerRequests().getFirst()))
                .contains(
                        "1. wrong answer although the calls succeeded, the last of square: 3 of 3")
                .contains("twice=20");
    }

    @Test
    void aRunInTheSandboxReplaysWithoutAModel() {
        World world = new World(World.Edit.add(World.BROKEN), World.Edit.revise(World.GOOD));
        Path file = folder.resolve("recording.jsonl");
        TrainingResult live;
        try (ModelGateway gateway =
                ModelGateway.live(world.model).record(file, "note", "stub", Map.of()).build()) {
            live = train(gateway, "live", FunctionSet.empty());
        }
        List<ChatRequest> asked = world.model.requests();
        try (ModelGateway gateway = ModelGateway.replay(file)) {
            TrainingResult replayed = train(gateway, "replayed", FunctionSet.empty());
            assertThat(replayed.epochs()).isEqualTo(live.epochs());
            assertThat(replayed.best()).isEqualTo(live.best());
        }
        assertThat(world.model.requests()).isEqualTo(asked);
        assertThat(live.best().test()).hasValue(1.0);
    }
}
