package dev.handaxe.examples;

import dev.handaxe.benchmarks.DataSets;
import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.optimizer.Agent;
import dev.handaxe.optimizer.ModelGateway;
import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Trainer;
import dev.handaxe.optimizer.TrainingListener;
import dev.handaxe.optimizer.TrainingOptions;
import dev.handaxe.optimizer.TrainingResult;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.ToolExecutor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An agent of one's own is trained on tasks of one's own: the example of docs/training.md. No
 * state.
 */
public final class TrainAnAgent {
    private TrainAnAgent() {}

    /** The agent, as a program has it. */
    interface Assistant {
        /** Answers a question. */
        String answer(String question);
    }

    /** How well it does, before and after, and with which functions. */
    static TrainingResult run(ChatModel model, Path tasks, Path folder) {
        // example starts
        Agent agent =
                (question, attempt) -> {
                    Map<ToolSpecification, ToolExecutor> learned = new LinkedHashMap<>();
                    for (ToolSpecification tool : attempt.tools()) {
                        learned.put(tool, (call, _) -> attempt.call(call.name(), call.arguments()));
                    }
                    return AiServices.builder(Assistant.class)
                            .chatModel(attempt.model())
                            .tools(learned)
                            .build()
                            .answer(question);
                };
        TaskData data = DataSets.tasks("jsonl", Optional.of(tasks), Optional.empty());
        Splits splits = data.draw(3, 2, 2, 7);
        TrainingOptions options = TrainingOptions.builder().agent("own", agent).build();
        RunFolder run = RunFolder.create(folder, Map.of("data", "tasks of our own"));
        try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults());
                ModelGateway gateway = ModelGateway.live(model).build()) {
            return new Trainer(gateway, sandbox::call, data.grader())
                    .train(run, splits, FunctionSet.empty(), options, TrainingListener.NONE);
        }
        // example ends
    }
}
