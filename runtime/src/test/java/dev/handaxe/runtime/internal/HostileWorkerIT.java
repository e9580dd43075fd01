package dev.handaxe.runtime.internal;

import static dev.handaxe.runtime.internal.Eventually.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.internal.FakeWorker.Way;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real worker processes that speak the protocol wrongly. Whatever they do, a call has one outcome
 * in time, none is a value that was forged for another call, the next call works, and nothing of
 * theirs is left.
 */
class HostileWorkerIT {
    private static final ExecutionPolicy POLICY =
            ExecutionPolicy.untrusted().with(LimitName.WALL_MS, 1500).with(LimitName.CPU_MS, 1500);

    /** The corpus holds 300 ms and repeats what was late; here a busy host may take longer. */
    private static final Duration MAX_OVERRUN = Duration.ofMillis(500);

    private static final Invocation PROGRAM = Invocation.program("1");

    @TempDir private Path folder;
    private long startedAt;

    @BeforeEach
    void startTheClock() {
        startedAt = System.nanoTime();
    }

    @AfterEach
    void nothingIsLeft() {
        assertEventually(
                () -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
        assertEventually(
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(t -> t.getName().startsWith("worker-")));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "HONEST",
                "STARTED_TWICE",
                "FINISHED_TWICE",
                "FORGES_THE_NEXT_ANSWER",
                "FLOODS_RESULTS"
            })
    void aTrueAnswerStaysTrueWhateverElseIsSaid(Way way) throws Exception {
        FakeJdk jdk = FakeJdk.of(folder, way);
        try (Sandbox sandbox = Sandbox.open(jdk.options())) {
            for (int i = 0; i < 4; i++) {
                assertThat(call(sandbox).returnedValue()).contains(FakeWorker.TRUTH);
            }
        }
    }

