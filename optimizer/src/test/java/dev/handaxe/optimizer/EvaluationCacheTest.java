package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonValue;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an edit of a set makes to be done again, and what not. */
class EvaluationCacheTest extends LedgerFixture {
    private static final FunctionSet SET =
            FunctionSet.of(
                    List.of(
                            function("even", "def even(n):\n    return half(n)"),
                            function("odd", "def odd(n):\n    return n * 3 + 1"),
                            function("half", "def half(n):\n    return n // 2")));

    /** Tasks 0, 2 and 4 call {@code even}, which reaches {@code half}; the others {@code odd}. */
    private static final List<Task> TASKS =
            IntStream.range(0, 6).mapToObj(n -> new Task("t" + n, "number " + n, "1", "")).toList();

    private Evaluator evaluator;
    private final FakeRunner runner = new FakeRunner();
    private final StubModel model = new StubModel(this::answer);

    private static FunctionDefinition function(String name, String source) {
        return FunctionDefinition.builder(name, source)
                .description("Computes " + name + ".")
                .parameters(ParameterSchema.parse(World.SCHEMA))
                .build();
    }

    @BeforeEach
    void open() {
        TrainingOptions options = World.options().build();
        ModelGateway gateway = attached(ModelGateway.live(model).build());
        Grader grader =
                (_, message) -> message.equals("1") ? Verdict.right("") : Verdict.wrong(message);
        evaluator =
                new Evaluator(
                        new GradedAgent(gateway, runner, grader, ledger, options),
                        ledger,
                        options,
                        TrainingListener.NONE);
        runner.when("'wrong'", _ -> FakeRunner.returned(PythonValue.of(0)));
        runner.when("return", _ -> FakeRunner.returned(PythonValue.of(1)));
    }

    private AiMessage answer(ChatRequest request) {
        String last = StubModel.last(request);
        if (!last.startsWith("number ")) {
            return StubModel.says(last.replaceAll("\\D*(\\d+).*", "$1"));
        }
        boolean even = Integer.parseInt(last.substring(7)) % 2 == 0;
        return model.calls(even ? "even" : "odd", "{\"n\": 2}");
    }

    private Evaluation evaluate(FunctionSet functions) {
        return evaluator.evaluate(functions, "train", TASKS, 1, "train");
    }

    @Test
    void anEditOfCodeThatARolloutDidNotReachCostsNeitherAModelCallNorAGuestCall() {
        Evaluation before = evaluate(SET);
        int asked = model.calls();
        int run = runner.calls();

        Evaluation after = evaluate(SET.with(function("odd", "def odd(n):\n    return 1 + n * 3")));

        assertThat(model.calls()).isEqualTo(asked);
        assertThat(runner.calls()).as("the three tasks that call odd").isEqualTo(run + 3);
        assertThat(after.rollouts()).isEqualTo(before.rollouts());
    }

    @Test
    void anEditOfAFunctionThatIsCalledOrReachedIsRunAgain() {
        evaluate(SET);
        int run = runner.calls();

        evaluate(SET.with(function("half", "def half(n):\n    return n >> 1")));
        assertThat(runner.calls()).as("even reaches half").isEqualTo(run + 3);
        evaluate(SET.with(function("even", "def even(n):\n    return n / 2")));
        assertThat(runner.calls()).isEqualTo(run + 6);
    }

    @Test
    void anotherResultOfTheEditedCodeLeadsToAnotherVerdict() {
        assertThat(evaluate(SET).perfect()).isTrue();
        int asked = model.calls();

        Evaluation after = evaluate(SET.with(function("odd", "def odd(n):\n    return 'wrong'")));

        assertThat(after.rollouts())
                .extracting(Rollout::solved)
                .containsExactly(true, false, true, false, true, false);
        assertThat(model.calls()).as("the round after the call").isEqualTo(asked + 3);
    }

    @Test
    void anotherDescriptionIsAnotherPrompt() {
        evaluate(SET);
        int asked = model.calls();

        evaluate(
                SET.with(
                        FunctionDefinition.builder("half", "def half(n):\n    return n // 2")
                                .description("Something else.")
                                .parameters(ParameterSchema.parse(World.SCHEMA))
                                .build()));

        assertThat(model.calls()).isEqualTo(2 * asked);
    }
}
