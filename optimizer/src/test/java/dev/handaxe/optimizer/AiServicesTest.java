package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.FunctionSet;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/training.md says to users of LangChain4j's {@code AiServices}. */
class AiServicesTest {
    @TempDir Path folder;

    /** A user's assistant, as it is in their program. */
    interface Assistant {
        @SystemMessage("You answer with a number alone.")
        String answer(String question);
    }

    /** A tool of the user's own, which is not trained. */
    static final class Clock {
        @Tool("Gives the hour.")
        int hour() {
            return 12;
        }
    }

    static Agent agent() {
        // ai-services starts
        return (question, run) -> {
            Map<ToolSpecification, ToolExecutor> trained = new LinkedHashMap<>();
            for (ToolSpecification tool : run.tools()) {
                trained.put(tool, (call, _) -> run.call(call.name(), call.arguments()));
            }
            Assistant assistant =
                    AiServices.builder(Assistant.class)
                            .chatModel(run.model())
                            .tools(new Clock())
                            .toolProvider(_ -> new ToolProviderResult(trained))
                            .build();
            return assistant.answer(question);
        };
        // ai-services ends
    }

    private TrainingResult train(World world, ModelGateway gateway, RunFolder run) {
        return new Trainer(gateway, world.runner, World.GRADER)
                .train(
                        run,
                        World.splits(3, 2, 2),
                        FunctionSet.empty(),
                        World.options().agent("assistant", agent()).build(),
                        TrainingListener.NONE);
    }

    @Test
    void theToolsOfAnAssistantAreTrained() {
        World world = new World(World.Edit.add(World.BROKEN), World.Edit.revise(World.GOOD));
        RunFolder run = RunFolder.create(folder.resolve("run"), Map.of());
        TrainingResult result = train(world, ModelGateway.live(world.model).build(), run);

        assertThat(result.baseline().test()).hasValue(0.0);
        assertThat(result.best().test()).hasValue(1.0);
        assertThat(result.functions()).isEqualTo(World.set(World.GOOD));
        assertThat(result.usage().calls()).isEqualTo(world.model.calls());
        List<ChatRequest> asked =
                world.model.requests().stream().filter(r -> !StubModel.isOptimizer(r)).toList();
        assertThat(asked)
                .allSatisfy(
                        request ->
                                assertThat(StubModel.prompt(request))
                                        .startsWith("You answer with a number alone."))
                .anySatisfy(
                        request ->
                                assertThat(StubModel.toolNames(request))
                                        .containsExactlyInAnyOrder("hour", "square"));
    }

    @Test
    void aRunOfAnAssistantIsResumedAndReplayedWithoutAModel() {
        World world = new World(World.Edit.add(World.GOOD));
        Path recording = folder.resolve("recording.jsonl");
        Path live = folder.resolve("run");
        TrainingResult first;
        try (ModelGateway gateway =
                ModelGateway.live(world.model).record(recording, "", "stub", Map.of()).build()) {
            first = train(world, gateway, RunFolder.create(live, Map.of()));
        }
        int calls = world.model.calls();
        int programs = world.runner.calls();
        TrainingResult resumed =
                train(world, ModelGateway.live(world.model).build(), RunFolder.open(live));
        assertThat(world.runner.calls()).isEqualTo(programs);
        TrainingResult replayed;
        try (ModelGateway gateway = ModelGateway.replay(recording)) {
            replayed = train(world, gateway, RunFolder.create(folder.resolve("replay"), Map.of()));
        }

        assertThat(world.model.calls()).isEqualTo(calls);
        assertThat(resumed.best()).isEqualTo(first.best());
        assertThat(replayed.best()).isEqualTo(first.best());
        assertThat(replayed.epochs()).isEqualTo(first.epochs());
    }

    @Test
    void theOptimizerSeesWhatTheAssistantDid() {
        World world = new World();
        train(
                world,
                ModelGateway.live(world.model).build(),
                RunFolder.create(folder.resolve("run"), Map.of()));

        assertThat(StubModel.prompt(world.model.optimizerRequests().getFirst()))
                .contains("What is the square of 10?", "unknown");
    }
}
