package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.PythonValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionGateTest extends AdmissionFixture {
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
}
