package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is run before an edit is admitted. */
class AdmissionTrialTest extends AdmissionFixture {
    private Admission withExamples(String... examples) {
        ObjectNode function = addition("cube").put("code", CUBE);
        var list = function.putArray("examples");
        List.of(examples).forEach(list::add);
        return judge(square, "add_function", Json.write(function));
    }

    @Test
    void examplesThatComeOutRightAreKeptWithTheFunction() {
        runner.when("n ** 3", _ -> FakeRunner.returned(PythonValue.of(27)));
        Draft draft = admitted(withExamples("{\"arguments\":{\"n\":3},\"expected\":27.0000001}"));

        assertThat(draft.functions().find("cube").orElseThrow().examples()).hasSize(1);
        assertThat(runner.calls()).as("each is made twice").isEqualTo(2);
    }

    @Test
    void anExampleThatComesOutWrongIsRefusedWithBothValues() {
        runner.when("n ** 3", _ -> FakeRunner.returned(PythonValue.of(27)));

        assertThat(refusal(withExamples("{\"arguments\":{\"n\":3},\"expected\":28}")))
                .contains("cube with {\"n\":3} gives 27, expected is 28");
    }

    @Test
    void anExampleThatRaisesIsRefusedWithTheError() {
        runner.when("n ** 3", _ -> FakeRunner.raised("TypeError", "no power", 1, "n ** 3"));

        assertThat(refusal(withExamples("{\"arguments\":{\"n\":3},\"expected\":28}")))
                .contains("does not return", "TypeError: no power", "line 1");
    }

    @Test
    void malformedExamplesAreRefusedWithTheirForm() {
        assertThat(refusal(withExamples("{\"n\":3}"))).contains("Example 1 must be", "expected");
        assertThat(refusal(withExamples("nonsense")))
                .contains("Example 1 must be", "\"arguments\"");
        assertThat(refusal(withExamples("{\"arguments\":[3],\"expected\":9}")))
                .contains("Example 1 must be");
        assertThat(refusal(withExamples("{\"arguments\":{\"m\":3},\"expected\":9}")))
                .contains("Example 1 does not fit the schema", "'m'");
    }

    @Test
    void aRevisionWithoutExamplesKeepsThoseOfTheVersionBefore() {
        runner.when("n ** 3", _ -> FakeRunner.returned(PythonValue.of(27)));
        FunctionSet cube =
                admitted(withExamples("{\"arguments\":{\"n\":3},\"expected\":27}")).functions();
        runner.when("n + 3", _ -> FakeRunner.returned(PythonValue.of(6)));
        ObjectNode revision = written("cube", "def cube(n): return n + 3");

        assertThat(refusal(cube, "revise_function", Json.write(revision)))
                .contains("gives 6, expected is 27");
        revision.putArray("examples").add("{\"arguments\":{\"n\":3},\"expected\":6}");
        assertThat(judge(cube, "revise_function", Json.write(revision)))
                .isInstanceOf(Admission.Admitted.class);
    }

    private Admission revisedAfter(Outcome outcome, String... recorded) {
        runner.when("n ** 2", _ -> outcome);
        FunctionCall[] calls =
                List.of(recorded).stream()
                        .map(AdmissionGateTest::returned)
                        .toArray(FunctionCall[]::new);
        ToolCall revision =
                call("revise_function", Json.write(written("square", "def square(n): n ** 2")));
        return gate.judge(List.of(revision), draft(square, rollout(calls)), 3);
    }

    @Test
    void aCallThatReturnedBeforeMustStillReturn() {
        Outcome error = FakeRunner.raised("ValueError", "too big", 1, "n ** 2");

        assertThat(refusal(revisedAfter(error, "{\"n\":12}")))
                .contains("square with {\"n\":12}", "returned in the conversations", "too big");
    }

    @Test
    void recordedCallsThatDoNotFitTheNewSchemaAreNotMade() {
        Outcome error = FakeRunner.raised("ValueError", "too big", 1, "n ** 2");

        assertThat(revisedAfter(error, "{\"m\":12}")).isInstanceOf(Admission.Admitted.class);
        assertThat(runner.calls()).isZero();
    }

