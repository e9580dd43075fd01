package dev.handaxe.langchain4j;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.optimizer.Rollout;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the tests have in common: functions, a sandbox, an agent. */
final class Agents {
    static final FunctionDefinition HALF =
            function("half", "def half(n):\n    return n / 2\n", "{\"n\": {\"type\": \"number\"}}");

    private Agents() {}

    /** A user's agent. */
    interface Assistant {
        String chat(String question);
    }

    static FunctionDefinition function(String name, String source, String parameters) {
        return FunctionDefinition.builder(name, source)
                .description("What " + name + " does.")
                .parameters(ParameterSchema.parse(parameters))
                .build();
    }

    static FunctionSet set(FunctionDefinition... functions) {
        return FunctionSet.of(List.of(functions));
    }

    /** Skips the test if this is a build of a part of the project that has no worker. */
    static Sandbox sandbox() {
        Path home = Path.of(System.getProperty("handaxe.worker.home", "worker-home"));
        assumeTrue(
                Files.isDirectory(home.resolve("lib")),
                () -> "there is no worker home at " + home + ": build the module worker too");
        return Sandbox.open(SandboxOptions.defaults().withWorkers(2).withSpares(1));
    }

    static ChatMemory memory() {
        return MessageWindowChatMemory.withMaxMessages(50);
    }

    /** Of each call of a rollout the function's name, and how it ended, in order. */
    static List<String> kinds(Rollout rollout) {
        return Pattern.compile("\"name\":\"(\\w+)\",\"arguments\":\"[^}]*}\",\"kind\":\"(\\w+)\"")
                .matcher(rollout.json())
                .results()
                .map(call -> call.group(1) + " " + call.group(2))
                .toList();
    }

    /** An agent with a memory, so that a test can look at what the model was told. */
    static AiServices<Assistant> agent(
            ModelServer server, FunctionToolProvider functions, ChatMemory memory) {
        return AiServices.builder(Assistant.class)
                .chatModel(server.model())
                .chatMemory(memory)
                .toolProvider(functions)
                .hallucinatedToolNameStrategy(functions::unknown);
    }
}
