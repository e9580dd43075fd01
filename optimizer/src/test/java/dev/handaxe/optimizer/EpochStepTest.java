package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochStepTest extends LedgerFixture {
    private static final String RELYING = "def square(n):\n    return cube(n) // n";
    private static final String OTHER = "def square(n):\n    return n ** 2";
    private static final String MERGED = "def square(n):\n    return (n + 0) ** 2";

    private final EditHistory history = new EditHistory();

    private static Evaluation evaluation(FunctionSet functions, int tasks, int solved) {
        List<Rollout> rollouts = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            rollouts.add(
                    i < solved
                            ? Rollouts.solved("t" + i, "task number " + i + "!")
                            : Rollouts.failed("t" + i, "task number " + i + "!"));
        }
        return new Evaluation(functions, rollouts);
    }

    private AgentOptimizer.Step take(StubModel model, TrainingOptions options, Evaluation current) {
        ModelGateway gateway = attached(ModelGateway.live(model).build());
        FakeRunner runner = new FakeRunner();
        var gate = new AdmissionGate(runner, options.policy(), ledger, LeakScan.NONE);
        var optimizer = new AgentOptimizer(gateway, gate, ledger, options, TrainingListener.NONE);
        return new EpochStep(optimizer, new LineTraces(runner, options, ledger), options)
                .step(1, current, history);
    }

    private static TrainingOptions.Builder options() {
        return World.options().subsets(2).maxEdits(1);
    }

    /** Answers by the part that the prompt is about. */
    private static StubModel byPart(String one, String two, Function<StubModel, AiMessage> merge) {
        StubModel[] model = new StubModel[1];
        model[0] =
                new StubModel(
                        request -> {
                            String prompt = StubModel.last(request);
                            if (prompt.contains("# Versions to merge")) {
                                return merge.apply(model[0]);
                            }
                            String code = prompt.contains("part 1 of 2") ? one : two;
                            String name = code.replaceAll("(?s)def (\\w+).*", "$1");
                            boolean known = prompt.contains("## " + name);
                            return model[0].calls(
                                    known ? "revise_function" : "add_function",
                                    StubModel.edit(name, World.SCHEMA, code));
                        });
        return model[0];
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "60,1", "61,2", "120,2", "121,3", "500,4"})
    void largerTrainingSetsHaveMoreParts(int tasks, int parts) {
        assertThat(EpochStep.automatic(tasks)).isEqualTo(parts);
    }

    @Test
    void oneStepSeesAllTasksOfASmallTrainingSet() {
        StubModel model = new StubModel(_ -> StubModel.says("no"));
        take(model, World.options().build(), evaluation(FunctionSet.empty(), 10, 0));

        assertThat(StubModel.prompt(model.requests().getFirst()))
                .contains("0 of 10 (0.0 %) of the training tasks.")
                .contains("task number 0!", "task number 9!");
    }

    @Test
    void eachPartSeesItsTasksAndWhatTheyAddIsJoined() {
        StubModel model =
                byPart(
                        "def square(n):\n    return n * n",
                        "def cube(n):\n    return n ** 3",
                        _ -> StubModel.says("not asked"));
        AgentOptimizer.Step step =
                take(model, options().build(), evaluation(FunctionSet.empty(), 10, 0));

        assertThat(step.functions().find("square")).isPresent();
        assertThat(step.functions().find("cube")).isPresent();
        assertThat(step.edits()).hasSize(2);
        List<ChatRequest> requests = model.requests();
        assertThat(requests).hasSize(2);
        assertThat(StubModel.prompt(requests.getFirst()))
                .contains("0 of 5 (0.0 %) of part 1 of 2 of the training tasks.")
                .contains("task number 0!", "task number 8!")
                .doesNotContain("task number 1!");
        assertThat(StubModel.prompt(requests.getLast()))
                .contains("task number 1!", "task number 9!")
                .doesNotContain("task number 0!");
    }

    @Test
    void aPartWithoutFailuresTakesNoStep() {
        List<Rollout> rollouts =
                List.of(Rollouts.solved("a", "q"), Rollouts.failed("b", "only this"));
        StubModel model = new StubModel(_ -> StubModel.says("no"));
        take(model, options().build(), new Evaluation(FunctionSet.empty(), rollouts));

        assertThat(model.requests())
                .allSatisfy(
                        request -> assertThat(StubModel.prompt(request)).contains("part 2 of 2"));
    }

    @Test
    void theModelMergesWhatTwoPartsChanged() {
        StubModel model =
                byPart(
                        World.GOOD,
                        OTHER,
                        m ->
                                m.calls(
                                        "revise_function",
                                        StubModel.edit("square", World.SCHEMA, MERGED)));
        AgentOptimizer.Step step =
                take(model, options().build(), evaluation(World.set(World.BROKEN), 10, 0));

        assertThat(step.functions()).isEqualTo(World.set(MERGED));
        assertThat(StubModel.last(model.requests().getLast())).contains("return n * n", "n ** 2");
    }

    @Test
    void theVersionForMoreFailuresIsTakenIfTheModelDeclines() {
        StubModel model = byPart(World.GOOD, OTHER, m -> m.calls("terminate", "{}"));
        // of the tasks 0 to 9 the first is solved: part 1 has 4 that fail, part 2 has 5
        AgentOptimizer.Step step =
                take(model, options().build(), evaluation(World.set(World.BROKEN), 10, 1));

        assertThat(step.functions()).isEqualTo(World.set(OTHER));
    }

    @Test
    void aMergedSetThatDoesNotHoldTogetherIsNotTaken() {
        // the names clash, so one of the two is left out, and square would miss it
        StubModel[] model = new StubModel[1];
        model[0] =
                new StubModel(
                        request -> {
                            String prompt = StubModel.last(request);
                            boolean first = prompt.contains("after 0 of");
                            if (prompt.contains("part 1 of 2")) {
                                return first
                                        ? add(model[0], "Cube")
                                        : model[0].calls("terminate", "{}");
                            }
                            return first
                                    ? add(model[0], "cube")
                                    : model[0].calls(
                                            "revise_function",
                                            StubModel.edit("square", World.SCHEMA, RELYING));
                        });
        // of the tasks 0 to 9 the first is solved: part 2 has more that fail
        AgentOptimizer.Step step =
                take(
                        model[0],
                        options().maxEdits(2).build(),
                        evaluation(World.set(World.BROKEN), 10, 1));

        assertThat(step.functions().find("Cube")).isEmpty();
        assertThat(step.functions().find("cube")).isPresent();
        assertThat(step.functions().find("square").orElseThrow().source()).isEqualTo(RELYING);
        assertThat(step.edits()).hasSize(2);
        assertThat(ledger.count("merge_refused")).isEqualTo(1);
    }

    private static AiMessage add(StubModel model, String name) {
        String code = "def %s(n):\n    return n ** 3".formatted(name);
        return model.calls("add_function", StubModel.edit(name, World.SCHEMA, code));
    }

    @Test
    void aFunctionThatAnotherPartRevisedToCallAnotherIsNotRemoved() {
        FunctionSet start =
                World.set(World.BROKEN)
                        .with(
                                FunctionDefinition.builder("half", "def half(n):\n    return n / 2")
                                        .build());
        StubModel[] model = new StubModel[1];
        model[0] =
                new StubModel(
                        request ->
                                StubModel.last(request).contains("part 1 of 2")
                                        ? model[0].calls("remove_function", "{\"name\":\"half\"}")
                                        : model[0].calls(
                                                "revise_function",
                                                StubModel.edit(
                                                        "square",
                                                        World.SCHEMA,
                                                        "def square(n):\n    return half(n)")));
        AgentOptimizer.Step step = take(model[0], options().build(), evaluation(start, 4, 0));

        assertThat(step.functions().find("half")).isPresent();
        assertThat(step.functions().find("square").orElseThrow().source()).contains("half(n)");
    }
}