    @Test
    void aCallThatGivesAnotherValueTheSecondTimeIsRefused() {
        AtomicInteger random = new AtomicInteger();
        runner.when("n ** 2", _ -> FakeRunner.returned(PythonValue.of(random.getAndIncrement())));
        ToolCall revision =
                call("revise_function", Json.write(written("square", "def square(n): n ** 2")));
        Admission admission =
                gate.judge(List.of(revision), draft(square, rollout(returned("{\"n\":12}"))), 3);

        assertThat(refusal(admission)).contains("gives 0 and, made again, 1", "no randomness");
    }

    @Test
    void callersOfWhatChangedAreTriedToo() {
        runner.when("n * square", _ -> FakeRunner.raised("TypeError", "from below", 1, "x"));
        FunctionCall cubed =
                new FunctionCall("cube", "{\"n\":2}", "returned", "8", Optional.empty());
        ToolCall revision =
                call("revise_function", Json.write(written("square", "def square(n): return 0")));
        Admission admission = gate.judge(List.of(revision), draft(both(), rollout(cubed)), 3);

        assertThat(refusal(admission)).contains("cube with {\"n\":2}", "from below");
    }

    @Test
    void aMergedFunctionMustTakeTheCallsOfThoseItReplaces() {
        runner.when("merged", _ -> FakeRunner.raised("TypeError", "not mine", 1, "x"));
        ToolCall merged =
                merge(written("power", "def power(n): return 'merged'"), "square", "cube");
        Draft draft = draft(both(), rollout(returned("{\"n\":12}")));

        assertThat(refusal(gate.judge(List.of(merged), draft, 3)))
                .contains("power with {\"n\":12}", "not mine");
    }

    @Test
    void whatWasTriedIsNotTriedAgain() {
        runner.when("n ** 3", _ -> FakeRunner.returned(PythonValue.of(27)));
        String wrong = "{\"arguments\":{\"n\":3},\"expected\":28}";
        String first = refusal(withExamples(wrong));
        ledger.close();
        ledger = Ledger.open(folder.resolve("ledger.jsonl"), Clock.systemUTC());
        gate = gate(LeakScan.NONE);
        int calls = runner.calls();

        assertThat(refusal(withExamples(wrong))).isEqualTo(first);
        assertThat(runner.calls()).isEqualTo(calls);
        assertThat(withExamples("{\"arguments\":{\"n\":3},\"expected\":27}"))
                .as("other examples are another trial")
                .isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aVerdictOfOneSetOfTasksIsNotThatOfAnother() {
        assertThat(judge(square, add("cube"))).isInstanceOf(Admission.Admitted.class);
        gate =
                gate(
                        new LeakScan() {
                            @Override
                            public Optional<Leak> inText(String text) {
                                return text.equals("d")
                                        ? Optional.of(new Leak(1, "a long number"))
                                        : Optional.empty();
                            }

                            @Override
                            public Optional<Leak> inPairs(List<Pair> pairs) {
                                return Optional.empty();
                            }

                            @Override
                            public String digest() {
                                return "other tasks";
                            }
                        });

        assertThat(refusal(judge(square, add("cube"))))
                .contains("Line 1 of the description of cube holds a long number", "parameter");
    }

    @Test
    void packagesThatThePolicyGrantsMayBeNamed() {
        var policy = ExecutionPolicy.untrusted().with(Grants.none().withPackages(List.of("sympy")));
        var granted = new AdmissionGate(runner, policy, ledger, LeakScan.NONE);
        ObjectNode function = addition("cube");
        function.putArray("packages").add("sympy");

        assertThat(
                        granted.judge(
                                List.of(call("add_function", Json.write(function))),
                                draft(square),
                                3))
                .isInstanceOf(Admission.Admitted.class);
        function.putArray("packages").add("numpy");
        assertThat(
                        refusal(
                                granted.judge(
                                        List.of(call("add_function", Json.write(function))),
                                        draft(square),
                                        3)))
                .contains("packages may be sympy");
    }
}
