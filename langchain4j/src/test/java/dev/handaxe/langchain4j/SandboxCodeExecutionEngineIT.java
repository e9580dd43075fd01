package dev.handaxe.langchain4j;

import static dev.handaxe.langchain4j.Agents.HALF;
import static dev.handaxe.langchain4j.Agents.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.Session;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.code.CodeExecutionEngine;
import dev.langchain4j.service.AiServices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxCodeExecutionEngineIT {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.untrusted();
    @RegisterExtension static final OpenSandbox SANDBOX = new OpenSandbox();

    /** A tool of a user's own, built on the engine. */
    record Calculator(CodeExecutionEngine engine) {
        @Tool("Runs Python.")
        String python(@P("The program; it must print its result.") String source) {
            return engine.execute(source);
        }
    }

    @Test
    void aProgramGivesWhatItPrints() {
        var engine = new SandboxCodeExecutionEngine(SANDBOX, POLICY, set(HALF));

        assertThat(engine.execute("print(half(7), 'ö')")).isEqualTo("3.5 ö");
        assertThat(engine.execute("x = 1")).contains("printed nothing");
    }

    @Test
    void whatGoesWrongIsTextAndNoException() {
        var engine = new SandboxCodeExecutionEngine(SANDBOX, POLICY.with(LimitName.CPU_MS, 300));

        assertThat(engine.execute("x = 1\nprint(x / 0)"))
                .contains("ZeroDivisionError", "print(x / 0)");
        assertThat(engine.execute("if")).contains("SyntaxError");
        assertThat(engine.execute("while True: pass")).contains("cpu_ms");
        assertThat(engine.execute("open('/etc/passwd')")).containsIgnoringCase("denied");
        assertThat(engine.execute("import os\nos.system('id')")).containsIgnoringCase("denied");
    }

    @Test
    void aClosedSandboxIsTextToo() {
        Sandbox closed = Agents.sandbox();
        closed.close();

        assertThat(new SandboxCodeExecutionEngine(closed::call, POLICY).execute("print(1)"))
                .isEqualTo("No more calls can be made. Go on without them.");
    }

    @Test
    void programsOfASessionShareTheirState() {
        try (Session session =
                SANDBOX.sandbox().openSession(FunctionSet.empty(), ExecutionPolicy.session())) {
            var engine =
                    new SandboxCodeExecutionEngine(
                            (_, program, _) -> session.call(program), ExecutionPolicy.session());
            engine.execute("x = 20");

            assertThat(engine.execute("print(x + 1)")).isEqualTo("21");
        }
    }

    @Test
    void anAgentRunsItsProgramsWithIt() {
        try (ModelServer server =
                ModelServer.start(
                        asked ->
                                asked.messages().size() == 1
                                        ? ModelServer.calls(
                                                "python", "{\"source\": \"print(6 * 7)\"}")
                                        : ModelServer.text("It is " + asked.last()))) {
            Agents.Assistant assistant =
                    AiServices.builder(Agents.Assistant.class)
                            .chatModel(server.model())
                            .tools(new Calculator(new SandboxCodeExecutionEngine(SANDBOX, POLICY)))
                            .build();

            assertThat(assistant.chat("6 times 7?")).isEqualTo("It is 42");
        }
    }
}
