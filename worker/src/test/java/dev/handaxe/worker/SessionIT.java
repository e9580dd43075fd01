package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.SessionState;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session keeps, what it loses, and that it says which; with real workers. */
class SessionIT {
    private static final ExecutionPolicy POLICY =
            ExecutionPolicy.session()
                    .with(LimitName.CPU_MS, 1000)
                    .with(LimitName.WALL_MS, 2500)
                    .with(LimitName.OUTPUT_BYTES, 100_000);

    private static final FunctionSet COUNTER =
            FunctionSet.of(
                    List.of(
                            FunctionDefinition.builder(
                                            "count",
                                            """
                                            seen = []
                                            def count(x=None):
                                                seen.append(x)
                                                return len(seen)
                                            """)
                                    .build(),
                            FunctionDefinition.builder("twice", "def twice(n): return 2 * n")
                                    .build()));

    private static Sandbox sandbox;
    private Session session;

    @BeforeAll
    static void openSandbox() {
        sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(0));
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    @BeforeEach
    void open() {
        session = sandbox.openSession(COUNTER, POLICY);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void globalsModulesAndFunctionsKeepTheirState() {
        run("import json; x = [1]; json.mark = 'here'");
        assertThat(printed("x.append(2); print(x, json.mark, twice(4))"))
                .isEqualTo("[1, 2] here 8\n");
        assertThat(count()).isEqualTo(1);
        assertThat(count()).isEqualTo(2);
        assertThat(printed("print(count())")).isEqualTo("3\n");
    }

    @Test
    void plainArgumentsAreOfPythonsOwnTypes() {
        FunctionSet set =
                FunctionSet.of(
                        List.of(
                                FunctionDefinition.builder(
                                                "types",
                                                """
                                                def types(*xs):
                                                    return [repr(type(x)) + repr(x) for x in xs]
                                                """)
                                        .build()));
        Invocation call =
                Invocation.call(
                        "types",
                        PythonValue.of(7),
                        PythonValue.of(Long.MIN_VALUE),
                        new PythonValue.PyBool(true),
                        new PythonValue.PyFloat(-0.0),
                        new PythonValue.PyFloat(2),
                        PythonValue.of("é\0"));
        assertThat(sandbox.call(set, call, POLICY).returnedValue())
                .contains(
                        new PythonValue.PyList(
                                List.of(
                                        PythonValue.of("<class 'int'>7"),
                                        PythonValue.of("<class 'int'>-9223372036854775808"),
                                        PythonValue.of("<class 'bool'>True"),
                                        PythonValue.of("<class 'float'>-0.0"),
                                        PythonValue.of("<class 'float'>2.0"),
                                        PythonValue.of("<class 'str'>'é\\x00'"))));
    }

    @Test
    void everyCallHasItsOwnIdOutputAndMetrics() {
        Outcome first = run("print('a' * 60_000)");
        Outcome second = run("print('b' * 60_000)");
        assertThat(second.report().stdout()).doesNotContain("a").hasSize(60_001);
        assertThat(second.report().invocationId()).isNotEqualTo(first.report().invocationId());
        run("for _ in range(2_000_000): pass");
        Outcome light = run("pass");
        assertThat(light.report().metrics().cpu().toMillis()).isLessThan(100);
    }

    @Test
    void theCpuLimitIsEachCallsOwn() {
        for (int i = 0; i < 4; i++) {
            Outcome outcome =
                    run(
                            """
                            import time
                            end = time.process_time() + 0.4
                            while time.process_time() < end: pass
                            """);
            assertThat(outcome).isInstanceOf(Outcome.Returned.class);
        }
    }

    @Test
    void aStopStageKeepsTheState() {
        run("x = 7");
        Outcome stopped = run("x += 1\nwhile True: pass");
        assertThat(stopped)
                .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        exceeded -> {
                            assertThat(exceeded.breach().stage()).isEqualTo(Stage.SOFT);
                            assertThat(exceeded.breach().line()).hasValue(2);
                        });
        assertThat(stopped.report().session()).isEqualTo(SessionState.KEPT);
        assertThat(printed("print(x)")).isEqualTo("8\n");
    }

