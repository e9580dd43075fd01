package dev.handaxe.langchain4j;

import static dev.handaxe.langchain4j.Agents.HALF;
import static dev.handaxe.langchain4j.Agents.function;
import static dev.handaxe.langchain4j.Agents.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.Sandbox;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.memory.ChatMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real agent over HTTP whose tools run in real workers. */
class FunctionToolProviderIT {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.untrusted();
    @RegisterExtension static final OpenSandbox SANDBOX = new OpenSandbox();

    @TempDir private Path folder;

    /** What the model was told of each call in a conversation that ends with an answer. */
    private static List<ToolExecutionResultMessage> told(
            FunctionToolProvider functions, ScriptedAnswer... answers) {
        ChatMemory memory = Agents.memory();
        try (ModelServer server = ModelServer.saying(answers)) {
            String said = Agents.agent(server, functions, memory).build().chat("What is it?");

            assertThat(said).isEqualTo("done");
            assertThat(server.asked()).hasSize(answers.length);
        }
        return memory.messages().stream()
                .filter(ToolExecutionResultMessage.class::isInstance)
                .map(ToolExecutionResultMessage.class::cast)
                .toList();
    }

    private static FunctionToolProvider of(FunctionSet functions) {
        return FunctionToolProvider.of(SANDBOX, POLICY, functions);
    }

    @Test
    void aCallRunsInTheSandboxAndItsValueReachesTheModel() {
        try (ModelServer server =
                ModelServer.start(
                        asked ->
                                asked.messages().size() == 1
                                        ? ModelServer.calls("half", "{\"n\": 7}")
                                        : ModelServer.text("It is " + asked.last() + "."))) {
            var assistant = Agents.agent(server, of(set(HALF)), Agents.memory()).build();

            assertThat(assistant.chat("Half of 7?")).isEqualTo("It is returned: 3.5.");
            assertThat(server.asked().getFirst().body())
                    .containsPattern("\"name\" *: *\"half\"")
                    .contains("What half does.")
                    .containsPattern("\"type\" *: *\"number\"")
                    .containsPattern("\"required\" *: *\\[ *\"n\" *\\]");
        }
    }

    @Test
    void aValueIsNoError() {
        assertThat(told(of(set(HALF)), ModelServer.calls("half", "{\"n\": 7}"), done()))
                .singleElement()
                .satisfies(
                        result -> {
                            assertThat(result.text()).isEqualTo("returned: 3.5");
                            assertThat(result.isError()).isFalse();
                        });
    }

    @Test
    void argumentsThatDoNotFitOrCannotBeReadAreErrorsThatAModelCanMend() {
        List<ToolExecutionResultMessage> told =
                told(
                        of(set(HALF)),
                        ModelServer.calls("half", "{\"m\": 7}"),
                        ModelServer.calls("half", "{\"n\": "),
                        ModelServer.calls("half", "[7]"),
                        ModelServer.calls("half", "{\"n\": \"seven\"}"),
                        done());

        assertThat(told).extracting(ToolExecutionResultMessage::isError).containsOnly(true);
        assertThat(told.get(0).text()).contains("argument 'n' is missing");
        assertThat(told.get(1).text()).startsWith("The arguments cannot be read:");
        assertThat(told.get(2).text()).contains("they are not a JSON object");
        assertThat(told.get(3).text()).contains("'n' must be number, got str 'seven'");
    }

    @Test
    void anExceptionALimitAndADenialAreErrorsThatTellTheirCause() {
        var functions =
                set(
                        HALF,
                        function("spin", "def spin():\n    while True:\n        pass\n", "{}"),
                        function(
                                "peek",
                                "def peek():\n    return open('/etc/passwd').read()\n",
                                "{}"),
                        function(
                                "fail",
                                "def fail(n):\n    return 1 / n\n",
                                "{\"n\": {\"type\": \"integer\"}}"));
        var provider =
                FunctionToolProvider.of(SANDBOX, POLICY.with(LimitName.CPU_MS, 300), functions);
        List<ToolExecutionResultMessage> told =
                told(
                        provider,
                        ModelServer.calls("spin", "", "peek", "{}"),
                        ModelServer.calls("fail", "{\"n\": 0}"),
                        ModelServer.calls("half", "{\"n\": 1}"),
                        done());

        assertThat(told)
                .extracting(ToolExecutionResultMessage::isError)
                .containsExactly(true, true, true, false);
        assertThat(told.get(0).text()).contains("cpu_ms", "300");
        assertThat(told.get(1).text()).contains("/etc/passwd").containsIgnoringCase("denied");
        assertThat(told.get(2).text()).contains("ZeroDivisionError", "return 1 / n");
    }

