package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers that die, hang or never start: a typed outcome or a clear fault, and then a whole pool.
 */
class FaultsIT {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.evaluation();

    /** More than a worker uses for itself once it is ready: making its second spare context. */
    private static final int BUSY_CPU_MILLIS = 1500;

    private static final String BUSY = "print('running', flush=True)\nwhile True: pass";

    @Test
    void aKilledWorkerIsLostAndTheNextCallWorks() throws Exception {
        try (Sandbox sandbox = open(1)) {
            Future<Outcome> call = inBackground(() -> run(sandbox, BUSY, POLICY));
            eachWorker(busyWorkers(), ProcessHandle::destroyForcibly);
            assertThat(call.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Lost.class);
            assertWorks(sandbox);
        }
    }

    @Test
    void aStoppedWorkerIsKilledAtTheWallTime() throws Exception {
        ExecutionPolicy policy =
                POLICY.with(LimitName.WALL_MS, 8000).with(LimitName.CPU_MS, 14_000);
        try (Sandbox sandbox = open(1)) {
            Future<Outcome> call = inBackground(() -> run(sandbox, BUSY, policy));
            eachWorker(busyWorkers(), worker -> signal("-STOP", worker));
            Outcome outcome = call.get(60, TimeUnit.SECONDS);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.LimitExceeded.class,
                            exceeded -> {
                                assertThat(exceeded.breach().limit()).isEqualTo(LimitName.WALL_MS);
                                assertThat(exceeded.breach().stage()).isEqualTo(Stage.HARD);
                                assertThat(exceeded.breach().overrun())
                                        .isLessThan(Duration.ofMillis(500));
                            });
            assertWorks(sandbox);
        }
    }

    @Test
    void anIdleWorkerThatDiedIsReplaced() throws Exception {
        try (Sandbox sandbox = open(1)) {
            eachWorker(LiveWorkers.all(), ProcessHandle::destroyForcibly);
            assertWorks(sandbox);
        }
    }

    @Test
    void anInterruptedCallerGetsLostAndItsLaneIsFree() throws Exception {
        try (Sandbox sandbox = open(1)) {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            List<Outcome> outcomes = new ArrayList<>();
            Future<?> call = executor.submit(() -> outcomes.add(run(sandbox, BUSY, POLICY)));
            busyWorkers();
            call.cancel(true);
            executor.shutdown();
            assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(outcomes)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Lost.class,
                            lost -> assertThat(lost.reason()).contains("interrupted"));
            assertWorks(sandbox);
        }
    }

    @Test
    void closingEndsCallsInFlightAndLeavesNoProcess() throws Exception {
        Sandbox sandbox = open(1);
        Future<Outcome> call = inBackground(() -> run(sandbox, BUSY, POLICY));
        busyWorkers();
        sandbox.close();
        assertThat(call.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Lost.class);
        for (ProcessHandle worker : LiveWorkers.all()) {
            assertThat(worker.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(worker);
        }
        assertThat(LiveWorkers.all()).isEmpty();
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> run(sandbox, "1", POLICY))
                .extracting(HandaxeException::code)
                .isEqualTo(Code.CLOSED);
    }

    @Test
    void callsFromManyThreadsEachGetTheirOwnResult() throws Exception {
        FunctionSet twice =
                FunctionSet.of(
                        List.of(
                                FunctionDefinition.builder("twice", "def twice(n): return 2 * n")
                                        .build()));
        try (Sandbox sandbox = open(2);
                ExecutorService executor = Executors.newFixedThreadPool(6)) {
            List<Future<Outcome>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Invocation call = Invocation.call("twice", PythonValue.of(i));
                calls.add(executor.submit(() -> sandbox.call(twice, call, POLICY)));
            }
            for (int i = 0; i < 40; i++) {
                assertThat(calls.get(i).get().returnedValue()).contains(PythonValue.of(2L * i));
            }
        }
    }

    @Test
    void processIsolationNeverReusesAWorker() {
        try (Sandbox sandbox = open(1)) {
            ExecutionPolicy policy = POLICY.with(Isolation.PROCESS);
            run(sandbox, "1", policy);
            var first =
                    LiveWorkers.all().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
            run(sandbox, "1", policy);
            run(sandbox, "1", policy);
            assertThat(LiveWorkers.all())
                    .extracting(ProcessHandle::pid)
                    .doesNotContainAnyElementsOf(first);
        }
    }

    @Test
    void tenantsNeverShareAWorker() {
        try (Sandbox sandbox = open(2)) {
            run(sandbox, "1", POLICY);
            var first =
                    LiveWorkers.all().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
            Outcome other =
                    sandbox.call(
                            FunctionSet.empty(),
                            Invocation.program("print(2)").forTenant("other"),
                            POLICY);
            assertThat(other.report().stdout()).isEqualTo("2\n");
            assertThat(LiveWorkers.all())
                    .extracting(ProcessHandle::pid)
                    .anyMatch(pid -> !first.contains(pid));
        }
    }

    @Test
    void theVirtualThreadsOfTheHostProgramRunBesideManyWorkers() throws InterruptedException {
        int many = Runtime.getRuntime().availableProcessors() + 1;
        try (Sandbox sandbox = open(many)) {
            for (int tenant = 0; tenant < many; tenant++) {
                Invocation call = Invocation.program("1").forTenant("tenant " + tenant);
                sandbox.call(FunctionSet.empty(), call, POLICY);
            }
            Thread other = Thread.ofVirtual().start(() -> {});
            assertThat(other.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void aWorkerThatCannotStartIsAFaultThatSaysWhy(@TempDir Path home) throws IOException {
        Files.createDirectory(home.resolve("lib"));
        Files.writeString(home.resolve("jvm.flags"), "-XX:NoSuchFlag=1\n");
        SandboxOptions options = SandboxOptions.defaults().withWorkerHome(home);
        try (Sandbox sandbox = Sandbox.open(options)) {
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(() -> run(sandbox, "1", POLICY))
                    .withMessageContaining("NoSuchFlag")
                    .extracting(HandaxeException::code)
                    .isEqualTo(Code.WORKER_START);
        }
    }

    @Test
    void aMissingHomeOrJdkIsSaidWhenTheSandboxOpens(@TempDir Path empty) {
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> Sandbox.open(SandboxOptions.defaults().withWorkerHome(empty)))
                .extracting(HandaxeException::code)
                .isEqualTo(Code.WORKER_HOME);
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> Sandbox.open(SandboxOptions.defaults().withJavaHome(empty)))
                .extracting(HandaxeException::code)
                .isEqualTo(Code.NO_JDK);
    }

    private static void assertWorks(Sandbox sandbox) {
        assertThat(run(sandbox, "print(1 + 1)", POLICY).report().stdout()).isEqualTo("2\n");
    }

    private static Sandbox open(int workers) {
        Sandbox sandbox =
                Sandbox.open(SandboxOptions.defaults().withWorkers(workers).withSpares(0));
        sandbox.warm(POLICY);
        return sandbox;
    }

    private static Outcome run(Sandbox sandbox, String program, ExecutionPolicy policy) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), policy);
    }

    private static Future<Outcome> inBackground(Callable<Outcome> call) {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            return executor.submit(call);
        } finally {
            executor.shutdown();
        }
    }

    /** The workers, once they have used CPU since they were warm: the guest is running. */
    private static List<ProcessHandle> busyWorkers() {
        Duration before = cpu();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (cpu().minus(before).toMillis() < BUSY_CPU_MILLIS && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return LiveWorkers.all();
    }

    private static Duration cpu() {
        return LiveWorkers.all().stream()
                .map(worker -> worker.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static void eachWorker(List<ProcessHandle> workers, Consumer<ProcessHandle> action) {
        assertThat(workers).isNotEmpty();
        workers.forEach(action);
    }

    private static void signal(String signal, ProcessHandle worker) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(worker.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
