package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every ending of the contract's table, from real worker processes; after each the sandbox works.
 */
class OutcomesIT {
    private static final Duration MAX_OVERRUN = Duration.ofMillis(500);
    private static final ExecutionPolicy SHORT =
            ExecutionPolicy.untrusted()
                    .with(LimitName.CPU_MS, 700)
                    .with(LimitName.WALL_MS, 1500)
                    .with(LimitName.OUTPUT_BYTES, 100_000);

    /** Memory is not a matter of speed: time enough on a slow machine too. */
    private static final ExecutionPolicy ROOMY =
            ExecutionPolicy.evaluation().with(LimitName.HEAP_BYTES, 256L << 20);

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(1));
        sandbox.warm(SHORT);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @AfterEach
    void theNextCallWorks() {
        assertThat(call("lambda: 1 + 1")).isEqualTo(PythonValue.of(2));
    }

    @Test
    void aValueComesBack() {
        assertThat(call("lambda: (1, 'a', [2.5, None, True], {'k': {1, 2}}, b'x', 2**100)"))
                .isInstanceOf(PythonValue.PyTuple.class)
                .asString()
                .contains("1267650600228229401496703205376");
    }

    @Test
    void argumentsArriveAsTheyWere() {
        PythonValue everything =
                new PythonValue.PyList(
                        List.of(
                                PythonValue.of(-7),
                                new PythonValue.PyInt(java.math.BigInteger.TEN.pow(5000)),
                                new PythonValue.PyFloat(Double.NaN),
                                new PythonValue.PyFloat(Double.NEGATIVE_INFINITY),
                                new PythonValue.PyFloat(-0.0),
                                new PythonValue.PyComplex(1.5, -2),
                                PythonValue.of("quote ' \\ \n é 😀 \ud83d"),
                                new PythonValue.PyBytes(new byte[] {0, 39, -1}),
                                new PythonValue.PySet(java.util.Set.of()),
                                new PythonValue.PyFrozenSet(java.util.Set.of(PythonValue.of(1))),
                                new PythonValue.PyTuple(List.of(PythonValue.of(1))),
                                new PythonValue.PyDict(
                                        List.of(
                                                new PythonValue.PyDict.Entry(
                                                        new PythonValue.PyBool(true),
                                                        PythonValue.none())))));
        Outcome outcome =
                sandbox.call(
                        function("same", "def same(x):\n    return x\n"),
                        Invocation.call("same", everything),
                        SHORT);
        assertThat(outcome.returnedValue()).contains(everything);
    }

    @Test
    void argumentsAsDeepAsAllowedArriveAndDeeperOnesAreRejected() {
        FunctionSet same = function("same", "def same(x):\n    return x\n");
        PythonValue deep = nested(99);
        assertThat(sandbox.call(same, Invocation.call("same", deep), SHORT).returnedValue())
                .contains(deep);
        assertThat(sandbox.call(same, Invocation.call("same", nested(100)), SHORT))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("deeper than 99"));
    }

    /** Frozensets take the most brackets where a value is written as Python source. */
    private static PythonValue nested(int depth) {
        PythonValue value = PythonValue.of(1);
        for (int i = 1; i < depth; i++) {
            value = new PythonValue.PyFrozenSet(java.util.Set.of(value));
        }
        return value;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class L(list):\n    __hash__ = object.__hash__\nRESULT = {L()}",
                "class D(dict):\n    __hash__ = object.__hash__\nRESULT = {(1, D()): 1}",
                "class S(str):\n    __hash__ = object.__hash__\n    __eq__ = object.__eq__\n"
                        + "RESULT = {S('a'): 1, S('a'): 2}",
                "class S(str):\n    __hash__ = object.__hash__\n    __eq__ = object.__eq__\n"
                        + "RESULT = {S('a'), S('a')}"
            })
    void aSetOrDictThatNoPlainPythonCouldHoldHasNoNeutralForm(String source) {
        FunctionSet made = function("made", source + "\ndef made():\n    return RESULT\n");
        assertThat(sandbox.call(made, Invocation.call("made"), SHORT))
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised ->
                                assertThat(raised.error().type())
                                        .isEqualTo("ResultNotRepresentable"));
    }

    @Test
    void aSubclassOfABuiltinIsReadAsItsBase() {
        String source =
                """
                def f():
                    import collections, enum
                    class Liar(list):
                        def __iter__(self):
                            raise ValueError
                        def __len__(self):
                            return 10**9
                    class E(enum.IntEnum):
                        A = 3
                    P = collections.namedtuple('P', 'x y')
                    return [collections.Counter('aab'), Liar([1]), E.A, P(1, 2), bytearray(b'z')]
                """;
        assertThat(
                        sandbox.call(function("f", source), Invocation.call("f"), SHORT)
                                .returnedValue()
                                .orElseThrow()
                                .toString())
                .contains("a", "PyList[items=[PyInt[value=1]]]", "PyInt[value=3]", "PyTuple");
    }

    @Test
    void aResultWithoutNeutralFormIsRaised() {
        Outcome outcome =
                sandbox.call(
                        function("f", "def f():\n    return object()\n"),
                        Invocation.call("f"),
                        SHORT);
        assertThat(raised(outcome).type()).isEqualTo("ResultNotRepresentable");
    }

    @Test
    void aResultThatLooksLikeAnotherTypeIsRaised() {
        String source =
                """
                class Fake:
                    __class__ = list
                    def __len__(self): return 3
                    def __getitem__(self, i): return i
                Fake.__qualname__ = 'list'
                Fake.__module__ = 'builtins'
                def f():
                    return Fake()
                """;
        Outcome outcome = sandbox.call(function("f", source), Invocation.call("f"), SHORT);
        assertThat(raised(outcome).type()).isEqualTo("ResultNotRepresentable");
    }

    @Test
    void anErrorCarriesTypeMessageLineAndSource() {
        String source =
                """
                import json

                def outer(x):
                    return inner(x)

                def inner(x):
                    return 1 // x
                """;
        Outcome outcome =
                sandbox.call(
                        function("outer", source),
                        Invocation.call("outer", Map.of("x", PythonValue.of(0))),
                        SHORT);
        var error = raised(outcome);
        assertThat(error.type()).isEqualTo("ZeroDivisionError");
        assertThat(error.message()).contains("by zero");
        assertThat(error.traceback())
                .extracting(f -> f.line() + " " + f.function() + " " + f.source())
                .containsExactly("4 outer return inner(x)", "7 inner return 1 // x");
    }

    @Test
    void aProgramThatEndsReturnsNone() {
        Outcome outcome = program("import sys\nprint('hé')\nprint('e', file=sys.stderr)");
        assertThat(outcome.returnedValue()).contains(PythonValue.none());
        assertThat(outcome.report().stdout()).isEqualTo("hé\n");
        assertThat(outcome.report().stderr()).isEqualTo("e\n");
        assertThat(((Outcome.Returned) outcome).exited()).isFalse();
    }

    @Test
    void exitZeroReturnsAndSaysSo() {
        Outcome outcome = program("import sys\nsys.exit(0)");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Returned.class, r -> assertThat(r.exited()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import sys; sys.exit(3)",
                "import os; os._exit(0)",
                "raise KeyboardInterrupt",
                "raise GeneratorExit",
                "raise SystemError('x')",
                "class B(BaseException): pass\nraise B('hi')",
                "[0] * 10**10",
                "input()",
                "import no_such_module",
                "class E(Exception):\n  def __str__(self): raise ValueError\nraise E()"
            })
    void anyOtherUncaughtExceptionIsRaised(String source) {
        assertThat(program(source)).isInstanceOf(Outcome.Raised.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while True: pass",
                "while True:\n  try:\n    pass\n  except BaseException: pass",
                "import itertools\nsum(itertools.count())",
                "10**10**8",
                "sum(range(10**12))",
                "def f():\n  try:\n    while True: pass\n  finally:\n    while True: pass\nf()",
                "import atexit\n@atexit.register\ndef f():\n  while True: pass\nwhile True: pass"
            })
    void aBusyGuestStopsAtItsTime(String source) {
        var breach = breach(program(source));
        assertThat(breach.limit()).isIn(LimitName.CPU_MS, LimitName.WALL_MS);
        assertThat(breach.used()).isGreaterThanOrEqualTo(breach.allowed());
    }

    @Test
    void aStopStageSaysTheLine() {
        var breach = breach(program("x = 1\nwhile x:\n    x += 1\n"));
        assertThat(breach.stage()).isEqualTo(Stage.SOFT);
        assertThat(breach.line().orElseThrow()).isBetween(2, 3);
    }

    @Test
    void aBuiltinThatCannotBeInterruptedIsKilled() {
        assertThat(breach(program("import itertools\nsum(itertools.count())")).stage())
                .isEqualTo(Stage.HARD);
    }

    @Test
    void aSleepingGuestStopsAtItsWallTime() {
        assertThat(breach(program("import time\ntime.sleep(60)")).limit())
                .isEqualTo(LimitName.WALL_MS);
    }

    @Test
    void anOutputFloodStops() {
        Outcome outcome = program("while True: print('x' * 1000)");
        assertThat(breach(outcome).limit()).isEqualTo(LimitName.OUTPUT_BYTES);
        assertThat(outcome.report().stdout()).hasSizeLessThanOrEqualTo(100_000).startsWith("xxx");
    }

    @Test
    void oneLargeWriteIsAnOutputBreachToo() {
        assertThat(breach(program("print('x' * 200_000)")).limit())
                .isEqualTo(LimitName.OUTPUT_BYTES);
    }

    @Test
    void whatWasPrintedBeforeAKillIsKept() {
        assertThat(
                        program("import itertools\nprint('before')\nsum(itertools.count())")
                                .report()
                                .stdout())
                .isEqualTo("before\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f(n):\n  return f(n + 1)\nf(0)",
                "import sys\nsys.setrecursionlimit(10**9)\ndef f(n):\n  return f(n + 1)\nf(0)"
            })
    void endlessRecursionReachesTheLimit(String source) {
        var breach = breach(program(source));
        assertThat(breach.limit()).isEqualTo(LimitName.RECURSION);
        assertThat(breach.used()).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void aRecursionErrorOfTheGuestsOwnIsRaised() {
        assertThat(program("raise RecursionError('mine')")).isInstanceOf(Outcome.Raised.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = bytearray(2**30)",
                "raise MemoryError",
                "x = [0] * 10**9",
                "x = 'a' * (2 * 10**9)"
            })
    void tooMuchMemoryIsTheHeapLimit(String source) {
        Outcome outcome = sandbox.call(FunctionSet.empty(), Invocation.program(source), ROOMY);
        assertThat(breach(outcome).limit()).isEqualTo(LimitName.HEAP_BYTES);
    }

    @Test
    void tooLargeResultsAreLimits() {
        assertThat(limitOf("lambda: 'x' * 2_000_000")).isEqualTo(LimitName.RESULT_BYTES);
        assertThat(limitOf("lambda: list(range(200_000))")).isEqualTo(LimitName.RESULT_NODES);
        assertThat(limitOf("lambda: (lambda a: a.append(a) or a)([])"))
                .isEqualTo(LimitName.RESULT_DEPTH);
    }

    @Test
    void tooMuchSourceIsALimit() {
        assertThat(breach(program("#" + "x".repeat(2_000_000))).limit())
                .isEqualTo(LimitName.SOURCE_BYTES);
    }

    @Test
    void refusalsNameTheCapability() {
        assertDenied("open('/etc/passwd')", Capability.FILE, "/etc/passwd");
        assertDenied("open('a.txt', 'w')", Capability.FILE, "a.txt");
        assertDenied("import os; os.listdir('/')", Capability.FILE, "/");
        assertDenied(
                "import socket\nsocket.socket().connect(('127.0.0.1', 80))",
                Capability.SOCKET,
                "socket");
        assertDenied(
                "import socket; socket.create_connection(('127.0.0.1', 80))",
                Capability.SOCKET,
                "getaddrinfo");
        assertDenied("import java", Capability.HOST, "java");
        assertDenied("import polyglot", Capability.POLYGLOT, "polyglot");
        assertDenied("import os; os.system('ls')", Capability.PROCESS, "process");
        assertDenied("import subprocess; subprocess.run(['ls'])", Capability.PROCESS, "subprocess");
        assertDenied(
                "import threading\nthreading.Thread(target=print).start()",
                Capability.THREAD,
                "thread");
        assertDenied("import ctypes", Capability.MODULE, "native extension");
    }

    @Test
    void aCaughtRefusalIsTheGuestsBusiness() {
        Outcome outcome =
                program("try:\n  open('/etc/passwd')\nexcept OSError as e:\n  print('no')");
        assertThat(outcome).isInstanceOf(Outcome.Returned.class);
        assertThat(outcome.report().stdout()).isEqualTo("no\n");
    }

    @Test
    void whatCannotStartIsRejected() {
        assertThat(reason(program("x = (\n"))).contains("never closed", "line 1");
        assertThat(reason(program("a\0b"))).isNotBlank();
        assertThat(reason(sandbox.call(FunctionSet.empty(), Invocation.call("f"), SHORT)))
                .contains("'f'");
        assertThat(
                        reason(
                                sandbox.call(
                                        function("f", "def g(): pass"),
                                        Invocation.call("f"),
                                        SHORT)))
                .contains("does not define 'f'");
        FunctionSet two = function("f", "def f(a, b=1): return a");
        assertThat(reason(sandbox.call(two, Invocation.call("f"), SHORT)))
                .contains("misses the argument 'a'");
        assertThat(
                        reason(
                                sandbox.call(
                                        two,
                                        Invocation.call(
                                                "f",
                                                Map.of(
                                                        "a",
                                                        PythonValue.of(1),
                                                        "c",
                                                        PythonValue.of(1))),
                                        SHORT)))
                .contains("no parameter 'c'");
    }

    @Test
    void functionsOfASetCallEachOtherAndKeepTheirOwnHelpers() {
        FunctionSet set =
                FunctionSet.of(
                        List.of(
                                define("one", "def _h(): return 1\ndef one(): return _h()\n"),
                                define(
                                        "two",
                                        "def _h(): return 2\ndef two(): return [one(), _h()]\n")));
        assertThat(sandbox.call(set, Invocation.call("two"), SHORT).returnedValue())
                .contains(new PythonValue.PyList(List.of(PythonValue.of(1), PythonValue.of(2))));
        Outcome program = sandbox.call(set, Invocation.program("print(two())"), SHORT);
        assertThat(program.report().stdout()).isEqualTo("[1, 2]\n");
    }

    @Test
    void nothingSurvivesACall() {
        program(
                "import builtins, math, sys\nbuiltins.len = None\nmath.pi = 3\nsys.modules['json'] = 1");
        Outcome outcome =
                program("import math, json\nprint(len('ab'), math.pi > 3, json.dumps(1))");
        assertThat(outcome.report().stdout()).isEqualTo("2 True 1\n");
    }

    @Test
    void processIsolationRunsEachCallInAFreshWorker() {
        ExecutionPolicy policy = SHORT.with(Isolation.PROCESS);
        Outcome first = sandbox.call(FunctionSet.empty(), Invocation.program("print(1)"), policy);
        assertThat(first.report().stdout()).isEqualTo("1\n");
    }

    private static void assertDenied(String source, Capability capability, String name) {
        Outcome outcome = program(source);
        assertThat(outcome)
                .as(source)
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> {
                            assertThat(denied.capability()).isEqualTo(capability);
                            assertThat(denied.name()).isEqualTo(name);
                        });
    }

    private static LimitName limitOf(String lambda) {
        return breach(
                        sandbox.call(
                                function("f", "f = " + lambda + "\n"), Invocation.call("f"), SHORT))
                .limit();
    }

    private static Outcome.Breach breach(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.LimitExceeded.class);
        var breach = ((Outcome.LimitExceeded) outcome).breach();
        assertThat(breach.overrun()).isLessThanOrEqualTo(MAX_OVERRUN);
        return breach;
    }

    private static dev.handaxe.runtime.GuestError raised(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Raised.class);
        return ((Outcome.Raised) outcome).error();
    }

    private static String reason(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected) outcome).reason();
    }

    private static Outcome program(String source) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(source), SHORT);
    }

    private static PythonValue call(String lambda) {
        return sandbox.call(function("f", "f = " + lambda + "\n"), Invocation.call("f"), SHORT)
                .returnedValue()
                .orElseThrow();
    }

    private static FunctionSet function(String name, String source) {
        return FunctionSet.of(List.of(define(name, source)));
    }

    private static FunctionDefinition define(String name, String source) {
        return FunctionDefinition.builder(name, source).build();
    }
}
