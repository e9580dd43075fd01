package dev.handaxe.langchain4j;

import dev.handaxe.optimizer.FunctionRunner;
import dev.handaxe.optimizer.tools.FunctionTools;
import dev.handaxe.optimizer.tools.ToolAnswer;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.Invocation;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions of a set as tools of an agent that LangChain4j's {@code AiServices} made. Each call
 * runs in the sandbox, under the policy.
 *
 * <pre>{@code
 * FunctionToolProvider functions = FunctionToolProvider.of(
 *         sandbox::call, ExecutionPolicy.untrusted(), FunctionStore.open(folder));
 * Assistant assistant = AiServices.builder(Assistant.class)
 *         .chatModel(model)
 *         .toolProvider(functions)
 *         .hallucinatedToolNameStrategy(functions::unknown)
 *         .build();
 * }</pre>
 *
 * <p>Whatever a call ends with becomes its result, which the model can act on: arguments that
 * cannot be read or do not fit, exceptions, limits, denials, a lost worker. All but a value are
 * marked as errors. Faults of the host are told without what they say, and logged. A name that no
 * function has ends a conversation unless {@link #unknown} answers it.
 *
 * <p>A store, and a supplier, are asked again before each request to the model and at each call. So
 * a set may grow in a conversation, and a call runs the code of that moment. LangChain4j goes on to
 * show a model the description that a function had when the conversation first showed it.
 *
 * <p>Immutable. Thread-safe.
 */
public final class FunctionToolProvider implements ToolProvider {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionToolProvider.class);

    private final FunctionRunner runner;
    private final ExecutionPolicy policy;
    private final FunctionSource source;
    private final Function<InvocationContext, String> tenants;
    private final Optional<ConversationRecorder> recorder;

    private FunctionToolProvider(
            FunctionRunner runner,
            ExecutionPolicy policy,
            FunctionSource source,
            Function<InvocationContext, String> tenants,
            Optional<ConversationRecorder> recorder) {
        this.runner = Objects.requireNonNull(runner);
        this.policy = Objects.requireNonNull(policy);
        this.source = source;
        this.tenants = Objects.requireNonNull(tenants);
        this.recorder = recorder;
    }

    private static FunctionToolProvider of(
            FunctionRunner runner, ExecutionPolicy policy, FunctionSource source) {
        return new FunctionToolProvider(
                runner, policy, source, _ -> Invocation.DEFAULT_TENANT, Optional.empty());
    }

    /**
     * Offers a set that stays as it is.
     *
     * @param runner such as {@code sandbox::call}
     */
    public static FunctionToolProvider of(
            FunctionRunner runner, ExecutionPolicy policy, FunctionSet functions) {
        return of(runner, policy, FunctionSource.fixed(functions));
    }

    /**
     * Offers what is in a store at the moment. While the store cannot be read, the set that was
     * read last stays offered.
     *
     * @param runner such as {@code sandbox::call}
     */
    public static FunctionToolProvider of(
            FunctionRunner runner, ExecutionPolicy policy, FunctionStore store) {
        return of(runner, policy, FunctionSource.changing(store::load));
    }

    /**
     * Offers a set that may grow or change. While the supplier throws, the set that it gave last
     * stays offered.
     *
     * @param runner such as {@code sandbox::call}
     * @param functions asked often, by several threads
     */
    public static FunctionToolProvider of(
            FunctionRunner runner, ExecutionPolicy policy, Supplier<FunctionSet> functions) {
        return of(runner, policy, FunctionSource.changing(functions));
    }

    /**
     * The same for several users who must not share an engine.
     *
     * @param tenant whose call it is, such as the user of the conversation's memory
     */
    public FunctionToolProvider withTenants(Function<InvocationContext, String> tenant) {
        return new FunctionToolProvider(runner, policy, source, tenant, recorder);
    }

    /**
     * The same with calls told to a recorder of conversations, which is registered with the agent
     * as well. Calls are traced for it, whatever the policy says, at least with {@link
     * TraceMode#CALLS}.
     */
    public FunctionToolProvider recordedBy(ConversationRecorder conversations) {
        ExecutionPolicy traced =
                policy.trace() == TraceMode.OFF ? policy.with(TraceMode.CALLS) : policy;
        return new FunctionToolProvider(
                runner, traced, source, tenants, Optional.of(conversations));
    }

    /** Whether the set may change, so that it is asked for before each request to the model. */
    @Override
    public boolean isDynamic() {
        return source.changes();
    }

    @Override
    public ToolProviderResult provideTools(ToolProviderRequest request) {
        var tools = ToolProviderResult.builder();
        ToolExecutor executor = new Executor();
        for (ToolSpecification tool :
                new FunctionTools(runner, policy, source.current()).specifications()) {
            tools.add(tool, executor);
        }
        return tools.build();
    }

    /**
     * What a model is told that calls a function there is not: the names of those there are. For
     * {@code AiServices.hallucinatedToolNameStrategy}.
     */
    public ToolExecutionResultMessage unknown(ToolExecutionRequest request) {
        ToolExecutionResult result = result(request, Optional.empty());
        return ToolExecutionResultMessage.builder()
                .id(request.id())
                .toolName(request.name())
                .text(result.resultText())
                .isError(result.isError())
                .build();
    }

    /** What a model is told; nothing is thrown but errors of the JVM. */
    private ToolExecutionResult result(
            ToolExecutionRequest request, Optional<InvocationContext> context) {
        try {
            ToolAnswer answer =
                    answer(request, context.map(tenants).orElse(Invocation.DEFAULT_TENANT));
            recorder.ifPresent(
                    told ->
                            context.ifPresentOrElse(
                                    within -> told.called(within, request, answer),
                                    () -> told.called(request, answer)));
            return result(answer.reply(), answer.failed());
        } catch (RuntimeException e) {
            LOG.warn("a call of a function could not be made", e);
            return result(HostFault.reply(e), true);
        }
    }

    private static ToolExecutionResult result(String text, boolean failed) {
        return ToolExecutionResult.builder().resultText(text).isError(failed).build();
    }

    private ToolAnswer answer(ToolExecutionRequest request, String tenant) {
        FunctionRunner own =
                (functions, invocation, limits) ->
                        runner.call(functions, invocation.forTenant(tenant), limits);
        return new FunctionTools(own, policy, source.current())
                .call(request.name(), orEmpty(request.arguments()));
    }

    /** A model may leave out the arguments of a function that takes none. */
    private static String orEmpty(@Nullable String arguments) {
        return arguments == null ? "" : arguments;
    }

    /** Makes the calls of all functions: the request says which. */
    private final class Executor implements ToolExecutor {
        @Override
        public String execute(ToolExecutionRequest request, Object memoryId) {
            return result(request, Optional.empty()).resultText();
        }

        @Override
        public ToolExecutionResult executeWithContext(
                ToolExecutionRequest request, InvocationContext context) {
            return result(request, Optional.of(context));
        }
    }
}