    @Test
    void aHardStopLosesTheStateAndTheNextCallStartsAfresh() {
        run("x = 7");
        assertThat(count()).isEqualTo(1);
        Outcome stopped = run("sum(range(10**12))");
        assertThat(stopped)
                .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        exceeded -> assertThat(exceeded.breach().stage()).isEqualTo(Stage.HARD));
        assertThat(stopped.report().session()).isEqualTo(SessionState.LOST);
        assertThat(count()).isEqualTo(1);
        assertThat(run("print(x)"))
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised -> assertThat(raised.error().type()).isEqualTo("NameError"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "raise ValueError('no')",
                "import sys; sys.exit(0)",
                "import sys; sys.exit(3)",
                "raise SystemExit",
                "raise KeyboardInterrupt",
                "raise GeneratorExit",
                "def f(): return f()\nf()",
                "import socket; socket.socket()",
                "open('/etc/passwd')",
                "import java",
                "this is no Python",
                "raise RecursionError",
                "import os; os._exit(0)",
                "import os; os.abort()",
                "class E(BaseException): pass\nraise E",
            })
    void howeverACallEndsTheStateIsKept(String program) {
        run("x = 7");
        Outcome ended = run(program);
        assertThat(ended.report().session()).as("%s", ended).isEqualTo(SessionState.KEPT);
        assertThat(printed("print(x)")).isEqualTo("7\n");
        assertThat(count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "raise MemoryError",
                "print('x' * 200_000)",
                "x = [b'0123456789' * 10_000_000 for _ in range(1000)]",
            })
    void whatBreaksTheContextLosesTheStateAndSaysSo(String program) {
        run("x = 7");
        Outcome ended = run(program);
        assertThat(ended.report().session()).isEqualTo(SessionState.LOST);
        assertThat(run("x")).isInstanceOf(Outcome.Raised.class);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void tracebacksShowTheLinesOfTheProgramThatHadThem() {
        run("\n\ndef inverse(n):\n    return 1 / n\n");
        assertThat(run("pass\ninverse(0)"))
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised ->
                                assertThat(raised.error().traceback())
                                        .extracting(frame -> frame.line() + " " + frame.source())
                                        .containsExactly("2 inverse(0)", "4 return 1 / n"));
    }

    @Test
    void clearedGlobalsKeepTheFunctionsAndTheModules() {
        run("import json; json.mark = 1; x = 7; twice = None");
        assertThat(count()).isEqualTo(1);
        session.clearGlobals();
        assertThat(printed("import json; print(json.mark, 'x' in globals(), twice(2), __name__)"))
                .isEqualTo("1 False 4 __main__\n");
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aRejectedCallChangesNothing() {
        run("x = 7");
        Outcome rejected = session.call(Invocation.call("nobody"));
        assertThat(rejected).isInstanceOf(Outcome.Rejected.class);
        assertThat(rejected.report().session()).isEqualTo(SessionState.KEPT);
        assertThat(printed("print(x)")).isEqualTo("7\n");
    }

    @Test
    void anotherTenantsCallIsRefused() {
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> session.call(Invocation.program("1").forTenant("other")))
                .extracting(HandaxeException::code)
                .isEqualTo(Code.INVALID_INPUT);
    }

    @Test
    void aClosedSessionRefusesCalls() {
        session.close();
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> run("1"))
                .extracting(HandaxeException::code)
                .isEqualTo(Code.CLOSED);
    }

    private Outcome run(String program) {
        return session.call(Invocation.program(program));
    }

    private String printed(String program) {
        Outcome outcome = run(program);
        assertThat(outcome).isInstanceOf(Outcome.Returned.class);
        assertThat(outcome.report().session()).isEqualTo(SessionState.KEPT);
        return outcome.report().stdout();
    }

    private long count() {
        Outcome outcome = session.call(Invocation.call("count", PythonValue.of(1)));
        PythonValue value = outcome.returnedValue().orElseThrow(() -> new AssertionError(outcome));
        return ((PythonValue.PyInt) value).value().longValueExact();
    }
}
