package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HostFunction;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.Outcome.SessionState;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that guest code creates where its policy allows more than one, in real workers. */
class GuestThreadsIT {
    /** The corpus holds 300 ms and repeats what was late; here a busy host may take longer. */
    private static final Duration MAX_OVERRUN = Duration.ofMillis(500);

    private static final ExecutionPolicy FOUR =
            ExecutionPolicy.evaluation()
                    .with(LimitName.THREADS, 4)
                    .with(LimitName.CPU_MS, 3000)
                    .with(LimitName.WALL_MS, 8000)
                    .with(Grants.none().withHostFunctions(List.of("double")));

    private static final String BUSY =
            """
            import threading, time
            def busy():
                while True: pass
            """;

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        HostFunction twice =
                HostFunction.builder(
                                "double",
                                call ->
                                        PythonValue.of(
                                                2
                                                        * ((PythonValue.PyInt)
                                                                        call.positional()
                                                                                .getFirst())
                                                                .value()
                                                                .longValue()))
                        .build();
        sandbox =
                Sandbox.open(
                        SandboxOptions.defaults()
                                .withWorkers(1)
                                .withSpares(0)
                                .withHostFunctions(List.of(twice)));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @AfterEach
    void theNextCallIsAlone() {
        assertThat(printed("import threading; print(threading.active_count())")).isEqualTo("1\n");
    }

    @Test
    void asManyAsAllowedRunAtOneTimeAndEndedOnesMakeRoom() {
        assertThat(
                        printed(
                                """
                                import threading, concurrent.futures
                                together = threading.Barrier(4)
                                three = [threading.Thread(target=together.wait) for i in range(3)]
                                for t in three: t.start()
                                together.wait()
                                for t in three: t.join()
                                for i in range(40):
                                    t = threading.Thread(target=lambda: None)
                                    t.start()
                                    t.join()
                                with concurrent.futures.ThreadPoolExecutor(3) as pool:
                                    print(list(pool.map(lambda x: x * x, range(5))))
                                """))
                .isEqualTo("[0, 1, 4, 9, 16]\n");
    }

    @Test
    void oneThreadTooManyIsTheLimit() {
        Breach breach =
                breach(
                        """
                        import threading
                        event = threading.Event()
                        for i in range(4):
                            threading.Thread(target=event.wait).start()
                        event.wait()
                        """);
        assertThat(breach.limit()).isEqualTo(LimitName.THREADS);
        assertThat(breach.allowed()).isEqualTo(4);
        assertThat(breach.used()).isEqualTo(5);
        assertThat(breach.stage()).isEqualTo(Stage.SOFT);
        assertThat(breach.line().orElseThrow()).isBetween(3, 5);
    }

