package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionGateTest {
    @TempDir Path folder;
    private Ledger ledger;
    private AdmissionGate gate;
    private final FunctionSet square = World.set(World.GOOD);

    @BeforeEach
    void openLedger() {
        ledger = Ledger.open(folder.resolve("ledger.jsonl"), Clock.systemUTC());
        gate = new AdmissionGate(new FakeRunner(), ExecutionPolicy.untrusted(), ledger);
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    private Admission judge(FunctionSet set, String tool, String arguments) {
        return gate.judge(new Message.ToolCall("call_1", tool, arguments), set);
    }

    private String refusal(FunctionSet set, String tool, String arguments) {
        Admission admission = judge(set, tool, arguments);
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) admission).reason();
    }

    private static ObjectNode addition(String name) {
        return Json.object()
                .put("name", name)
                .put("description", "d")
                .put("arguments", World.SCHEMA)
                .put("code", "def " + name + "(n): return 1");
    }

    @Test
    void aGoodFunctionIsAddedAtTheEnd() {
        Admission admission = judge(square, "add_function", Json.write(addition("cube")));

        assertThat(admission)
                .isInstanceOfSatisfying(
                        Admission.Admitted.class,
                        admitted ->
                                assertThat(admitted.functions().functions())
                                        .extracting(FunctionDefinition::name)
                                        .containsExactly("square", "cube"));
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
        assertThat(refusal(square, "remove_function", "{\"name\":\"cube\"}"))
                .contains("no function 'cube'", "Set B has: square");
    }

    @Test
    void aFunctionThatAnotherCallsIsNotRemoved() {
        FunctionSet both =
                square.with(
                        FunctionDefinition.builder("cube", "def cube(n): return n * square(n)")
                                .build());

        assertThat(refusal(both, "remove_function", "{\"name\":\"square\"}"))
                .contains("cube calls square");
    }

    @Test
    void aRevisionThatChangesNothingIsRefused() {
        ObjectNode same =
                Json.object()
                        .put("name", "square")
                        .put("description", "Computes square.")
                        .put("arguments", World.SCHEMA)
                        .put("code", World.GOOD);

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
    }

    @Test
    void theSetCannotGrowWithoutBound() {
        List<FunctionDefinition> many = new ArrayList<>();
        for (int i = 0; i < AdmissionGate.MAX_FUNCTIONS; i++) {
            many.add(FunctionDefinition.builder("f" + i, "def f" + i + "(): pass").build());
        }

        assertThat(refusal(FunctionSet.of(many), "add_function", Json.write(addition("g"))))
                .contains("which is the most");
    }

    @Test
    void reasonsAreBoundedAndPrintable() {
        String reason = refusal(square, "x\u001b[31m" + "y".repeat(100_000), "{}");

        assertThat(reason.length()).isLessThan(2000);
        assertThat(reason).doesNotContain("\u001b");
    }

    @Test
    void hugeCodeIsRefusedBeforeItIsRun() {
        ObjectNode huge = addition("cube").put("code", "#".repeat(20_001));

        assertThat(refusal(square, "add_function", Json.write(huge))).contains("longer than");
    }
}
