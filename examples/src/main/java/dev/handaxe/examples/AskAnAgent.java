package dev.handaxe.examples;

import dev.handaxe.langchain4j.ConversationRecorder;
import dev.handaxe.langchain4j.FunctionToolProvider;
import dev.handaxe.optimizer.Rollout;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A LangChain4j agent with learned tools, whose conversation becomes a rollout: the example of
 * docs/langchain4j.md. No state.
 */
public final class AskAnAgent {
    private AskAnAgent() {}

    /** The agent, as a program has it. */
    interface Assistant {
        /** Answers a question. */
        String answer(String question);
    }

    /** What the agent answered, and its score. */
    static String run(ChatModel model, Path learned) {
        Task task = new Task("cups", "How many cups are 6 tablespoons?", "0.375", "");
        // example starts
        List<Rollout> rollouts = new CopyOnWriteArrayList<>();
        ConversationRecorder recorder =
                ConversationRecorder.of(
                        started -> Optional.of(task),
                        (asked, said) -> new Verdict(said.contains(asked.answer()) ? 1 : 0, ""),
                        rollouts::add);
        try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults())) {
            FunctionToolProvider functions =
                    FunctionToolProvider.of(
                                    sandbox::call,
                                    ExecutionPolicy.untrusted(),
                                    FunctionStore.open(learned))
                            .recordedBy(recorder);
            Assistant assistant =
                    AiServices.builder(Assistant.class)
                            .chatModel(model)
                            .toolProvider(functions)
                            .hallucinatedToolNameStrategy(functions::unknown)
                            .registerListeners(recorder.listeners())
                            .build();
            String answer = assistant.answer(task.question());
            return answer + ", score " + rollouts.getFirst().verdict().score();
        }
        // example ends
    }
}