    /** What it says unasked may come before the call, and cost it the worker, or after it. */
    @Test
    void aWorkerThatIsReadyTwiceTellsTheTruthOrIsLost() throws Exception {
        assertThat(outcomeOf(Way.READY_TWICE))
                .satisfiesAnyOf(
                        outcome -> assertThat(outcome.returnedValue()).contains(FakeWorker.TRUTH),
                        outcome -> assertThat(outcome).isInstanceOf(Outcome.Lost.class));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "GARBAGE",
                "OVERSIZE",
                "LARGER_THAN_ALLOWED",
                "CLOSES_ITS_OUTPUT",
                "FORGES_NEGATIVE_USAGE",
                "CALLS_THE_HOST_UNASKED",
                "DIES_SHOUTING"
            })
    void aWorkerThatBreaksTheProtocolIsLost(Way way) throws Exception {
        assertThat(outcomeOf(way))
                .isInstanceOfSatisfying(
                        Outcome.Lost.class,
                        lost -> assertThat(lost.reason()).hasSizeLessThan(5_000).isNotBlank());
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "TRUNCATED",
                "FINISHED_FOR_ANOTHER",
                "FLOODS_OUTPUT_OF_ANOTHER",
                "ANSWERS_LATE",
                "STOPS_AFTER_STARTED"
            })
    void aWorkerThatSaysNothingOfUseIsKilledAtTheDeadline(Way way) throws Exception {
        assertThat(outcomeOf(way))
                .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        exceeded -> {
                            // a flood costs CPU time, which may be over before the wall time is
                            assertThat(exceeded.breach().limit())
                                    .isIn(LimitName.WALL_MS, LimitName.CPU_MS);
                            assertThat(exceeded.breach().stage()).isEqualTo(Stage.HARD);
                            assertThat(exceeded.breach().overrun()).isLessThan(MAX_OVERRUN);
                        });
    }

    @Test
    void aFloodOfOutputIsCutAtItsLimit() throws Exception {
        assertThat(outcomeOf(Way.FLOODS_OUTPUT))
                .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        exceeded -> {
                            assertThat(exceeded.breach().limit()).isEqualTo(LimitName.OUTPUT_BYTES);
                            assertThat(exceeded.report().stdout().length())
                                    .isLessThan((2 << 20) + (1 << 16));
                        });
    }

    @Test
    void aForgedLimitIsNamedWithNoLessThanWasAllowed() throws Exception {
        assertThat(outcomeOf(Way.FORGES_A_LIMIT))
                .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        exceeded -> {
                            assertThat(exceeded.breach().limit()).isEqualTo(LimitName.HEAP_BYTES);
                            assertThat(exceeded.breach().used())
                                    .isEqualTo(exceeded.breach().allowed());
                        });
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISHED_BEFORE_STARTED", "SENDS_A_CALL", "STOPS_BEFORE_READING"})
    void aWorkerThatNeverBeginsIsReplacedAndThenGivenUp(Way way) throws Exception {
        assertThat(outcomeOf(way))
                .isInstanceOfSatisfying(
                        Outcome.Lost.class,
                        lost -> assertThat(lost.reason()).contains("before the call began"));
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(seconds(45));
    }

    @Test
    void aLargeCallToAWorkerThatDoesNotReadIsGivenUpInTime() throws Exception {
        FakeJdk jdk = FakeJdk.of(folder, Way.READS_NOTHING);
        ExecutionPolicy policy = POLICY.with(LimitName.SOURCE_BYTES, 4 << 20);
        Invocation large = Invocation.program("#".repeat(3 << 20));
        try (Sandbox sandbox = Sandbox.open(jdk.options())) {
            assertThat(sandbox.call(FunctionSet.empty(), large, policy))
                    .isInstanceOf(Outcome.Lost.class);
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(seconds(45));
        }
    }

    @Test
    void anInterruptFreesACallerThatIsStillSending() throws Exception {
        FakeJdk jdk = FakeJdk.of(folder, Way.READS_NOTHING);
        ExecutionPolicy policy = POLICY.with(LimitName.SOURCE_BYTES, 4 << 20);
        Invocation large = Invocation.program("#".repeat(3 << 20));
        try (Sandbox sandbox = Sandbox.open(jdk.options())) {
            sandbox.warm(policy);
            Thread caller =
                    Thread.ofPlatform()
                            .start(() -> sandbox.call(FunctionSet.empty(), large, policy));
            assertEventually(HostileWorkerIT::somebodySends);
            caller.interrupt();
            assertThat(caller.join(Duration.ofMillis(1500))).isTrue();
            jdk.becomeHonest();
            assertThat(call(sandbox).returnedValue()).contains(FakeWorker.TRUTH);
        }
    }

    @Test
    void aWorkerThatOnlySendsGarbageIsAFaultOfTheHost() throws Exception {
        FakeJdk jdk = FakeJdk.of(folder, Way.GARBAGE_INSTEAD_OF_READY);
        try (Sandbox sandbox = Sandbox.open(jdk.options())) {
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(() -> call(sandbox))
                    .withMessageContaining("a worker did not start")
                    .extracting(HandaxeException::code)
                    .isEqualTo(Code.WORKER_START);
        }
    }

    @Test
    void closingDoesNotWaitForAWorkerThatIsNeverReady() throws Exception {
        FakeJdk jdk = FakeJdk.of(folder, Way.NEVER_READY);
        Sandbox sandbox = Sandbox.open(jdk.options());
        Thread caller =
                Thread.ofPlatform()
                        .start(
                                () ->
                                        assertThatExceptionOfType(HandaxeException.class)
                                                .isThrownBy(() -> call(sandbox)));
        assertEventually(() -> ProcessHandle.current().children().findAny().isPresent());
        long before = System.nanoTime();
        sandbox.close();
        assertThat(caller.join(seconds(5))).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(seconds(5));
    }

    /** The outcome of a call to such a worker; an honest one then serves the same sandbox. */
    private Outcome outcomeOf(Way way) throws Exception {
        FakeJdk jdk = FakeJdk.of(folder, way);
        try (Sandbox sandbox = Sandbox.open(jdk.options())) {
            Outcome outcome = call(sandbox);
            jdk.becomeHonest();
            endWorkers();
            assertThat(call(sandbox).returnedValue()).contains(FakeWorker.TRUTH);
            return outcome;
        }
    }

    /** Those that were started before honesty set in. */
    private static void endWorkers() {
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    }

    private static Outcome call(Sandbox sandbox) {
        return sandbox.call(FunctionSet.empty(), PROGRAM, POLICY);
    }

    private static boolean somebodySends() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("worker-send"));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
