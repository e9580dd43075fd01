package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.TrainingOptions.PythonTool;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Sandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an agent's calls do in a real sandbox. */
class AgentToolsIT {
    private static Sandbox sandbox;

    @BeforeAll
    static void openSandbox() {
        sandbox = RealSandbox.open();
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    private static AgentTools tools(PythonTool python, FunctionSet functions) {
        return new AgentTools(sandbox::call, ExecutionPolicy.untrusted(), python, functions);
    }

    @Test
    void aProgramSeesTheFunctionsOfTheSetAndPrints() {
        var tools = tools(PythonTool.OFFERED, World.set(World.GOOD));
        FunctionCall call =
                tools.run(new ToolCall("1", "python", "{\"source\":\"print(square(12), 'ö')\"}"));

        assertThat(call.reply()).isEqualTo("144 ö");
    }

    @Test
    void aFailedProgramTellsWhere() {
        var tools = tools(PythonTool.OFFERED, FunctionSet.empty());
        FunctionCall call =
                tools.run(new ToolCall("1", "python", "{\"source\":\"x = 1\\nprint(x / 0)\"}"));

        assertThat(call.kind()).isEqualTo("raised");
        assertThat(call.reply()).contains("ZeroDivisionError", "line 2", "print(x / 0)");
    }

    @Test
    void largeIntegersAndWrongArgumentsReachTheFunctionOrAreExplained() {
        var tools = tools(PythonTool.ABSENT, World.set(World.GOOD));

        assertThat(tools.run(new ToolCall("1", "square", "{\"n\":100000000000000000000}")).reply())
                .contains("10000000000000000000000000000000000000000");
        FunctionCall wrong = tools.run(new ToolCall("2", "square", "{\"m\":1}"));
        assertThat(wrong.kind()).isEqualTo("rejected");
        assertThat(wrong.reply()).contains("n");
    }
}
