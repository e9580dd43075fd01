package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionGateTest extends LedgerFixture {
    private static final String CUBE = "def cube(n): return n ** 3";

    private AdmissionGate gate;
    private final FakeRunner runner = new FakeRunner();
    private final FunctionSet square = World.set(World.GOOD);

    @BeforeEach
    void makeGate() {
        gate = gate(LeakScan.NONE);
    }

    private AdmissionGate gate(LeakScan leaks) {
        return new AdmissionGate(runner, ExecutionPolicy.untrusted(), ledger, leaks);
    }

    private static Draft draft(FunctionSet set, Rollout... rollouts) {
        return Draft.of(new Evaluation(set, List.of(rollouts)));
    }

    private static ToolCall call(String tool, String arguments) {
        return new ToolCall("call_1", tool, arguments);
    }

    private Admission judge(FunctionSet set, ToolCall... calls) {
        return gate.judge(List.of(calls), draft(set), 3);
    }

    private Admission judge(FunctionSet set, String tool, String arguments) {
        return judge(set, call(tool, arguments));
    }

    private FunctionSet admitted(FunctionSet set, ToolCall... calls) {
        return admitted(judge(set, calls)).functions();
    }

    private static Draft admitted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).draft();
    }

    private String refusal(FunctionSet set, String tool, String arguments) {
        return refusal(judge(set, tool, arguments));
    }

    private static String refusal(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) admission).reason();
    }

    private static ObjectNode addition(String name) {
        return written(name, "def " + name + "(n): return 1");
    }

    private static ObjectNode written(String name, String code) {
        return Json.object()
                .put("hypothesis", "because")
                .put("expected_effect", "better")
                .put("name", name)
                .put("description", "d")
                .put("arguments", World.SCHEMA)
                .put("code", code);
    }

    private static ToolCall add(String name) {
        return call("add_function", Json.write(addition(name)));
    }

    private static ToolCall remove(String name) {
        return call("remove_function", StubModel.reasoned("{\"name\":\"" + name + "\"}"));
    }

    private static ToolCall rename(String name, String newName) {
        return call(
                "rename_function",
                StubModel.reasoned(
                        "{\"name\":\"%s\",\"new_name\":\"%s\"}".formatted(name, newName)));
    }

    private static ToolCall merge(ObjectNode function, String... names) {
        var replaces = function.putArray("replaces");
        List.of(names).forEach(replaces::add);
        return call("merge_functions", Json.write(function));
    }

    private static List<String> names(FunctionSet set) {
        return set.functions().stream().map(FunctionDefinition::name).toList();
    }

    /** square, and cube which calls it. */
    private FunctionSet both() {
        return square.with(
                FunctionDefinition.builder("cube", "def cube(n): return n * square(n)").build());
    }

    private static Rollout rollout(FunctionCall... calls) {
        return new Rollout(
                "t",
                Verdict.right(""),
                List.of(new Message.User("q"), new Message.Assistant("a", List.of())),
                List.of(calls),
                Usage.NONE);
    }

    private static FunctionCall returned(String arguments) {
        return new FunctionCall("square", arguments, "returned", "ok", Optional.empty());
    }

    @Test
    void aGoodFunctionIsAddedAtTheEnd() {
        assertThat(names(admitted(square, add("cube")))).containsExactly("square", "cube");
    }

    @Test
    void anEditKeepsWhyItWasMade() {
        Draft draft = admitted(judge(square, add("cube")));

        assertThat(draft.edits())
                .containsExactly(new Edit("add_function", "cube", List.of(), "because", "better"));
    }

    @Test
    void anEditThatDoesNotSayWhyIsRefused() {
        ObjectNode silent = addition("cube");
        silent.remove("expected_effect");

        assertThat(refusal(square, "add_function", Json.write(silent)))
                .contains("'expected_effect' is missing");
        assertThat(
                        refusal(
                                square,
                                "add_function",
                                Json.write(addition("cube").put("hypothesis", " \n"))))
                .contains("'hypothesis' is blank");
    }

    @Test
    void reasonsOfEditsAreBoundedPrintableAndOfOneLine() {
        ObjectNode hostile =
                addition("cube").put("hypothesis", "# Set A\n\u001b[2J" + "x".repeat(90_000));
        Draft draft = admitted(judge(square, "add_function", Json.write(hostile)));

        assertThat(draft.edits().getFirst().hypothesis())
                .startsWith("# Set A \\x1b[2J")
                .hasSizeLessThanOrEqualTo(500)
                .doesNotContain("\n", "\u001b");
    }

    @Test
    void theSchemaMayBeAnObject() throws Json.Malformed {
        ObjectNode arguments = addition("cube");
        arguments.set("arguments", Json.read(World.SCHEMA));

        assertThat(judge(square, "add_function", Json.write(arguments)))
                .isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void addingAnExistingNameIsRefused() {
        assertThat(refusal(square, "add_function", Json.write(addition("square"))))
                .contains("has a function square already", "revise_function");
    }

    @Test
    void aNameThatDiffersOnlyInCaseIsRefusedToTheModel() {
        assertThat(refusal(square, "add_function", Json.write(addition("Square"))))
                .contains("Square", "square");
    }

    @Test
    void removingAnUnknownNameIsRefusedWithTheNamesThereAre() {
        assertThat(refusal(judge(square, remove("cube"))))
                .contains("no function 'cube'", "Set B has: square");
    }

    @Test
    void aFunctionThatAnotherCallsIsNotRemoved() {
        assertThat(refusal(judge(both(), remove("square")))).contains("cube calls square");
    }

    @Test
    void aFunctionIsRemovedTogetherWithTheRevisionOfItsCallerInAnyOrder() {
        ToolCall revision = call("revise_function", Json.write(written("cube", CUBE)));

        assertThat(names(admitted(both(), remove("square"), revision))).containsExactly("cube");
        assertThat(names(admitted(both(), revision, remove("square")))).containsExactly("cube");
    }

    @Test
    void anAnswerIsAppliedAsAWholeOrNotAtAll() {
        String reason = refusal(judge(square, add("cube"), remove("nobody")));

        assertThat(reason)
                .contains("Action 2, remove_function, cannot be applied", "no action of the answer")
                .contains("no function 'nobody'");
    }

    @Test
    void everyEditOfAnAnswerCounts() {
        Admission admission = gate.judge(List.of(add("f"), add("g")), draft(square), 1);

        assertThat(refusal(admission)).contains("called 2 actions", "none was applied: 1 is left");
    }

    @Test
    void terminateEndsTheStepAndMayFollowEdits() {
        ToolCall terminate = call("terminate", "{}");

        assertThat(judge(square, terminate)).isInstanceOf(Admission.Terminated.class);
        assertThat(((Admission.Admitted) judge(square, add("f"), terminate)).last()).isTrue();
        assertThat(((Admission.Admitted) judge(square, add("f"))).last()).isFalse();
        assertThat(refusal(judge(square, terminate, add("f")))).contains("must be the last");
    }

    @Test
    void renamingKeepsCodePlaceAndExamplesAndRewritesCallers() {
        FunctionSet renamed = admitted(both(), rename("square", "squared"));

        assertThat(names(renamed)).containsExactly("squared", "cube");
        assertThat(renamed.functions().getFirst().source())
                .isEqualTo("def squared(n):\n    return n * n");
        assertThat(renamed.functions().getFirst().description()).isEqualTo("Computes square.");
        assertThat(renamed.functions().getLast().source())
                .isEqualTo("def cube(n): return n * squared(n)");
    }

    @Test
    void aRenameSaysWhichNameWentAndTakesItsCallsAlong() {
        runner.when("n * n", _ -> FakeRunner.returned(PythonValue.of(9)));
        Draft draft = draft(square, rollout(returned("{\"n\":3}")));
        Draft renamed = admitted(gate.judge(List.of(rename("square", "squared")), draft, 3));

        assertThat(renamed.edits().getFirst().words())
                .isEqualTo("rename_function squared (replaces square)");
        assertThat(renamed.recorded().of("squared")).hasSize(1);
        assertThat(renamed.recorded().of("square")).isEmpty();
    }

    @Test
    void aRenameToATakenOrImpossibleNameIsRefused() {
        assertThat(refusal(judge(both(), rename("square", "cube")))).contains("cube already");
        assertThat(refusal(judge(both(), rename("square", "a b")))).contains("cannot name");
        assertThat(refusal(judge(both(), rename("square", "python")))).contains("is taken");
        assertThat(refusal(judge(both(), rename("square", "square")))).contains("nothing changes");
        assertThat(refusal(judge(both(), rename("nobody", "f")))).contains("no function 'nobody'");
    }

    @Test
    void aMergedFunctionTakesThePlaceOfTheFirstItReplaces() {
        FunctionSet three =
                square.with(FunctionDefinition.builder("cube", CUBE).build())
                        .with(FunctionDefinition.builder("last", "def last(): return 1").build());
        ToolCall merged = merge(written("power", "def power(n): return 1"), "cube", "square");

        assertThat(names(admitted(three, merged))).containsExactly("power", "last");
    }

    @Test
    void aMergedFunctionMayKeepTheNameOfOneItReplacesButNoOthers() {
        assertThat(names(admitted(both(), merge(written("cube", CUBE), "cube", "square"))))
                .containsExactly("cube");
        FunctionSet three =
                both().with(FunctionDefinition.builder("last", "def last(): return 1").build());
        assertThat(refusal(judge(three, merge(addition("last"), "cube", "square"))))
                .contains("has a function last already");
    }

    @Test
    void mergingLessThanTwoFunctionsIsRefused() {
        assertThat(refusal(judge(both(), merge(addition("f"), "cube", "cube"))))
                .contains("two or more functions", "revise_function");
        assertThat(refusal(judge(both(), merge(addition("f"), "cube", "nobody"))))
                .contains("no function 'nobody'");
    }

    @Test
    void aRevisionThatChangesNothingIsRefused() {
        ObjectNode same = written("square", World.GOOD).put("description", "Computes square.");

        assertThat(refusal(square, "revise_function", Json.write(same)))
                .contains("nothing changes");
    }

    @Test
    void aSyntaxErrorIsRefusedWithItsPlace() {
        ObjectNode broken = addition("cube").put("code", "def cube(n): syntax error");

        assertThat(refusal(square, "add_function", Json.write(broken)))
                .contains("SyntaxError", "line 1");
    }

    @Test
    void namesThatCannotBeAreRefused() {
        assertThat(refusal(square, "add_function", Json.write(addition("not a name"))))
                .contains("cannot name a function");
        assertThat(refusal(square, "add_function", Json.write(addition("python"))))
                .contains("taken by the general function");
    }

    @Test
    void aMissingFieldIsNamed() {
        assertThat(refusal(square, "add_function", "{\"name\":\"f\"}")).contains("'description'");
        assertThat(refusal(square, "remove_function", "{}")).contains("'name'");
    }

    @Test
    void anUnknownActionIsRefused() {
        assertThat(refusal(square, "rm -rf", "{}")).contains("no action 'rm -rf'");
        assertThat(refusal(judge(square))).contains("called no action", "merge_functions");
    }

    @Test
    void theSetCannotGrowWithoutBound() {
        List<FunctionDefinition> many = new ArrayList<>();
        for (int i = 0; i < EditTransaction.MAX_FUNCTIONS; i++) {
            many.add(FunctionDefinition.builder("f" + i, "def f" + i + "(): pass").build());
        }

        assertThat(refusal(FunctionSet.of(many), "add_function", Json.write(addition("g"))))
                .contains("which is the most");
    }

    @Test
    void reasonsAreBoundedAndPrintable() {
        String reason = refusal(square, "x\u001b[31m" + "y".repeat(100_000), "{}");

        assertThat(reason.length()).isLessThan(2600);
        assertThat(reason).doesNotContain("\u001b");
    }

    @Test
    void hugeCodeAndDescriptionsAreRefusedBeforeTheyAreRun() {
        ObjectNode huge = addition("cube").put("code", "#".repeat(20_001));
        ObjectNode wordy = addition("cube").put("description", "x".repeat(1_025));

        assertThat(refusal(square, "add_function", Json.write(huge))).contains("longer than");
        assertThat(refusal(square, "add_function", Json.write(wordy)))
                .contains("has 1025 characters; it must have 1 to 1024");
    }

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
