package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.HostFunction;
import dev.handaxe.runtime.HostFunction.Budget;
import dev.handaxe.runtime.HostFunctionException;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyTuple;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that the host answers, called by real guests. */
class HostFunctionIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final BlockingQueue<HostFunction.Call> SEEN = new LinkedBlockingQueue<>();
    private static final BlockingQueue<String> INTERRUPTED = new LinkedBlockingQueue<>();

    /** The sandbox of one worker whose call calls it again. */
    private static final AtomicReference<Sandbox> OWN = new AtomicReference<>();

    private static Sandbox sandbox;

    private static final ExecutionPolicy POLICY =
            granting(
                    ExecutionPolicy.untrusted()
                            .with(LimitName.CPU_MS, 1500)
                            .with(LimitName.WALL_MS, 4000),
                    "echo",
                    "area",
                    "fail",
                    "leak",
                    "hang",
                    "deaf",
                    "slow",
                    "twice",
                    "big",
                    "deep",
                    "nested");

    @BeforeAll
    static void open() {
        Budget slow = new Budget(100, Duration.ofMillis(300), 1 << 20);
        Budget two = new Budget(2, LONG, 1 << 20);
        Budget small = new Budget(100, LONG, 1000);
        Budget large = new Budget(100, LONG, 64 << 20);
        List<HostFunction> functions =
                List.of(
                        of("echo", HostFunctionIT::echo, large),
                        HostFunction.builder("area", HostFunctionIT::echo)
                                .parameters(
                                        ParameterSchema.parse(
                                                "{\"width\": {\"type\": \"number\"},"
                                                        + " \"height\": {\"type\": \"number\"}}"))
                                .build(),
                        of("fail", call -> fail("the shop is closed \u001b[31m"), large),
                        of("leak", call -> leak("/etc/secret of user root"), large),
                        of("hang", HostFunctionIT::hang, large),
                        of("deaf", HostFunctionIT::deaf, large),
                        of("slow", HostFunctionIT::hang, slow),
                        of("twice", HostFunctionIT::echo, two),
                        of("big", call -> PythonValue.of("x".repeat(2000)), small),
                        of("deep", call -> nested(250), large),
                        of("nested", HostFunctionIT::callAgain, large),
                        of("ungranted", HostFunctionIT::echo, large));
        sandbox =
                Sandbox.open(
                        SandboxOptions.defaults()
                                .withWorkers(2)
                                .withSpares(0)
                                .withHostFunctions(functions));
        sandbox.warm(POLICY);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @AfterEach
    void theNextCallWorks() {
        INTERRUPTED.clear();
        assertThat(run("print(echo(1 + 1))").report().stdout()).isEqualTo("((2,), {})\n");
        SEEN.clear();
    }

    @Test
    void valuesGoThereAndBackAsTheyWere() {
        String value =
                "(None, True, -7, 2**100, 1.5, float('inf'), 1j, 'é\\'\\n', b'\\x00\\xff', [1, [2]],"
                        + " (1,), {1, 2}, frozenset([3]), {'a': {2: 'b'}})";
        Outcome outcome =
                run("v = " + value + "\nassert repr(echo(v, k=v)) == repr(((v,), {'k': v}))");
        assertThat(outcome).as("%s", outcome).isInstanceOf(Outcome.Returned.class);
        HostFunction.Call call = SEEN.remove();
        assertThat(call.tenant()).isEqualTo(Invocation.DEFAULT_TENANT);
        assertThat(call.invocationId()).isEqualTo(outcome.report().invocationId());
        assertThat(((PyTuple) call.positional().getFirst()).items()).hasSize(14);
    }

    @Test
    void functionsOfTheSetAndTheirImportsCallTheHost() {
        FunctionSet set =
                FunctionSet.of(
                        List.of(
                                FunctionDefinition.builder(
                                                "ask",
                                                """
                                                first = echo('top')
                                                def ask(x):
                                                    return [first, echo(x)]
                                                """)
                                        .build()));
        Outcome outcome = sandbox.call(set, Invocation.call("ask", PythonValue.of(5)), POLICY);
        assertThat(outcome.returnedValue().orElseThrow()).isInstanceOf(PyList.class);
        assertThat(SEEN).hasSize(2);
    }

    @Test
    void argumentsGetTheirNamesAndAreChecked() {
        run("area(2, height=3.5)");
        HostFunction.Call call = SEEN.remove();
        assertThat(call.positional()).isEmpty();
        assertThat(call.named())
                .containsExactly(
                        entry("width", PythonValue.of(2)),
                        entry("height", new PythonValue.PyFloat(3.5)));
        for (String wrong :
                List.of(
                        "area(1)",
                        "area('a', 2)",
                        "area(1, 2, 3)",
                        "area(1, 2, width=1)",
                        "area(1, b=2)")) {
            assertThat(run(wrong))
                    .isInstanceOfSatisfying(
                            Outcome.Raised.class,
                            raised -> {
                                assertThat(raised.error().type()).isEqualTo("TypeError");
                                assertThat(raised.error().message()).startsWith("area(): ");
                            });
        }
        assertThat(SEEN).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo(object())", "echo(k=lambda: 1)", "a = []; a.append(a); echo(a)"})
    void whatHasNoNeutralFormIsATypeErrorInTheGuest(String program) {
        assertThat(
                        run("try:\n    " + program + "\nexcept TypeError as e: print(e)")
                                .report()
                                .stdout())
                .startsWith("echo(): ");
        assertThat(SEEN).isEmpty();
    }

    @Test
    void aFailureThatTheBodyTellsArrivesWithItsMessageOnly() {
        assertThat(run("fail()"))
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised -> {
                            assertThat(raised.error().type()).isEqualTo("RuntimeError");
                            assertThat(raised.error().message())
                                    .isEqualTo("the shop is closed \\x1b[31m");
                            assertThat(raised.error().traceback()).hasSize(1);
                        });
    }

    @Test
    void anyOtherFailureOfTheBodyTellsNothing() {
        Outcome outcome =
                run(
                        """
                        import traceback
                        try:
                            leak()
                        except RuntimeError as e:
                            print(repr(e), e.__cause__, e.__context__, dir(e))
                            traceback.print_exc()
                        """);
        assertThat(outcome.report().stdout())
                .startsWith("RuntimeError('host function failed') None None");
        assertThat(outcome.report().stdout() + outcome.report().stderr())
                .doesNotContain("secret", "java", "Illegal");
    }

    @Test
    void theBudgetOfCallsIsEachCallsOwnAndItsEndIsDenied() {
        for (int i = 0; i < 2; i++) {
            assertThat(run("twice(); twice(); twice()"))
                    .isInstanceOfSatisfying(
                            Outcome.Denied.class,
                            denied -> {
                                assertThat(denied.capability()).isEqualTo(Capability.HOST_FUNCTION);
                                assertThat(denied.name()).isEqualTo("twice");
                                assertThat(denied.error().message()).contains("2 calls");
                            });
        }
        assertThat(run("twice(); twice()\ntry: twice()\nexcept PermissionError: print('caught')"))
                .isInstanceOf(Outcome.Returned.class);
    }

    @Test
    void theBudgetOfBytesCountsArgumentsAndResults() {
        assertDenied(run("big('y' * 3000)"), "1000 bytes");
        assertDenied(run("big()"), "1000 bytes");
    }

    @Test
    void theBudgetOfTimeEndsTheBody() throws InterruptedException {
        assertDenied(run("slow()"), "300 ms");
        assertThat(INTERRUPTED.poll(10, TimeUnit.SECONDS)).isEqualTo("hang");
    }

    @Test
    void aResultThatIsTooDeepFails() {
        assertThat(run("deep()"))
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised ->
                                assertThat(raised.error().message())
                                        .isEqualTo("host function failed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang()", "deaf()"})
    void aBodyThatHangsDoesNotHoldTheCallBeyondItsWallTime(String program) throws Exception {
        Outcome outcome = run("import time; time.sleep(0)\n" + program, brief());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        exceeded -> {
                            assertThat(exceeded.breach().limit()).isEqualTo(LimitName.WALL_MS);
                            assertThat(exceeded.breach().overrun())
                                    .isLessThan(Duration.ofMillis(300));
                            if (exceeded.breach().stage() == Stage.SOFT) {
                                assertThat(exceeded.breach().line()).hasValue(2);
                            }
                        });
        assertThat(INTERRUPTED.poll(10, TimeUnit.SECONDS)).isEqualTo(program.replace("()", ""));
        assertThat(outcome.report().metrics().cpu()).isLessThan(Duration.ofMillis(1200));
    }

    @Test
    void aBodyMayCallTheSandboxAgain() {
        // the inner call starts a worker, and the outer one waits for it
        ExecutionPolicy patient = POLICY.with(LimitName.WALL_MS, 30_000);
        assertThat(run("print(nested())", patient).report().stdout()).isEqualTo("inner\n\n");
    }

    @Test
    void aBodyThatWaitsForItsOwnCallsWorkerEndsWithTheCall() {
        HostFunction again = of("again", HostFunctionIT::callOwn, Budget.DEFAULT);
        try (Sandbox one =
                Sandbox.open(
                        SandboxOptions.defaults()
                                .withWorkers(1)
                                .withSpares(0)
                                .withHostFunctions(List.of(again)))) {
            OWN.set(one);
            ExecutionPolicy policy = granting(brief(), "again");
            Outcome outcome = one.call(FunctionSet.empty(), Invocation.program("again()"), policy);
            assertThat(outcome).isInstanceOf(Outcome.LimitExceeded.class);
            Outcome next = one.call(FunctionSet.empty(), Invocation.program("print(1)"), policy);
            assertThat(next.report().stdout()).isEqualTo("1\n");
        }
    }

    /** The call ends before the thread that answered it is back from the pipe. */
    @Test
    void callsThatEndWithTheirAnswerKeepTheirWorker() {
        ExecutionPolicy policy =
                granting(ExecutionPolicy.session(), "echo").with(LimitName.WALL_MS, 30_000);
        try (Session session = sandbox.openSession(FunctionSet.empty(), policy)) {
            for (int i = 0; i < 2000; i++) {
                assertThat(session.call(Invocation.program("echo(1)")).report().session())
                        .as("call %d", i)
                        .isEqualTo(Outcome.SessionState.KEPT);
            }
        } finally {
            SEEN.clear();
        }
    }

    @Test
    void whatIsNotGrantedIsNotThere() {
        assertThat(run("ungranted()"))
                .isInstanceOfSatisfying(
                        Outcome.Raised.class,
                        raised -> assertThat(raised.error().type()).isEqualTo("NameError"));
    }

    @Test
    void whatIsNotOfferedIsOneClearFault() {
        ExecutionPolicy policy = granting(POLICY, "nowhere");
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> run("1", policy))
                .withMessageContaining("nowhere")
                .extracting(HandaxeException::code)
                .isEqualTo(Code.INVALID_INPUT);
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> sandbox.openSession(FunctionSet.empty(), policy))
                .extracting(HandaxeException::code)
                .isEqualTo(Code.INVALID_INPUT);
    }

    @Test
    void aFunctionOfTheSetMayNotTakeTheName() {
        FunctionSet set =
                FunctionSet.of(
                        List.of(FunctionDefinition.builder("echo", "def echo(): pass").build()));
        assertThat(sandbox.call(set, Invocation.program("1"), POLICY))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void aGuestThatReachesBehindTheWrapperGetsNoFurther() {
        Outcome outcome =
                run(
                        """
                        door = [c.cell_contents for c in echo.__closure__ if c.cell_contents is not None]
                        for d in door:
                            if type(d).__name__ in ('dict', 'type'): continue
                            print([n for n in dir(d) if not n.startswith('_')])
                            for arguments in [(), (1,), (1, 2), ((), {1: 2}), ([], {}), ((), {}, 3)]:
                                print(d(*arguments)[0])
                        """);
        assertThat(outcome).as("%s", outcome).isInstanceOf(Outcome.Returned.class);
        assertThat(outcome.report().stdout()).doesNotContain("java", "getClass");
        assertThat(SEEN).isEmpty();
    }

    @Test
    void aGuestThatPatchesTheWrapperHarmsItselfOnly() {
        assertThat(run("def echo(*a): return 'mine'\nprint(echo(1))").report().stdout())
                .isEqualTo("mine\n");
        assertThat(SEEN).isEmpty();
    }

    @Test
    void inASessionEveryCallHasItsOwnBudgetAndId() {
        try (Session session = sandbox.openSession(FunctionSet.empty(), POLICY, "tenant")) {
            Outcome first = session.call(Invocation.program("twice(1); twice(2); keep = twice"));
            assertThat(first).isInstanceOf(Outcome.Returned.class);
            assertThat(SEEN).extracting(HostFunction.Call::tenant).containsOnly("tenant");
            SEEN.clear();
            Outcome second = session.call(Invocation.program("keep(1); twice(2)"));
            assertThat(second).isInstanceOf(Outcome.Returned.class);
            assertThat(SEEN)
                    .extracting(HostFunction.Call::invocationId)
                    .containsOnly(second.report().invocationId());
        }
    }

    @Test
    void aSessionOutlivesACallStoppedInAHostFunction() {
        StopStage.soft(
                () -> {
                    try (Session session =
                            sandbox.openSession(FunctionSet.empty(), POLICY, "tenant")) {
                        session.call(Invocation.program("keep = twice"));
                        Outcome stopped = session.call(Invocation.program("hang()"));
                        if (stopped.report().session() == Outcome.SessionState.KEPT) {
                            assertThat(session.call(Invocation.program("keep(1)")))
                                    .isInstanceOf(Outcome.Returned.class);
                        }
                        boolean soft =
                                stopped instanceof Outcome.LimitExceeded over
                                        && over.breach().stage() == Outcome.Stage.SOFT;
                        assertThat(stopped.report().session() == Outcome.SessionState.KEPT)
                                .isEqualTo(soft);
                        return stopped;
                    }
                });
    }

    private static HostFunction of(String name, HostFunction.Body body, Budget budget) {
        return HostFunction.builder(name, body).budget(budget).build();
    }

    private static PythonValue echo(HostFunction.Call call) {
        SEEN.add(call);
        List<PyDict.Entry> named =
                call.named().entrySet().stream()
                        .map(e -> new PyDict.Entry(PythonValue.of(e.getKey()), e.getValue()))
                        .toList();
        return new PyTuple(List.of(new PyTuple(call.positional()), new PyDict(named)));
    }

    private static PythonValue fail(String message) throws HostFunctionException {
        throw new HostFunctionException(message);
    }

    private static PythonValue leak(String secret) {
        throw new IllegalStateException(secret, new IllegalArgumentException(secret));
    }

    private static PythonValue hang(HostFunction.Call call) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
            return PythonValue.none();
        } catch (InterruptedException e) {
            INTERRUPTED.add("hang");
            throw e;
        }
    }

    /** Does not end when it is interrupted, for a while. */
    private static PythonValue deaf(HostFunction.Call call) {
        long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
        boolean told = false;
        while (System.nanoTime() < end) {
            if (Thread.interrupted() && !told) {
                told = true;
                INTERRUPTED.add("deaf");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return PythonValue.none();
    }

    private static PythonValue nested(int depth) {
        PythonValue value = PythonValue.none();
        for (int i = 0; i < depth; i++) {
            value = new PyList(List.of(value));
        }
        return value;
    }

    private static PythonValue callAgain(HostFunction.Call call) {
        return PythonValue.of(run("print('inner')").report().stdout());
    }

    private static PythonValue callOwn(HostFunction.Call call) {
        Sandbox own = OWN.get();
        return PythonValue.of(
                own.call(FunctionSet.empty(), Invocation.program("1"), ExecutionPolicy.untrusted())
                        .kind());
    }

    private static void assertDenied(Outcome outcome, String message) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.error().message()).contains(message));
    }

    private static ExecutionPolicy brief() {
        return POLICY.with(LimitName.WALL_MS, 1000);
    }

    private static ExecutionPolicy granting(ExecutionPolicy policy, String... names) {
        return policy.with(policy.grants().withHostFunctions(List.of(names)));
    }

    private static Outcome run(String program) {
        return run(program, POLICY);
    }

    private static Outcome run(String program, ExecutionPolicy policy) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), policy);
    }
}
