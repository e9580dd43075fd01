package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.TrainingOptions.PythonTool;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionGateIT {
    private static @Nullable Sandbox sandbox;

    @TempDir Path folder;

    @BeforeAll
    static void openSandbox() {
        sandbox = RealSandbox.open();
    }

    @AfterAll
    static void closeSandbox() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static FunctionRunner runner() {
        Sandbox open = Objects.requireNonNull(sandbox);
        return open::call;
    }

    private Admission add(String name, String code) {
        ObjectNode arguments =
                Json.object()
                        .put("name", name)
                        .put("description", "d")
                        .put("arguments", World.SCHEMA)
                        .put("code", code);
        try (Ledger ledger = Ledger.open(folder.resolve("ledger.jsonl"), Clock.systemUTC())) {
            return new AdmissionGate(runner(), ExecutionPolicy.untrusted(), ledger)
                    .judge(
                            new ToolCall("1", "add_function", Json.write(arguments)),
                            FunctionSet.empty());
        }
    }

    private String refusal(String name, String code) {
        Admission admission = add(name, code);
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) admission).reason();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f(n):\n    return n",
                "def f(n, unit='m'):\n    return n",
                "def f(**given):\n    return given",
                "import functools\n@functools.lru_cache\ndef f(n):\n    return n",
                "f = lambda n: n",
                "class f:\n    def __init__(self, n):\n        self.n = n",
            })
    void codeThatDefinesTheFunctionIsAdmitted(String code) {
        assertThat(add("f", code)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void codeThatDefinesAnotherNameIsRefused() {
        assertThat(refusal("f", "def g(n):\n    return n")).contains("does not define", "'f'");
    }

    @Test
    void aBuiltinIsNoDefinition() {
        assertThat(refusal("sum", "def g(n):\n    return n")).contains("does not define", "'sum'");
    }

    @Test
    void aValueIsNoFunction() {
        assertThat(refusal("f", "f = 3")).contains("no function");
    }

    @Test
    void parametersThatDoNotFitTheSchemaAreRefused() {
        assertThat(refusal("f", "def f(m):\n    return m")).contains("do not fit", "'m'");
        assertThat(refusal("f", "def f(n, m):\n    return m")).contains("do not fit", "'m'");
    }

    @Test
    void aSyntaxErrorIsRefusedWithItsLine() {
        assertThat(refusal("f", "def f(n):\n    return n +")).contains("line 2");
    }

    @Test
    void codeThatRaisesWhenItIsDefinedIsRefusedWithTheError() {
        assertThat(refusal("f", "import numpy\ndef f(n):\n    return n")).contains("numpy");
    }

    @Test
    void codeThatNeverEndsIsRefusedWithTheLimit() {
        assertThat(refusal("f", "while True:\n    pass\ndef f(n):\n    return n"))
                .contains("Stopped by the limit");
    }

    @Test
    void aProgramSeesTheFunctionsOfTheSetAndPrints() {
        var tools =
                new AgentTools(
                        runner(),
                        ExecutionPolicy.untrusted(),
                        PythonTool.OFFERED,
                        World.set(World.GOOD));
        FunctionCall call =
                tools.run(new ToolCall("1", "python", "{\"source\":\"print(square(12), 'ö')\"}"));

        assertThat(call.reply()).isEqualTo("144 ö");
    }

    @Test
    void aFailedProgramTellsWhere() {
        var tools =
                new AgentTools(
                        runner(),
                        ExecutionPolicy.untrusted(),
                        PythonTool.OFFERED,
                        FunctionSet.empty());
        FunctionCall call =
                tools.run(new ToolCall("1", "python", "{\"source\":\"x = 1\\nprint(x / 0)\"}"));

        assertThat(call.kind()).isEqualTo("raised");
        assertThat(call.reply()).contains("ZeroDivisionError", "line 2", "print(x / 0)");
    }

    @Test
    void largeIntegersAndWrongArgumentsReachTheFunctionOrAreExplained() {
        var tools =
                new AgentTools(
                        runner(),
                        ExecutionPolicy.untrusted(),
                        PythonTool.ABSENT,
                        World.set(World.GOOD));

        assertThat(tools.run(new ToolCall("1", "square", "{\"n\":100000000000000000000}")).reply())
                .contains("10000000000000000000000000000000000000000");
        FunctionCall wrong = tools.run(new ToolCall("2", "square", "{\"m\":1}"));
        assertThat(wrong.kind()).isEqualTo("rejected");
        assertThat(wrong.reply()).contains("n");
    }
}
