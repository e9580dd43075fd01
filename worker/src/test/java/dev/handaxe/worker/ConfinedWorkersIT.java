package dev.handaxe.worker;

import static dev.handaxe.worker.Eventually.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.policy.Confinement;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.BubblewrapUse;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What must be the same with and without bubblewrap around a worker: it is measured, stopped and
 * gone in time, and it is never started with less than was required.
 */
class ConfinedWorkersIT {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.untrusted();

    /** The corpus holds 300 ms and repeats what was late; here a busy host may take longer. */
    private static final Duration MAX_OVERRUN = Duration.ofMillis(500);

    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void theOutcomeSaysWhatHeldTheWorker(String use) {
        try (Sandbox sandbox = open(use)) {
            assertThat(run(sandbox, "1 + 1", POLICY))
                    .isInstanceOf(Outcome.Returned.class)
                    .extracting(outcome -> outcome.report().confinement())
                    .isEqualTo(sandbox.confinement().name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void theCpuTimeOfTheJvmIsCounted(String use) {
        ExecutionPolicy policy = POLICY.with(LimitName.CPU_MS, 400).with(LimitName.WALL_MS, 20_000);
        try (BrokenWorker worker = broken(use)) {
            assertThat(worker.run(policy, "spin"))
                    .isInstanceOfSatisfying(
                            Outcome.LimitExceeded.class,
                            exceeded -> {
                                assertThat(exceeded.breach().limit()).isEqualTo(LimitName.CPU_MS);
                                assertThat(exceeded.breach().stage()).isEqualTo(Stage.HARD);
                                // the process has twice the limit, and 2 s for what is made beside
                                // calls
                                assertThat(exceeded.breach().used()).isBetween(2800L, 4500L);
                            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void theHardStopIsInTimeAndLeavesNoProcess(String use) {
        ExecutionPolicy policy = POLICY.with(LimitName.WALL_MS, 500);
        try (BrokenWorker worker = broken(use)) {
            worker.attempt("environment");
            List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
            assertThat(before).isNotEmpty();
            Outcome outcome = worker.run(policy, "spin");
            long stopped = System.nanoTime();
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.LimitExceeded.class,
                            exceeded ->
                                    assertThat(exceeded.breach().overrun())
                                            .isLessThanOrEqualTo(MAX_OVERRUN));
            // Gone and reaped: a zombie still is in /proc.
            assertEventually(
                    () -> before.stream().noneMatch(process -> Files.exists(entry(process.pid()))));
            assertThat(Duration.ofNanos(System.nanoTime() - stopped))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void aWorkerOutlivesTheThreadThatItWasStartedFor(String use) throws Exception {
        try (BrokenWorker worker = broken(use)) {
            Thread caller = new Thread(() -> worker.attempt("environment"));
            caller.start();
            caller.join();
            List<Long> first = pids();
            assertThat(worker.attempt("environment")).startsWith("{");
            assertThat(pids()).isEqualTo(first).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void workersDieWithASupervisorThatIsKilled(String use, @TempDir Path temporary)
            throws Exception {
        try (Sandbox sandbox = open(use)) {
            assumeTrue(
                    sandbox.confinement().findings().stream()
                            .anyMatch(
                                    finding ->
                                            finding.topic().equals("dies with this process")
                                                    && finding.held()));
        }
        Process supervisor = SupervisorMain.start(use, temporary);
        try (BufferedReader lines = supervisor.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.lines().anyMatch("ready"::equals)).isTrue(); // log lines before
            List<ProcessHandle> workers = supervisor.descendants().toList();
            assertThat(workers).isNotEmpty();
            supervisor.destroyForcibly().waitFor();
            assertEventually(() -> workers.stream().noneMatch(ConfinedWorkersIT::runs));
        } finally {
            supervisor.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void closingLeavesNoProcessAndNoFile(String use, @TempDir Path temporary) throws Exception {
        Process supervisor = SupervisorMain.start(use, temporary);
        try (BufferedReader lines = supervisor.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.lines().anyMatch("ready"::equals)).isTrue(); // log lines before
            List<ProcessHandle> workers = supervisor.descendants().toList();
            supervisor.getOutputStream().close();
            assertThat(supervisor.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertEventually(() -> workers.stream().noneMatch(ConfinedWorkersIT::runs));
        } finally {
            supervisor.destroyForcibly();
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void requiredConfinementIsRefusedWithoutBubblewrap() {
        assertEventually(() -> pids().isEmpty()); // the workers of other tests
        try (Sandbox sandbox = open("off")) {
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(() -> run(sandbox, "1", POLICY.with(Confinement.REQUIRED)))
                    .withMessage(
                            "policy untrusted requires confinement, which this host does not give:"
                                    + " bubblewrap is turned off (HANDAXE_BUBBLEWRAP=off)")
                    .extracting(HandaxeException::code)
                    .isEqualTo(Code.CONFINEMENT);
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(() -> sandbox.warm(POLICY.with(Confinement.REQUIRED)))
                    .extracting(HandaxeException::code)
                    .isEqualTo(Code.CONFINEMENT);
            assertThat(pids()).isEmpty();
        }
    }

    /** So that the tests of bubblewrap are not skipped for a mistake of ours. */
    @Test
    void aBubblewrapThatWorksByHandIsUsed() throws Exception {
        Process byHand;
        try {
            byHand =
                    new ProcessBuilder(
                                    "bwrap",
                                    "--unshare-user",
                                    "--unshare-net",
                                    "--unshare-pid",
                                    "--ro-bind",
                                    "/",
                                    "/",
                                    "--proc",
                                    "/proc",
                                    "true")
                            .start();
        } catch (IOException e) {
            abort("no bwrap here");
            return;
        }
        assumeTrue(byHand.waitFor() == 0, "bwrap does not work here");
        try (Sandbox sandbox = open("auto")) {
            assertThat(sandbox.confinement().name()).isEqualTo("bubblewrap");
        }
    }

    @Test
    void requiredConfinementIsGivenWithBubblewrap() {
        try (Sandbox sandbox = open("auto")) {
            assumeTrue(sandbox.confinement().name().equals("bubblewrap"));
            assertThat(run(sandbox, "1", POLICY.with(Confinement.REQUIRED)).report().confinement())
                    .isEqualTo("bubblewrap");
        }
    }

    /** As on hosts that have the program and refuse user namespaces. */
    @Test
    void aBubblewrapThatDoesNotWorkCountsAsAbsent(@TempDir Path folder) throws IOException {
        String refusal = "bwrap: setting up uid map: Permission denied";
        Path program = folder.resolve("bwrap");
        Files.writeString(
                program,
                "#!/bin/sh\ncase $1 in --version) echo bubblewrap 0.9.0; exit;; esac\necho '"
                        + refusal
                        + "' >&2\nexit 1\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Sandbox sandbox = open(program.toString())) {
            assertThat(run(sandbox, "1", POLICY).report().confinement()).isEqualTo("process");
            assertThat(sandbox.confinement().findings().getFirst().evidence()).endsWith(refusal);
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(() -> run(sandbox, "1", POLICY.with(Confinement.REQUIRED)))
                    .withMessageEndingWith(refusal);
        }
    }

    /** Its probe is refused with a filter, its workers would not be. */
    @Test
    void aWorkerThatStartedInWhatWasThenNotProvenServesNobody(@TempDir Path folder)
            throws IOException {
        assumeTrue(UnreliableStart.bubblewrap().isPresent(), "no bwrap here");
        Path log = Files.createFile(folder.resolve("log"));
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path program = folder.resolve("bwrap");
        Files.writeString(
                program,
                """
                #!/bin/sh
                case "$*" in
                    *--seccomp*ConfinementProbe*) echo 'no filter here' >&2; exit 1 ;;
                    *--seccomp*WorkerMain*) echo filtered >>%1$s ;;
                    *WorkerMain*) echo bare >>%1$s ;;
                esac
                exec env -i %2$s "$@"
                """
                        .formatted(log, UnreliableStart.bubblewrap().orElseThrow()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Sandbox sandbox = open(program.toString())) {
            Outcome outcome = run(sandbox, "1", POLICY);

            assumeTrue(sandbox.confinement().name().equals("bubblewrap"));
            assertThat(outcome).isInstanceOf(Outcome.Returned.class);
            assertThat(Files.readAllLines(log)).containsExactly("filtered", "bare");
            assertThat(ProcessHandle.current().descendants().filter(ConfinedWorkersIT::runs))
                    .isNotEmpty()
                    .allMatch(process -> !filters(process.pid()) || filters("self"));
        }
    }

    private static boolean filters(Object process) {
        return read(Path.of("/proc", process.toString(), "status")).contains("Seccomp:\t2");
    }

    private static Sandbox open(String use) {
        return Sandbox.open(
                SandboxOptions.defaults()
                        .withWorkers(1)
                        .withSpares(0)
                        .withBubblewrap(BubblewrapUse.parse(use)));
    }

    private static BrokenWorker broken(String use) {
        return new BrokenWorker(BubblewrapUse.parse(use));
    }

    private static Outcome run(Sandbox sandbox, String program, ExecutionPolicy policy) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), policy);
    }

    private static List<Long> pids() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).sorted().toList();
    }

    private static Path entry(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }

    /** Whether it runs: one that has ended may wait for the host's first process to reap it. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive()
                && Optional.of(entry(process.pid()).resolve("stat"))
                        .map(ConfinedWorkersIT::read)
                        .filter(stat -> !stat.substring(stat.lastIndexOf(')')).startsWith(") Z"))
                        .isPresent();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ") Z"; // it is gone
        }
    }
}
