package dev.handaxe.worker.jit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.Isolation;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.SessionState;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a worker promises, in real workers that compile Python. */
class JitIT {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.evaluation().with(Image.JIT);

    private static final String VERSION =
            "import sys\nprint(*sys.implementation.version[:3], sep='.')";

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(0));
        sandbox.warm(POLICY);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @AfterEach
    void theNextCallWorks() {
        assertThat(run("print(1 + 1)", POLICY).report().stdout()).isEqualTo("2\n");
    }

    @Test
    void theImageIsAnotherProgramThanThatOfStartup() {
        String startup = run(VERSION, POLICY.with(Image.STARTUP)).report().stdout();

        assertThat(run(VERSION, POLICY).report().stdout())
                .matches("\\d+\\.\\d+\\.\\d+\n")
                .isNotEqualTo(startup);
    }

    @Test
    void aFunctionThatIsCalledManyTimesBecomesSeveralTimesFaster() {
        String source =
                """
                def collatz(below):
                    longest = 0
                    for n in range(1, below):
                        steps = 0
                        while n != 1:
                            n = n // 2 if n % 2 == 0 else 3 * n + 1
                            steps += 1
                        longest = max(longest, steps)
                    return longest
                """;
        Invocation invocation = Invocation.call("collatz", PythonValue.of(3000));
        try (Session session = sandbox.openSession(set("collatz", source), POLICY)) {
            Duration first = cpu(session.call(invocation));
            Duration best =
                    Stream.generate(() -> cpu(session.call(invocation)))
                            .limit(60)
                            .min(Duration::compareTo)
                            .orElseThrow();
            assertThat(best.multipliedBy(3)).isLessThan(first);
        }
    }

    private static Duration cpu(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Returned.class,
                        returned -> assertThat(returned.value()).isEqualTo(PythonValue.of(216)));
        return outcome.report().metrics().cpu();
    }

    @Test
    void aLoopStopsSoftlyAtItsLimits() {
        Breach cpu = breach(run("x = 0\nwhile True:\n    x += 1", limit(LimitName.CPU_MS, 700)));
        assertThat(cpu.limit()).isEqualTo(LimitName.CPU_MS);
        assertThat(cpu.stage()).isEqualTo(Stage.SOFT);
        assertThat(cpu.line().orElse(0)).isBetween(1, 3); // compiled code forgets which

        Breach wall = breach(run("import time\ntime.sleep(60)", limit(LimitName.WALL_MS, 900)));
        assertThat(wall.limit()).isEqualTo(LimitName.WALL_MS);
        assertThat(wall.overrun()).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void aBuiltinThatLooksAtNoInterruptIsKilled() {
        Breach breach = breach(run("sum(range(10**12))", limit(LimitName.CPU_MS, 700)));

        assertThat(breach.limit()).isEqualTo(LimitName.CPU_MS);
        assertThat(breach.overrun()).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void memoryOutputRecursionAndAllocationAreBounded() {
        assertThat(breach(run("x = [bytearray(2**20) for i in range(10**6)]", POLICY)).limit())
                .isEqualTo(LimitName.HEAP_BYTES);
        assertThat(
                        breach(
                                        run(
                                                "while True: print('x' * 1000)",
                                                limit(LimitName.OUTPUT_BYTES, 50_000)))
                                .limit())
                .isEqualTo(LimitName.OUTPUT_BYTES);
        assertThat(breach(run("def f(n): return f(n + 1)\nf(0)", POLICY)).limit())
                .isEqualTo(LimitName.RECURSION);
        assertThat(
                        breach(
                                        run(
                                                "while True: bytearray(1 << 16)",
                                                limit(LimitName.ALLOCATED_BYTES, 64L << 20)))
                                .limit())
                .isEqualTo(LimitName.ALLOCATED_BYTES);
    }

    @Test
    void whatThePolicyDoesNotGrantIsDenied() {
        for (String program :
                List.of(
                        "open('/etc/passwd')",
                        "import socket\nsocket.socket()",
                        "import subprocess\nsubprocess.run(['ls'])",
                        "import threading\nthreading.Thread(target=print).start()")) {
            assertThat(run(program, POLICY)).as(program).isInstanceOf(Outcome.Denied.class);
        }
        assertThat(run("import java", POLICY).kind()).isEqualTo("denied");
    }

    @Test
    void threadsAreBoundedByThePolicy() {
        String program =
                """
                import threading
                stop = threading.Event()
                for i in range(%d): threading.Thread(target=stop.wait).start()
                print(threading.active_count())
                stop.set()
                """;
        ExecutionPolicy three = limit(LimitName.THREADS, 3);

        assertThat(run(program.formatted(2), three).report().stdout()).isEqualTo("3\n");
        String busy = program.formatted(4) + "while True: pass\n";
        assertThat(breach(run(busy, three)).limit()).isEqualTo(LimitName.THREADS);
    }

    @Test
    void anErrorTellsItsLinesAndTheVariablesOfItsFrame() {
        String source = "def half(n):\n    part = n / 0\n    return part\n";
        Outcome outcome =
                sandbox.call(
                        set("half", source), Invocation.call("half", PythonValue.of(7)), POLICY);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised -> {
                            assertThat(raised.error().type()).isEqualTo("ZeroDivisionError");
                            assertThat(raised.error().traceback().getLast().line()).isEqualTo(2);
                            assertThat(raised.error().traceback().getLast().locals())
                                    .contains(new GuestError.Local("n", "7"));
                        });
    }

    @Test
    void aCallThatIsTracedRunsWhereItsVariablesAreSeen() {
        Outcome outcome = run("x = 6 * 7\n" + VERSION, POLICY.with(TraceMode.LINES));

        assertThat(outcome.report().trace().orElseThrow().lines()).isNotEmpty();
        assertThat(outcome.report().stdout())
                .isEqualTo(run(VERSION, POLICY.with(Image.STARTUP)).report().stdout());
    }

    @Test
    void filesOfTheGuestsFolderComeBackAndTheLibraryIsReadOnly() {
        ExecutionPolicy policy = POLICY.with(Grants.none().withFolder());
        Outcome outcome = run("open('a.txt', 'w').write('42')", policy);

        assertThat(outcome).as(outcome.toString()).isInstanceOf(Outcome.Returned.class);
        assertThat(outcome.report().output().files())
                .singleElement()
                .satisfies(file -> assertThat(file.name()).isEqualTo("a.txt"));
        assertThat(run("import json\nopen(json.__file__).read()", policy))
                .isInstanceOf(Outcome.Returned.class);
        for (String attempt : List.of("open(json.__file__, 'a')", "os.remove(json.__file__)")) {
            assertThat(run("import json, os\n" + attempt, policy))
                    .isNotInstanceOf(Outcome.Returned.class);
        }
    }

    @Test
    void aSessionKeepsItsStateAndACallDoesNot() {
        String source = "seen = []\ndef count():\n    seen.append(1)\n    return len(seen)\n";
        FunctionSet set = set("count", source);
        try (Session session = sandbox.openSession(set, POLICY)) {
            for (int i = 1; i <= 3; i++) {
                Outcome outcome = session.call(Invocation.call("count"));
                assertThat(value(outcome)).isEqualTo(PythonValue.of(i));
                assertThat(outcome.report().session()).isEqualTo(SessionState.KEPT);
            }
        }
        for (Isolation isolation : List.of(Isolation.CONTEXT, Isolation.RESTORED)) {
            for (int i = 0; i < 2; i++) {
                Outcome outcome =
                        sandbox.call(set, Invocation.call("count"), POLICY.with(isolation));
                assertThat(value(outcome)).isEqualTo(PythonValue.of(1));
            }
        }
    }

    private static ExecutionPolicy limit(LimitName limit, long value) {
        return POLICY.with(limit, value);
    }

    private static FunctionSet set(String name, String source) {
        return FunctionSet.of(List.of(FunctionDefinition.builder(name, source).build()));
    }

    private static Outcome run(String program, ExecutionPolicy policy) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), policy);
    }

    private static PythonValue value(Outcome outcome) {
        assertThat(outcome).as(outcome.toString()).isInstanceOf(Outcome.Returned.class);
        return ((Outcome.Returned) outcome).value();
    }

    private static Breach breach(Outcome outcome) {
        assertThat(outcome).as(outcome.toString()).isInstanceOf(Outcome.LimitExceeded.class);
        return ((Outcome.LimitExceeded) outcome).breach();
    }
}
