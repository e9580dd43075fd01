package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.TrainingResult.Epoch;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonValue;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The known defects of AutoGen 0.2's AgentOptimizer, each of which this module must not have. */
class AutoGenDefectsTest extends LedgerFixture {
    private final FakeRunner runner = new FakeRunner();
    private final Deque<Function<StubModel, AiMessage>> script = new ArrayDeque<>();
    private final StubModel model = new StubModel(this::next);
    private final TrainingOptions options = World.options().build();

    private AiMessage next(ChatRequest request) {
        assertThat(StubModel.isOptimizer(request)).isTrue();
        return script.isEmpty()
                ? model.calls("terminate", "{}")
                : script.removeFirst().apply(model);
    }

    private AgentOptimizer.Step step(FunctionSet start, Rollout... rollouts) {
        ModelGateway gateway = attached(ModelGateway.live(model).build());
        AdmissionGate gate = new AdmissionGate(runner, options.policy(), ledger, LeakScan.NONE);
        return new AgentOptimizer(gateway, gate, ledger, options, TrainingListener.NONE)
                .step(
                        StepName.of("", 1),
                        new OptimizerPrompt(
                                options,
                                new Evaluation(start, List.of(rollouts)),
                                "the training tasks",
                                ""),
                        new EditHistory());
    }

    private void edit(String tool, String name, String code) {
        edit(tool, name, World.SCHEMA, code);
    }

    private void edit(String tool, String name, String schema, String code) {
        script.add(m -> m.calls(tool, StubModel.edit(name, schema, code)));
    }

    private String sentBack(int request) {
        return StubModel.last(model.requests().get(request));
    }

    private static FunctionDefinition function(String name, String code) {
        return FunctionDefinition.builder(name, code)
                .description("d")
                .parameters(ParameterSchema.parse(World.SCHEMA))
                .build();
    }

    @Test
    void lateBindingEveryFunctionRunsItsOwnCode() {
        runner.when("'one'", _ -> FakeRunner.returned(PythonValue.of("one")));
        runner.when("'two'", _ -> FakeRunner.returned(PythonValue.of("two")));
        edit("add_function", "first", "def first(n): return 'one'");
        edit("add_function", "second", "def second(n): return 'two'");
        FunctionSet set = step(FunctionSet.empty()).functions();
        var tools = new AgentTools(runner, options.policy(), options.python(), set);

        assertThat(tools.run(new Message.ToolCall("1", "first", "{\"n\":1}")).reply())
                .contains("one");
        assertThat(tools.run(new Message.ToolCall("2", "second", "{\"n\":1}")).reply())
                .contains("two");
    }

    @Test
    void aRemovedFunctionIsNeitherOfferedNorCallable() {
        FunctionSet start = FunctionSet.of(List.of(function("f", "def f(n): return 'one'")));
        script.add(m -> m.calls("remove_function", StubModel.reasoned("{\"name\":\"f\"}")));
        FunctionSet set = step(start).functions();
        var tools = new AgentTools(runner, options.policy(), options.python(), set);

        assertThat(tools.tools()).isEmpty();
        assertThat(tools.run(new Message.ToolCall("1", "f", "{\"n\":1}")).kind())
                .isEqualTo("unknown_function");
        assertThat(runner.calls()).isZero();
    }

    @Test
    void terminateEndsTheStep() {
        script.add(m -> m.calls("terminate", "{}"));
        edit("add_function", "f", "def f(n): return 1");

        assertThat(step(FunctionSet.empty()).edits()).isEmpty();
        assertThat(model.calls()).isEqualTo(1);
    }

    @Test
    void severalCallsInOneAnswerAreSeveralEdits() {
        script.add(
                m ->
                        AiMessage.from(
                                List.of(
                                        m.call("add_function", addition("f")),
                                        m.call("add_function", addition("g")))));
        AgentOptimizer.Step step = step(FunctionSet.empty());

        assertThat(step.edits()).extracting(TrainingResult.Edit::name).containsExactly("f", "g");
        assertThat(ledger.all("edit_applied").keySet())
                .containsExactly("epoch 1 action 1", "epoch 1 action 2");
        assertThat(StubModel.prompt(model.requests().get(1))).contains("after 2 of at most 3");
    }

    @Test
    void moreCallsThanActionsAreLeftAreRefusedAltogether() {
        script.add(
                m ->
                        AiMessage.from(
                                List.of(
                                        m.call("add_function", addition("f")),
                                        m.call("add_function", addition("g")),
                                        m.call("add_function", addition("h")),
                                        m.call("add_function", addition("i")))));
        script.add(m -> m.calls("add_function", addition("f")));
        AgentOptimizer.Step step = step(FunctionSet.empty());

        assertThat(step.functions().functions())
                .extracting(FunctionDefinition::name)
                .containsExactly("f");
        assertThat(sentBack(1)).contains("called 4 actions, and none was applied: 3 are left");
    }

    @Test
    void anAnswerIsAppliedAsAWholeOrNotAtAll() {
        script.add(
                m ->
                        AiMessage.from(
                                List.of(
                                        m.call("add_function", addition("f")),
                                        m.call(
                                                "revise_function",
                                                StubModel.edit(
                                                        "g", World.SCHEMA, "def g(n): 1")))));
        AgentOptimizer.Step step = step(FunctionSet.empty());

        assertThat(step.functions().size()).isZero();
        assertThat(sentBack(1))
                .contains("Action 2, revise_function, cannot be applied", "no function 'g'");
    }

