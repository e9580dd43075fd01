package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.TrainingOptions.PythonTool;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonValue;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FunctionCallingAgentTest extends LedgerFixture {
    private static final Task TASK = new Task("t", "What is 6 times 7?", "42", "Say the number.");

    private final FakeRunner runner = new FakeRunner();
    private final Deque<Function<StubModel, AiMessage>> script = new ArrayDeque<>();
    private final StubModel model = new StubModel(this::next);
    private TrainingOptions options = TrainingOptions.builder().maxRounds(4).build();

    private AiMessage next(ChatRequest request) {
        assertThat(request.messages()).isNotEmpty();
        return script.removeFirst().apply(model);
    }

    private Rollout solve(FunctionSet functions) {
        ModelGateway gateway = attached(ModelGateway.live(model).build());
        Grader grader =
                (task, message) ->
                        message.equals(task.answer()) ? Verdict.right("") : Verdict.wrong("");
        return new GradedAgent(gateway, runner, grader, ledger, options)
                .solve(TASK, functions, new RolloutId(functions.hash(), "train", "t", 1));
    }

    private static FunctionDefinition function(String name) {
        return FunctionDefinition.builder(name, "def " + name + "(): return 'of " + name + "'")
                .description("Gives " + name)
                .parameters(ParameterSchema.parse(World.SCHEMA))
                .build();
    }

    @Test
    void anAnswerWithoutCallsIsTheFinalMessage() {
        script.add(_ -> StubModel.says("42"));

        Rollout rollout = solve(FunctionSet.empty());

        assertThat(rollout.solved()).isTrue();
        assertThat(rollout.finalMessage()).isEqualTo("42");
        assertThat(rollout.usage()).isEqualTo(new Usage(1, 100, 10));
        assertThat(StubModel.prompt(model.requests().getFirst()))
                .contains("What is 6 times 7?\n\nSay the number.");
    }

    @Test
    void thePromptDoesNotHoldTheAnswer() {
        script.add(_ -> StubModel.says("42"));
        solve(FunctionSet.empty());

        assertThat(model.requests().getFirst().toString()).doesNotContain("42");
    }

    @Test
    void aProgramsOutputComesBack() {
        runner.when("print(6 * 7)", _ -> FakeRunner.printed("42\n"));
        script.add(m -> m.calls("python", "{\"source\": \"print(6 * 7)\"}"));
        script.add(_ -> StubModel.says("42"));

        Rollout rollout = solve(FunctionSet.empty());

        assertThat(StubModel.last(model.requests().get(1))).isEqualTo("42");
        assertThat(rollout.calls())
                .singleElement()
                .satisfies(
                        call -> {
                            assertThat(call.name()).isEqualTo("python");
                            assertThat(call.kind()).isEqualTo("returned");
                        });
    }

    @Test
    void aProgramThatPrintsNothingIsToldSo() {
        runner.when("6 * 7", _ -> FakeRunner.returned(PythonValue.none()));
        script.add(m -> m.calls("python", "{\"source\": \"6 * 7\"}"));
        script.add(_ -> StubModel.says("42"));
        solve(FunctionSet.empty());

        assertThat(StubModel.last(model.requests().get(1))).contains("printed nothing");
    }

    @Test
    void withoutPythonAndFunctionsNoToolIsOffered() {
        options = TrainingOptions.builder().python(PythonTool.ABSENT).build();
        script.add(_ -> StubModel.says("42"));
        solve(FunctionSet.empty());

        assertThat(model.requests().getFirst().toolSpecifications()).isEmpty();
        assertThat(StubModel.prompt(model.requests().getFirst())).doesNotContain("function");
    }

    @Test
    void aFunctionCalledPythonDoesNotClash() {
        runner.when("of python", _ -> FakeRunner.returned(PythonValue.of("the set's")));
        runner.when("print(1)", _ -> FakeRunner.printed("the general one's"));
        script.add(
                m ->
                        AiMessage.from(
                                List.of(
                                        m.call("python", "{\"n\": 1}"),
                                        m.call("python_2", "{\"source\": \"print(1)\"}"))));
        script.add(_ -> StubModel.says("42"));

        Rollout rollout = solve(FunctionSet.of(List.of(function("python"))));

        assertThat(StubModel.toolNames(model.requests().getFirst()))
                .containsExactlyInAnyOrder("python", "python_2");
        assertThat(rollout.calls().get(0).reply()).contains("the set's");
        assertThat(rollout.calls().get(1).reply()).contains("the general one's");
    }

    @Test
    void aFunctionIsOfferedWithItsSchema() {
        script.add(_ -> StubModel.says("42"));
        solve(FunctionSet.of(List.of(function("f"))));

        var tool = model.requests().getFirst().toolSpecifications().get(1);
        assertThat(tool.name()).isEqualTo("f");
        assertThat(tool.parameters().required()).containsExactly("n");
        assertThat(tool.parameters().properties().get("n"))
                .isInstanceOfSatisfying(
                        JsonRawSchema.class, raw -> assertThat(raw.schema()).contains("integer"));
    }

    @Test
    void argumentsThatAreNoJsonAreExplained() {
        script.add(m -> m.calls("f", "{n: 1"));
        script.add(m -> m.calls("f", "[1]"));
        script.add(_ -> StubModel.says("42"));

        Rollout rollout = solve(FunctionSet.of(List.of(function("f"))));

        assertThat(rollout.calls())
                .hasSize(2)
                .allSatisfy(
                        call -> {
                            assertThat(call.kind()).isEqualTo("refused");
                            assertThat(call.reply()).contains("arguments cannot be read");
                        });
        assertThat(runner.calls()).isZero();
    }

    @Test
    void anUnknownFunctionIsExplainedWithTheNamesThereAre() {
        script.add(m -> m.calls("g", "{}"));
        script.add(_ -> StubModel.says("42"));

        assertThat(solve(FunctionSet.of(List.of(function("f")))).calls().getFirst().reply())
                .isEqualTo("There is no function 'g'. There is: python, f.");
    }

    @Test
    void noArgumentsMayBeWrittenAsNothing() {
        runner.when("of f", _ -> FakeRunner.returned(PythonValue.of(7)));
        script.add(m -> m.calls("f", ""));
        script.add(_ -> StubModel.says("42"));

        assertThat(solve(FunctionSet.of(List.of(function("f")))).calls().getFirst().reply())
                .contains("7");
    }

    @Test
    void theLastRoundAsksForTheAnswerAndMakesNoCall() {
        runner.when("of f", _ -> FakeRunner.returned(PythonValue.of(7)));
        for (int i = 0; i < 4; i++) {
            script.add(m -> m.calls("f", "{\"n\": 1}"));
        }

        Rollout rollout = solve(FunctionSet.of(List.of(function("f"))));

        assertThat(model.calls()).isEqualTo(4);
        assertThat(StubModel.last(model.requests().getLast())).contains("No calls are left");
        assertThat(rollout.calls()).hasSize(3);
        assertThat(rollout.solved()).isFalse();
        assertThat(rollout.finalMessage()).isEmpty();
    }

    @Test
    void aFailedCallIsKeptWithItsErrorLineAndSource() {
        runner.when(
                "of f",
                _ -> FakeRunner.raised("ZeroDivisionError", "division by zero", 3, "return a / b"));
        script.add(m -> m.calls("f", "{\"n\": 1}"));
        script.add(_ -> StubModel.says("42"));

        FunctionCall call = solve(FunctionSet.of(List.of(function("f")))).calls().getFirst();

        assertThat(call.kind()).isEqualTo("raised");
        assertThat(call.failure())
                .hasValue(
                        new FunctionCall.Failure(
                                "ZeroDivisionError", "division by zero", 3, "f", "return a / b"));
        assertThat(call.reply()).contains("ZeroDivisionError", "return a / b");
    }

    @Test
    void aLostCallIsTriedOnceMore() {
        int[] times = {0};
        runner.when(
                "of f",
                _ -> times[0]++ == 0 ? FakeRunner.lost() : FakeRunner.returned(PythonValue.of(7)));
        script.add(m -> m.calls("f", "{\"n\": 1}"));
        script.add(_ -> StubModel.says("42"));

        assertThat(solve(FunctionSet.of(List.of(function("f")))).calls().getFirst().kind())
                .isEqualTo("returned");
    }

    @Test
    void aCallThatWasInterruptedIsNotKept() {
        runner.when(
                "of f",
                _ -> {
                    Thread.currentThread().interrupt();
                    return FakeRunner.lost();
                });
        script.add(m -> m.calls("f", "{\"n\": 1}"));

        assertThatThrownBy(() -> solve(FunctionSet.of(List.of(function("f")))))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ledger.all("function_call")).isEmpty();
    }

    @Test
    void tooManyCallsAtOnceAreNotAllMade() {
        runner.when("of f", _ -> FakeRunner.returned(PythonValue.of(7)));
        script.add(
                m ->
                        AiMessage.from(
                                java.util.stream.IntStream.range(0, 20)
                                        .mapToObj(i -> m.call("f", "{\"n\": " + i + "}"))
                                        .toList()));
        script.add(_ -> StubModel.says("42"));

        assertThat(solve(FunctionSet.of(List.of(function("f")))).calls()).hasSize(8);
        assertThat(StubModel.last(model.requests().get(1))).contains("at most 8");
    }

    @Test
    void aRolloutSurvivesTheLedger() throws Json.Malformed {
        runner.when("of f", _ -> FakeRunner.raised("KeyError", "'x'", 3, "d['x']"));
        script.add(m -> m.calls("f", "{\"n\": 1}"));
        script.add(_ -> StubModel.says("42"));
        Rollout rollout = solve(FunctionSet.of(List.of(function("f"))));

        assertThat(Rollout.read(Json.read(Json.write(rollout.node())))).isEqualTo(rollout);
    }
}