    @Test
    void aFunctionThatDoesNotExistIsAnsweredWithThoseThatDo() {
        assertThat(told(of(set(HALF)), ModelServer.calls("third", "{\"n\": 7}"), done()))
                .singleElement()
                .satisfies(
                        result -> {
                            assertThat(result.text())
                                    .isEqualTo("There is no function 'third'. There is: half.");
                            // LangChain4j 1.19 takes the text alone of what unknown() gives; once
                            // it takes the mark too, docs/langchain4j.md has to say so.
                            assertThat(result.isError()).isFalse();
                        });
    }

    @Test
    void aStoreThatGrowsInAConversationIsOfferedInItsNextRequest() {
        FunctionStore store = FunctionStore.open(folder.resolve("functions"));
        store.save(set(HALF), Map.of());
        AtomicInteger turn = new AtomicInteger();
        ModelServer.Rule rule =
                asked ->
                        switch (turn.incrementAndGet()) {
                            case 1 -> {
                                store.save(
                                        set(
                                                HALF,
                                                function(
                                                        "quarter",
                                                        "def quarter(n):\n    return half(half(n))\n",
                                                        "{\"n\": {\"type\": \"number\"}}")),
                                        Map.of());
                                yield ModelServer.calls("half", "{\"n\": 7}");
                            }
                            case 2 -> ModelServer.calls("quarter", "{\"n\": 8}");
                            default -> ModelServer.text(asked.last());
                        };
        try (ModelServer server = ModelServer.start(rule)) {
            var functions = FunctionToolProvider.of(SANDBOX, POLICY, store);
            var assistant = Agents.agent(server, functions, Agents.memory()).build();

            assertThat(assistant.chat("A quarter of 8?")).isEqualTo("returned: 2.0");
            assertThat(server.asked())
                    .extracting(ModelServer.Asked::tools)
                    .containsExactly(
                            List.of("half"),
                            List.of("half", "quarter"),
                            List.of("half", "quarter"));
        }
    }

    @Test
    void aStoreThatIsBrokenInAConversationKeepsWhatItOffered() {
        Path path = folder.resolve("functions");
        FunctionStore store = FunctionStore.open(path);
        store.save(set(HALF), Map.of());
        AtomicInteger turn = new AtomicInteger();
        ModelServer.Rule rule =
                asked -> {
                    breakManifest(path);
                    return turn.incrementAndGet() == 1
                            ? ModelServer.calls("half", "{\"n\": 7}")
                            : ModelServer.text(asked.last());
                };
        try (ModelServer server = ModelServer.start(rule)) {
            var functions = FunctionToolProvider.of(SANDBOX, POLICY, store);
            var assistant = Agents.agent(server, functions, Agents.memory()).build();

            assertThat(assistant.chat("Half of 7?")).isEqualTo("returned: 3.5");
        }
    }

    @Test
    void faultsOfTheHostEndNoChatAndAreNotTold() {
        Sandbox closed = Agents.sandbox();
        closed.close();
        ExecutionPolicy unknown =
                POLICY.with(POLICY.grants().withHostFunctions(List.of("payroll_of_the_host")));
        List<ToolExecutionResultMessage> told =
                toldByEach(
                        FunctionToolProvider.of(closed::call, POLICY, set(HALF)),
                        FunctionToolProvider.of(SANDBOX, unknown, set(HALF)));

        assertThat(told).extracting(ToolExecutionResultMessage::isError).containsOnly(true);
        assertThat(told.get(0).text()).isEqualTo("No more calls can be made. Go on without them.");
        assertThat(told.get(1).text())
                .startsWith("The call could not be made")
                .doesNotContain("payroll");
    }

    private static List<ToolExecutionResultMessage> toldByEach(FunctionToolProvider... providers) {
        return List.of(providers).stream()
                .flatMap(
                        provider ->
                                told(provider, ModelServer.calls("half", "{\"n\": 7}"), done())
                                        .stream())
                .toList();
    }

    private static void breakManifest(Path store) {
        try {
            Files.writeString(store.resolve("manifest.json"), "{");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ScriptedAnswer done() {
        return ModelServer.text("done");
    }
}