    @Test
    void editsBeforeTerminateInAnAnswerAreAppliedAndEndTheStep() {
        script.add(
                m ->
                        AiMessage.from(
                                List.of(
                                        m.call("add_function", addition("f")),
                                        m.call("terminate", "{}"))));

        assertThat(step(FunctionSet.empty()).edits()).hasSize(1);
        assertThat(model.calls()).isEqualTo(1);
    }

    private static String addition(String name) {
        return StubModel.edit(name, World.SCHEMA, "def " + name + "(n): return 1");
    }

    @Test
    void revisingAnUnknownNameIsRefusedWithTheReason() {
        edit("revise_function", "nobody", "def nobody(n): return 1");

        assertThat(step(FunctionSet.empty()).functions().size()).isZero();
        assertThat(sentBack(1)).contains("no function 'nobody'");
    }

    @Test
    void codeThatDoesNotDefineTheFunctionIsRefusedWithTheReason() {
        edit("add_function", "f", "def other(n): return 1");

        assertThat(step(FunctionSet.empty()).functions().size()).isZero();
        assertThat(sentBack(1)).contains("was tried", "does not define f");
    }

    @Test
    void theSchemaThatIsOfferedHasRequired() {
        edit(
                "add_function",
                "f",
                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}",
                "def f(n): return 1");
        FunctionSet set = step(FunctionSet.empty()).functions();

        assertThat(new AgentTools(runner, options.policy(), options.python(), set).tools())
                .singleElement()
                .satisfies(tool -> assertThat(tool.parameters()).contains("\"required\""));
    }

    @Test
    void earlyStopStops() {
        World world = new World();
        TrainingResult result = train(world, World.options().epochs(50).patience(3).build());

        assertThat(result.epochs()).hasSize(3);
        assertThat(result.ending().stopped()).isEqualTo("patience");
    }

    @Test
    void theLastSetIsEvaluated() {
        World world = new World(World.Edit.add(World.GOOD));
        TrainingResult result = train(world, World.options().epochs(1).maxEdits(1).build());

        assertThat(result.epochs()).singleElement().extracting(Epoch::accepted).isEqualTo(true);
        assertThat(result.best().train()).hasValue(1.0);
        assertThat(result.best().test()).hasValue(1.0);
    }

    private TrainingResult train(World world, TrainingOptions chosen) {
        return new Trainer(ModelGateway.live(world.model).build(), world.runner, World.GRADER)
                .train(
                        RunFolder.create(folder.resolve("run"), Map.of()),
                        World.splits(3, 2, 2),
                        FunctionSet.empty(),
                        chosen,
                        TrainingListener.NONE);
    }

    @Test
    void theHistoryInThePromptIsBounded() {
        List<Rollout> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add(rollout(i, "x".repeat(50_000)));
        }
        EditHistory history = new EditHistory();
        for (int i = 0; i < 200; i++) {
            String code = "def f(n):\n    return " + i + "  # " + "y".repeat(15_000);
            var change = new PastEdit.Change(0.5, i / 400.0, List.of(), List.of("task-" + i));
            history.rolledBack(
                    new PastEdit(
                            i,
                            List.of(
                                    new TrainingResult.Edit(
                                            "add_function",
                                            "f",
                                            List.of(),
                                            "z".repeat(9_000),
                                            "z".repeat(9_000))),
                            new PastEdit.Fate.RolledBack(
                                    new PastEdit.Effect(change, Optional.empty()))),
                    FunctionSet.of(List.of(function("f", code))));
        }
        Evaluation current = new Evaluation(FunctionSet.empty(), many);
        var evidence = new Evidence(current, history.telling(), _ -> "", options.evidenceTokens());
        var prompt = new OptimizerPrompt(options, current, "the training tasks", evidence.text());
        int length =
                prompt.messages(FunctionSet.empty(), List.of()).stream()
                        .mapToInt(message -> message.text().length())
                        .sum();

        assertThat(length).isLessThan(8_000 * 4 + 6_000);
    }

    private static Rollout rollout(int number, String said) {
        return new Rollout(
                "task-" + number,
                Verdict.wrong(""),
                List.of(
                        new Message.User("question " + number + said),
                        new Message.Assistant(said, List.of())),
                List.of(),
                Usage.NONE);
    }

    @Test
    void invalidAnswersAreNotRetriedSilently() {
        script.add(_ -> StubModel.says("I would add a function."));
        edit("add_function", "f", "{\"type\":\"nonsense\"}", "def f(n): return 1");
        script.add(m -> m.calls("add_function", "{\"name\": "));
        edit("add_function", "f", "def f(n): return 1");
        AgentOptimizer.Step step = step(FunctionSet.empty());

        assertThat(step.functions().size()).as("three tries, then the step ends").isZero();
        assertThat(model.calls()).isEqualTo(3);
        assertThat(sentBack(1)).contains("called no action");
        assertThat(sentBack(2)).contains("Refused", "cannot be defined");
        assertThat(ledger.all("edit_refused")).hasSize(3);
    }

    @Test
    void packagesAreNotInstalled() {
        script.add(
                m ->
                        m.calls(
                                "add_function",
                                addition("f")
                                        .replace(
                                                "{\"name\"",
                                                "{\"packages\":[\"numpy\"],\"name\"")));

        assertThat(step(FunctionSet.empty()).functions().size()).isZero();
        assertThat(sentBack(1)).contains("No package can be installed", "leave packages empty");
    }
}
