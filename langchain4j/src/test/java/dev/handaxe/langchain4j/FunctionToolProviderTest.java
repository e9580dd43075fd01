package dev.handaxe.langchain4j;

import static dev.handaxe.langchain4j.Agents.HALF;
import static dev.handaxe.langchain4j.Agents.function;
import static dev.handaxe.langchain4j.Agents.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.FunctionRunner;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolProviderRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FunctionToolProviderTest {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.untrusted();
    private static final ToolExecutionRequest CALL =
            ToolExecutionRequest.builder().id("1").name("half").arguments("{\"n\": 7}").build();
    private static final ToolProviderRequest ASKED =
            ToolProviderRequest.builder()
                    .invocationContext(user("ann"))
                    .userMessage(UserMessage.from("?"))
                    .build();
    private static final Outcome.Report REPORT =
            new Outcome.Report("1", "", "", "none", Outcome.Metrics.NONE);
    private static final FunctionRunner RUNNER =
            (_, _, _) -> new Outcome.Returned(PythonValue.of(3), false, REPORT);

    private static InvocationContext user(String name) {
        return InvocationContext.builder()
                .invocationId(UUID.randomUUID())
                .chatMemoryId(name)
                .build();
    }

    private static ToolExecutionResult call(FunctionToolProvider provider, String user) {
        return provider.provideTools(ASKED)
                .aiServiceTools()
                .getFirst()
                .toolExecutor()
                .executeWithContext(CALL, user(user));
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void noFaultOfTheHostIsThrownOrTold(Code code) {
        var provider =
                FunctionToolProvider.of(
                        (_, _, _) -> {
                            throw new HandaxeException(code, "/opt/secret/place is missing");
                        },
                        POLICY,
                        set(HALF));
        ToolExecutionResult result = call(provider, "ann");

        assertThat(result.isError()).isTrue();
        assertThat(result.resultText()).isNotBlank().doesNotContain("/opt", "secret");
    }

    @Test
    void noOtherExceptionIsEither() {
        var provider =
                FunctionToolProvider.of(
                        (_, _, _) -> {
                            throw new IllegalStateException("/opt/secret/place");
                        },
                        POLICY,
                        set(HALF));

        assertThat(call(provider, "ann").resultText())
                .isEqualTo("The call could not be made. Go on without it.");
    }

    @Test
    void aLostWorkerIsTriedOnceMoreAndThenTold() {
        Deque<Outcome> outcomes = new ArrayDeque<>();
        outcomes.add(new Outcome.Lost("exit 137 in /opt/secret", REPORT));
        outcomes.add(new Outcome.Lost("exit 137 in /opt/secret", REPORT));
        outcomes.add(new Outcome.Returned(PythonValue.of(3), false, REPORT));
        var provider =
                FunctionToolProvider.of((_, _, _) -> outcomes.removeFirst(), POLICY, set(HALF));

        ToolExecutionResult lost = call(provider, "ann");
        assertThat(lost.isError()).isTrue();
        assertThat(lost.resultText()).isEqualTo("The call was lost and gave no result.");
        assertThat(call(provider, "ann").isError()).isFalse();
    }

    @Test
    void anInterruptedCallIsToldAndTheInterruptStays() {
        var provider =
                FunctionToolProvider.of(
                        (_, _, _) -> {
                            Thread.currentThread().interrupt();
                            return new Outcome.Lost("interrupted", REPORT);
                        },
                        POLICY,
                        set(HALF));

        assertThat(call(provider, "ann").resultText())
                .isEqualTo("The call was interrupted and gave no result.");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aCallIsOfTheTenantThatTheConversationIsOf() {
        List<String> tenants = new ArrayList<>();
        FunctionRunner runner =
                (functions, invocation, policy) -> {
                    tenants.add(invocation.tenant());
                    return RUNNER.call(functions, invocation, policy);
                };
        var provider = FunctionToolProvider.of(runner, POLICY, set(HALF));
        call(provider, "ann");
        var apart = provider.withTenants(context -> "user-" + context.chatMemoryId());
        call(apart, "ann");
        call(apart, "bob");

        assertThat(tenants).containsExactly("default", "user-ann", "user-bob");
    }

    @Test
    void onlyASetThatMayChangeIsDynamic() {
        assertThat(FunctionToolProvider.of(RUNNER, POLICY, set(HALF)).isDynamic()).isFalse();
        assertThat(FunctionToolProvider.of(RUNNER, POLICY, () -> set(HALF)).isDynamic()).isTrue();
    }

    @Test
    void aSupplierThatThrowsKeepsTheLastSet() {
        AtomicReference<Optional<FunctionSet>> now = new AtomicReference<>(Optional.empty());
        var provider = FunctionToolProvider.of(RUNNER, POLICY, () -> now.get().orElseThrow());

        assertThat(provider.provideTools(ASKED).aiServiceTools()).isEmpty();
        now.set(Optional.of(set(HALF, function("more", "def more():\n    return 1\n", "{}"))));
        assertThat(names(provider)).containsExactly("half", "more");
        now.set(Optional.empty());
        assertThat(names(provider)).containsExactly("half", "more");
    }

    private static List<String> names(FunctionToolProvider provider) {
        return provider.provideTools(ASKED).aiServiceTools().stream()
                .map(AiServiceTool::toolSpecification)
                .map(ToolSpecification::name)
                .toList();
    }

    @Test
    void anUnknownNameIsAnErrorThatNamesTheOthers() {
        var answer =
                FunctionToolProvider.of(RUNNER, POLICY, set(HALF))
                        .unknown(CALL.toBuilder().name("hlaf").build());

        assertThat(answer.isError()).isTrue();
        assertThat(answer.id()).isEqualTo("1");
        assertThat(answer.text()).isEqualTo("There is no function 'hlaf'. There is: half.");
    }
}
