package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A gate with a runner that is set up, and answers of the optimizer to judge. */
abstract class AdmissionFixture extends LedgerFixture {
    static final String CUBE = "def cube(n): return n ** 3";

    AdmissionGate gate;
    final FakeRunner runner = new FakeRunner();
    final FunctionSet square = World.set(World.GOOD);

    @BeforeEach
    void makeGate() {
        gate = gate(LeakScan.NONE);
    }

    AdmissionGate gate(LeakScan leaks) {
        return new AdmissionGate(runner, ExecutionPolicy.untrusted(), ledger, leaks);
    }

    static Draft draft(FunctionSet set, Rollout... rollouts) {
        return Draft.of(new Evaluation(set, List.of(rollouts)));
    }

    static ToolCall call(String tool, String arguments) {
        return new ToolCall("call_1", tool, arguments);
    }

    Admission judge(FunctionSet set, ToolCall... calls) {
        return gate.judge(List.of(calls), draft(set), 3);
    }

    Admission judge(FunctionSet set, String tool, String arguments) {
        return judge(set, call(tool, arguments));
    }

    FunctionSet admitted(FunctionSet set, ToolCall... calls) {
        return admitted(judge(set, calls)).functions();
    }

    static Draft admitted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).draft();
    }

    String refusal(FunctionSet set, String tool, String arguments) {
        return refusal(judge(set, tool, arguments));
    }

    static String refusal(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) admission).reason();
    }

    static ObjectNode addition(String name) {
        return written(name, "def " + name + "(n): return 1");
    }

    static ObjectNode written(String name, String code) {
        return Json.object()
                .put("hypothesis", "because")
                .put("expected_effect", "better")
                .put("name", name)
                .put("description", "d")
                .put("arguments", World.SCHEMA)
                .put("code", code);
    }

    static ToolCall add(String name) {
        return call("add_function", Json.write(addition(name)));
    }

    static ToolCall remove(String name) {
        return call("remove_function", StubModel.reasoned("{\"name\":\"" + name + "\"}"));
    }

    static ToolCall rename(String name, String newName) {
        return call(
                "rename_function",
                StubModel.reasoned(
                        "{\"name\":\"%s\",\"new_name\":\"%s\"}".formatted(name, newName)));
    }

    static ToolCall merge(ObjectNode function, String... names) {
        var replaces = function.putArray("replaces");
        List.of(names).forEach(replaces::add);
        return call("merge_functions", Json.write(function));
    }

    static List<String> names(FunctionSet set) {
        return set.functions().stream().map(FunctionDefinition::name).toList();
    }

    /** square, and cube which calls it. */
    FunctionSet both() {
        return square.with(
                FunctionDefinition.builder("cube", "def cube(n): return n * square(n)").build());
    }

    static Rollout rollout(FunctionCall... calls) {
        return new Rollout(
                "t",
                Verdict.right(""),
                List.of(new Message.User("q"), new Message.Assistant("a", List.of())),
                List.of(calls),
                Usage.NONE);
    }

    static FunctionCall returned(String arguments) {
        return new FunctionCall("square", arguments, "returned", "ok", Optional.empty());
    }
}
