package dev.handaxe.worker;

import static dev.handaxe.worker.Eventually.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.HostFunction;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.SessionState;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions whose worker dies or is released, callers that go away, and the cap. */
class SessionFaultsIT {
    private static final ExecutionPolicy PLAIN = ExecutionPolicy.session();
    private static final ExecutionPolicy POLICY =
            PLAIN.with(PLAIN.grants().withHostFunctions(List.of("here")));

    private static final String BUSY = "here()\nwhile True: pass";

    /** Told by the guest that it has come so far. */
    private final Semaphore here = new Semaphore(0);

    private Sandbox sandbox;

    @BeforeEach
    void openSandbox() {
        sandbox = Sandbox.open(options());
    }

    @AfterEach
    void closeSandbox() {
        sandbox.close();
    }

    @Test
    void aWorkerThatDiesBetweenCallsIsSaidOnceAndThenReplaced() throws Exception {
        try (Session session = sandbox.openSession(FunctionSet.empty(), POLICY)) {
            run(session, "x = 1");
            killAllWorkers();
            assertLost(run(session, "print(x)"));
            assertThat(run(session, "print(1)").report().stdout()).isEqualTo("1\n");
            assertThat(run(session, "x")).isInstanceOf(Outcome.Raised.class);
        }
    }

    @Test
    void aWorkerThatDiesBeforeTheFirstCallIsReplacedSilently() throws Exception {
        try (Session session = sandbox.openSession(FunctionSet.empty(), POLICY)) {
            killAllWorkers();
            assertThat(run(session, "print(1)").report().stdout()).isEqualTo("1\n");
        }
    }

    @Test
    void aWorkerThatDiesInACallLosesTheState() throws Exception {
        try (Session session = sandbox.openSession(FunctionSet.empty(), POLICY)) {
            run(session, "x = 1");
            Future<Outcome> call = inBackground(session, BUSY);
            assertThat(here.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            killAllWorkers();
            assertLost(call.get(30, TimeUnit.SECONDS));
            assertThat(run(session, "x")).isInstanceOf(Outcome.Raised.class);
        }
    }

    @Test
    void anIdleSessionGivesItsWorkerBackAndSaysThatItsStateIsGone() throws Exception {
        SandboxOptions options = options().withSessionIdle(Duration.ofMillis(400));
        sandbox.warm(POLICY);
        sandbox.close(); // so that all workers are of this session
        assertEventually(() -> LiveWorkers.all().isEmpty());
        try (Sandbox impatient = Sandbox.open(options);
                Session session = impatient.openSession(FunctionSet.empty(), POLICY)) {
            run(session, "x = 1");
            assertEventually(() -> LiveWorkers.all().isEmpty());
            assertLost(run(session, "print(x)"));
            assertThat(run(session, "print(1)").report().stdout()).isEqualTo("1\n");
        }
    }

    @Test
    void anInterruptedCallerFreesTheSession() throws Exception {
        try (Session session = sandbox.openSession(FunctionSet.empty(), POLICY)) {
            run(session, "x = 1");
            List<Outcome> outcomes = new ArrayList<>();
            Thread caller = Thread.ofPlatform().start(() -> outcomes.add(run(session, BUSY)));
            assertThat(here.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            Future<Outcome> next = inBackground(session, "print(2)");
            caller.interrupt();
            assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
            assertLost(outcomes.getFirst());
            assertThat(next.get(60, TimeUnit.SECONDS).report().stdout()).isEqualTo("2\n");
        }
    }

    @Test
    void callsOnOneSessionRunOneAfterTheOther() throws Exception {
        FunctionSet adder =
                FunctionSet.of(
                        List.of(
                                FunctionDefinition.builder(
                                                "add",
                                                """
                                                total = 0
                                                def add(n):
                                                    global total
                                                    before = total
                                                    for _ in range(1000): pass
                                                    total = before + n
                                                    return total
                                                """)
                                        .build()));
        try (Session session = sandbox.openSession(adder, POLICY);
                ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<Future<Outcome>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(
                        executor.submit(
                                () -> session.call(Invocation.call("add", PythonValue.of(1)))));
            }
            Set<PythonValue> totals =
                    calls.stream().map(call -> valueOf(call)).collect(Collectors.toSet());
            assertThat(totals).hasSize(100).contains(PythonValue.of(100));
        }
    }

    @Test
    void sessionsAreCappedAndClosingOneMakesRoom() {
        Session first = sandbox.openSession(FunctionSet.empty(), POLICY);
        try (Session second = sandbox.openSession(FunctionSet.empty(), POLICY)) {
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(() -> sandbox.openSession(FunctionSet.empty(), POLICY))
                    .withMessageContaining("2")
                    .extracting(HandaxeException::code)
                    .isEqualTo(Code.SESSION_LIMIT);
            first.close();
            sandbox.openSession(FunctionSet.empty(), POLICY).close();
            assertThat(run(second, "print(1)").report().stdout()).isEqualTo("1\n");
        }
    }

    @Test
    void sessionsAreBesideTheCapOfWorkersAndShareNoProcess() throws Exception {
        try (Session one = sandbox.openSession(FunctionSet.empty(), POLICY);
                Session two = sandbox.openSession(FunctionSet.empty(), POLICY)) {
            run(one, "import json; json.mark = 1");
            Future<Outcome> busy = inBackground(one, BUSY);
            assertThat(here.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            String seen = "import json; print(hasattr(json, 'mark'))";
            assertThat(run(two, seen).report().stdout()).isEqualTo("False\n");
            Outcome call = sandbox.call(FunctionSet.empty(), Invocation.program(seen), POLICY);
            assertThat(call.report().stdout()).isEqualTo("False\n");
            assertThat(call.report().session()).isEqualTo(SessionState.NONE);
            assertThat(LiveWorkers.ids()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(busy.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.LimitExceeded.class);
        }
    }

    @Test
    void closingTheSandboxEndsSessionsAndTheirCalls() throws Exception {
        Session session = sandbox.openSession(FunctionSet.empty(), POLICY);
        Future<Outcome> call = inBackground(session, BUSY);
        assertThat(here.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        sandbox.close();
        assertLost(call.get(10, TimeUnit.SECONDS));
        assertEventually(() -> LiveWorkers.ids().isEmpty());
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> run(session, "1"))
                .extracting(HandaxeException::code)
                .isEqualTo(Code.CLOSED);
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> sandbox.openSession(FunctionSet.empty(), POLICY))
                .extracting(HandaxeException::code)
                .isEqualTo(Code.CLOSED);
    }

    private SandboxOptions options() {
        HostFunction.Body body =
                call -> {
                    here.release();
                    return PythonValue.none();
                };
        return SandboxOptions.defaults()
                .withWorkers(1)
                .withSpares(0)
                .withSessions(2)
                .withHostFunctions(List.of(HostFunction.builder("here", body).build()));
    }

    private static Outcome run(Session session, String program) {
        return session.call(Invocation.program(program));
    }

    private static PythonValue valueOf(Future<Outcome> call) {
        try {
            return call.get(60, TimeUnit.SECONDS).returnedValue().orElseThrow();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void assertLost(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Lost.class);
        assertThat(outcome.report().session()).isEqualTo(SessionState.LOST);
    }

    private static Future<Outcome> inBackground(Session session, String program) {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            return executor.submit(() -> run(session, program));
        } finally {
            executor.shutdown();
        }
    }

    private static void killAllWorkers() throws Exception {
        for (ProcessHandle worker : LiveWorkers.all()) {
            worker.destroyForcibly();
            worker.onExit().get(10, TimeUnit.SECONDS);
        }
    }
}
