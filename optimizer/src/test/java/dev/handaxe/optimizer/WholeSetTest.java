package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.TrainingOptions.StepMethod;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One answer that gives the whole set anew. */
class WholeSetTest extends AdmissionFixture {
    @TempDir Path runs;

    private static ObjectNode function(String name, String code) {
        return Json.object()
                .put("name", name)
                .put("description", "Computes " + name + ".")
                .put("arguments", World.SCHEMA)
                .put("code", code);
    }

    private static String rewrite(ObjectNode... functions) {
        ObjectNode answer =
                Json.object()
                        .put("hypothesis", StubModel.WHY)
                        .put("expected_effect", StubModel.EFFECT);
        var list = answer.putArray("functions");
        List.of(functions).forEach(list::add);
        return Json.write(answer);
    }

    private Admission answered(FunctionSet before, ToolCall... calls) {
        return wholeSet().judge(List.of(calls), draft(before));
    }

    private WholeSet wholeSet() {
        return new WholeSet(gate, ExecutionPolicy.untrusted());
    }

    private FunctionSet made(FunctionSet before, ObjectNode... functions) {
        return admitted(answered(before, call("rewrite_set", rewrite(functions)))).functions();
    }

    private String refused(String tool, String arguments) {
        return refusal(answered(square, call(tool, arguments)));
    }

    @Test
    void theGivenFunctionsTakeThePlaceOfTheSet() {
        FunctionSet set = made(square, function("cube", CUBE));

        assertThat(names(set)).containsExactly("cube");
    }

    @Test
    void whatIsGivenAgainStaysAndWhatIsChangedIsRevised() {
        Admission same =
                answered(
                        square,
                        call(
                                "rewrite_set",
                                rewrite(function("square", World.GOOD), function("cube", CUBE))));
        Admission changed =
                answered(square, call("rewrite_set", rewrite(function("square", World.BAD))));

        assertThat(admitted(same).functions().find("square")).isEqualTo(square.find("square"));
        assertThat(admitted(same).edits())
                .extracting(TrainingResult.Edit::words)
                .containsExactly("add_function cube");
        assertThat(admitted(changed).edits())
                .extracting(TrainingResult.Edit::words)
                .containsExactly("revise_function square");
        assertThat(admitted(changed).functions()).isEqualTo(World.set(World.BAD));
    }

    @Test
    void anEmptySetIsASetAndTheSameSetIsNoEdit() {
        assertThat(made(square)).isEqualTo(FunctionSet.empty());
        assertThat(answered(square, call("rewrite_set", rewrite(function("square", World.GOOD)))))
                .isInstanceOf(Admission.Terminated.class);
        assertThat(answered(square, call("terminate", "{}")))
                .isInstanceOf(Admission.Terminated.class);
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(refused("add_function", "{}")).contains("must call rewrite_set once");
        assertThat(refused("rewrite_set", "{")).contains("no JSON object");
        assertThat(refused("rewrite_set", "{\"functions\": 1}")).contains("'functions' must be");
        assertThat(refused("rewrite_set", rewrite(function("a", CUBE), function("a", CUBE))))
                .contains("two functions 'a'");
        assertThat(
                        refused(
                                "rewrite_set",
                                rewrite(function("cube", CUBE), function("python", CUBE))))
                .contains("no action of the answer was")
                .contains("'python' is taken");
        assertThat(
                        refusal(
                                answered(
                                        square,
                                        call("terminate", "{}"),
                                        call("rewrite_set", rewrite()))))
                .contains("and nothing else");
    }

    @Test
    void aTrainingStepIsOneAnswerAndOffersNothingElse() {
        World world =
                new World(
                        new World.Edit(
                                "rewrite_set",
                                rewrite(
                                        function("square", World.GOOD),
                                        function("cube", CUBE),
                                        function("other", "def other(n): return 1"),
                                        function("fourth", "def fourth(n): return n"))));
        TrainingResult result =
                world.train(
                        runs.resolve("run"),
                        World.splits(4, 0, 2),
                        FunctionSet.empty(),
                        World.options()
                                .accept(TrainingOptions.Acceptance.PAPER)
                                .step(StepMethod.WHOLE_SET)
                                .build());

        assertThat(result.best().test()).hasValue(1.0);
        assertThat(result.functions().size()).as("more than a step has edits").isEqualTo(4);
        assertThat(world.model.optimizerRequests()).hasSize(1);
        assertThat(StubModel.toolNames(world.model.optimizerRequests().getFirst()))
                .containsExactly("rewrite_set", "terminate");
        assertThat(StubModel.prompt(world.model.optimizerRequests().getFirst()))
                .contains("Answer by calling rewrite_set once")
                .contains("Code is Python 3 with the standard library only")
                .contains("def count_by(rows, column):")
                .doesNotContain("Set B", "add_function", "revise_function", "{cpu}");
    }

    @Test
    void itIsPartOfWhatARunIsAndOptimizesAllTasksAtOnce() {
        TrainingOptions options = World.options().step(StepMethod.WHOLE_SET).subsets(3).build();

        assertThat(RunIdentity.of(options).path("step").asText()).isEqualTo("whole_set");
        assertThat(RunIdentity.of(World.options().build()).has("step")).isFalse();
        assertThat(options.subsets(100)).isEqualTo(1);
        assertThat(options.answersOfAStep()).isEqualTo(1);
        assertThat(World.options().maxEdits(5).build().answersOfAStep()).isEqualTo(5);
    }
}