    @Test
    void withOneThreadThereIsNoneToCreate() {
        Outcome outcome =
                run(
                        "import threading\nthreading.Thread(target=print).start()",
                        FOUR.with(LimitName.THREADS, 1));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.capability()).isEqualTo(Capability.THREAD));
    }

    @Test
    void whatAllOfThemComputeCounts() {
        AtomicReference<Outcome> last = new AtomicReference<>();
        Breach breach =
                StopStage.soft(
                        () -> {
                            Outcome outcome =
                                    run(
                                            BUSY
                                                    + """
                                                    for i in range(3):
                                                        threading.Thread(target=busy).start()
                                                    time.sleep(60)
                                                    """,
                                            FOUR.with(LimitName.WALL_MS, 60_000));
                            last.set(outcome);
                            return outcome;
                        });
        assertThat(breach.limit()).isEqualTo(LimitName.CPU_MS);
        assertThat(last.get().report().metrics().cpu())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(last.get().report().stderr()).isEmpty();
    }

    @Test
    void whatAllOfThemAllocateCounts() {
        Breach breach =
                StopStage.soft(
                        () ->
                                run(
                                        """
                                import threading
                                def waste():
                                    while True: bytearray(1 << 16)
                                for i in range(2):
                                    threading.Thread(target=waste).start()
                                threading.Event().wait()
                                """,
                                        FOUR.with(LimitName.ALLOCATED_BYTES, 256L << 20)));
        assertThat(breach.limit()).isEqualTo(LimitName.ALLOCATED_BYTES);
    }

    @Test
    void theWallTimeEndsThemAll() {
        Breach breach =
                StopStage.soft(
                        () ->
                                run(
                                        """
                                import threading, time
                                for i in range(3):
                                    threading.Thread(target=time.sleep, args=(60,)).start()
                                time.sleep(60)
                                """,
                                        FOUR.with(LimitName.WALL_MS, 1500)));
        assertThat(breach.limit()).isEqualTo(LimitName.WALL_MS);
    }

    @Test
    void aThreadInsideABuiltinIsStoppedHard() {
        Breach breach =
                breach(
                        """
                        import threading
                        t = threading.Thread(target=lambda: sum(range(10**12)))
                        t.start()
                        t.join()
                        """);
        assertThat(breach.limit()).isIn(LimitName.CPU_MS, LimitName.WALL_MS);
        assertThat(breach.stage()).isEqualTo(Stage.HARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "threading.Thread(target=busy).start()",
                "threading.Thread(target=busy, daemon=True).start()",
                "threading.Thread(target=time.sleep, args=(60,)).start()",
                "threading.Timer(0.3, lambda: print('late', flush=True)).start()",
                "threading.Thread(target=time.sleep, args=(60,)).start(); raise ValueError",
            })
    void whatIsLeftRunningEndsWithTheCall(String leave) {
        printed("1"); // the worker is up
        Set<Long> workers = LiveWorkers.ids();
        Outcome outcome = run(BUSY + "print('done', flush=True)\n" + leave, FOUR);
        if (leave.contains("busy")) {
            // one that never waits may keep the first from ending, until the CPU time is used up
            assertThat(outcome.kind()).isIn("returned", "limit_exceeded");
        } else {
            assertThat(outcome.kind()).isIn("returned", "raised");
        }
        assertThat(outcome.report().stdout()).isEqualTo("done\n");
        assertThat(outcome.report().stderr()).isEmpty();
        Outcome next = run("import time; time.sleep(0.5)", FOUR);
        assertThat(next.report().stdout()).isEmpty();
        assertThat(next.report().metrics().cpu()).isLessThan(Duration.ofMillis(400));
        boolean killed =
                outcome instanceof Outcome.LimitExceeded exceeded
                        && exceeded.breach().stage() == Stage.HARD;
        if (!killed) {
            assertThat(LiveWorkers.ids()).isEqualTo(workers); // they ended without the process
        }
    }

    @Test
    void theirStacksAreAsDeepAsTheMainOnes() {
        assertThat(
                        printed(
                                """
                                import sys, threading
                                def f(n): return n and 1 + f(n - 1)
                                t = threading.Thread(target=lambda: print(f(900)))
                                t.start()
                                t.join()
                                """))
                .isEqualTo("900\n");
    }

    @Test
    void theyCallTheHostInTurns() {
        assertThat(
                        printed(
                                """
                                import concurrent.futures
                                with concurrent.futures.ThreadPoolExecutor(3) as pool:
                                    print(list(pool.map(double, range(20))))
                                """))
                .startsWith("[0, 2, 4,")
                .endsWith("36, 38]\n");
    }

    @Test
    void aSessionGoesOnAfterThreadsThatEnded() {
        try (Session session = sandbox.openSession(FunctionSet.empty(), FOUR)) {
            Outcome first =
                    session.call(
                            Invocation.program(
                                    """
                                    import threading
                                    seen = []
                                    for i in range(3):
                                        threading.Thread(target=lambda: seen.append(1)).start()
                                    """));
            assertThat(first.report().session()).isEqualTo(SessionState.KEPT);
            assertThat(session.call(Invocation.program("print(len(seen))")).report().stdout())
                    .isEqualTo("3\n");
        }
    }

    @Test
    void aSessionThatIsNotAloneIsLost() {
        try (Session session = sandbox.openSession(FunctionSet.empty(), FOUR)) {
            Outcome first =
                    session.call(
                            Invocation.program(
                                    BUSY + "x = 1\nthreading.Thread(target=busy).start()\n"));
            assertThat(first).isInstanceOf(Outcome.Returned.class);
            assertThat(first.report().session()).isEqualTo(SessionState.LOST);
            assertThat(
                            session.call(Invocation.program("print('x' in globals())"))
                                    .report()
                                    .stdout())
                    .isEqualTo("False\n");
        }
    }

    @Test
    void aSessionOverItsThreadsIsLostAndSaysSo() {
        try (Session session = sandbox.openSession(FunctionSet.empty(), FOUR)) {
            Outcome first =
                    session.call(
                            Invocation.program(
                                    """
                                    import threading
                                    event = threading.Event()
                                    for i in range(4):
                                        threading.Thread(target=event.wait).start()
                                    event.wait()
                                    """));
            assertThat(breach(first).limit()).isEqualTo(LimitName.THREADS);
            assertThat(first.report().session()).isEqualTo(SessionState.LOST);
            assertThat(session.call(Invocation.program("print(1)")).report().stdout())
                    .isEqualTo("1\n");
        }
    }

    private static Breach breach(String program) {
        return breach(run(program, FOUR));
    }

    private static Breach breach(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.LimitExceeded.class);
        Breach breach = ((Outcome.LimitExceeded) outcome).breach();
        assertThat(breach.overrun()).isLessThanOrEqualTo(MAX_OVERRUN);
        assertThat(breach.used()).isGreaterThanOrEqualTo(breach.allowed());
        return breach;
    }

    private static String printed(String program) {
        Outcome outcome = run(program, FOUR);
        assertThat(outcome).isInstanceOf(Outcome.Returned.class);
        return outcome.report().stdout();
    }

    private static Outcome run(String program, ExecutionPolicy policy) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), policy);
    }
}
