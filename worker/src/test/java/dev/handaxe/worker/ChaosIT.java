package dev.handaxe.worker;

import static dev.handaxe.worker.Eventually.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls from 16 threads while workers are killed, stopped and kept from starting. A build does few;
 * {@code -Dhandaxe.chaos.calls=10000} is the long form, see docs/testing.md.
 */
class ChaosIT {
    private static final int CALLS = Integer.getInteger("handaxe.chaos.calls", 200);
    private static final int THREADS = 16;
    private static final int WORKERS = 2;

    /** At least as long as a start takes, or no worker would ever be ready. */
    private static final Duration BETWEEN_DEEDS = Duration.ofMillis(2500);

    private static final Duration WHOLE_AGAIN = Duration.ofSeconds(5);
    private static final long FLAT_BYTES = 8 << 20;
    private static final ExecutionPolicy POLICY =
            ExecutionPolicy.evaluation().with(LimitName.WALL_MS, 10_000);
    private static final FunctionSet SQUARE =
            FunctionSet.of(
                    List.of(
                            FunctionDefinition.builder("square", "def square(n): return n * n")
                                    .build()));

    private final Map<String, Integer> kinds = new TreeMap<>();

    @Test
    void plainProcesses(@TempDir Path folder) throws Exception {
        eachCallHasOneTrueOutcomeAndThePoolIsWholeAgain(UnreliableStart.ofJava(folder), "process");
    }

    @Test
    void processesInBubblewrap(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults())) {
            assumeTrue(sandbox.confinement().name().equals("bubblewrap"), "bubblewrap is absent");
        }
        eachCallHasOneTrueOutcomeAndThePoolIsWholeAgain(
                UnreliableStart.ofBubblewrap(folder), "bubblewrap");
    }

    private void eachCallHasOneTrueOutcomeAndThePoolIsWholeAgain(
            UnreliableStart unreliable, String confinement) throws Exception {
        SandboxOptions options =
                unreliable.in(SandboxOptions.defaults().withWorkers(WORKERS).withSpares(1));
        Sandbox.open(options).close(); // what is loaded once is loaded now
        long descriptors = descriptors();
        List<Path> scratch;
        try (Sandbox sandbox = Sandbox.open(options);
                ExecutorService callers = Executors.newFixedThreadPool(THREADS)) {
            long opened = System.nanoTime();
            sandbox.warm(POLICY);
            Duration start = since(opened);
            assertThat(sandbox.confinement().name())
                    .as(sandbox.confinement().toString())
                    .isEqualTo(confinement);
            scratch = scratch(confinement);
            Gremlin gremlin = new Gremlin(unreliable, max(BETWEEN_DEEDS, start), 96);
            long first;
            long last;
            gremlin.start();
            try {
                run(sandbox, callers, 0, CALLS / 5);
                first = heapAfterCollection();
                run(sandbox, callers, CALLS / 5, CALLS);
                last = heapAfterCollection();
            } finally {
                gremlin.end();
            }
            Duration whole = untilWhole(sandbox, callers);
            System.out.printf(
                    "chaos (%s): %d calls in %d s, %s; outcomes %s; whole after %d ms (a start takes %d"
                            + " ms); heap %d KiB after a fifth, %d KiB at the end%n",
                    confinement,
                    CALLS,
                    since(opened).toSeconds(),
                    gremlin.deeds(),
                    kinds,
                    whole.toMillis(),
                    start.toMillis(),
                    first >> 10,
                    last >> 10);
            assertThat(gremlin.killed()).isPositive();
            assertThat(kinds.values().stream().mapToInt(n -> n).sum()).isEqualTo(CALLS);
            assertThat(kinds.get("returned")).isGreaterThan(CALLS * 9 / 10);
            assertThat(last - first).isLessThan(FLAT_BYTES);
            // on a machine that is busy with other things even one start takes longer than that
            assertThat(whole).isLessThan(max(WHOLE_AGAIN, start.multipliedBy(3)));
        }
        assertNothingIsLeft(descriptors, scratch);
    }

    private void run(Sandbox sandbox, ExecutorService callers, int from, int to) throws Exception {
        List<Future<Outcome>> calls = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Invocation call = Invocation.call("square", PythonValue.of(i));
            calls.add(callers.submit(() -> sandbox.call(SQUARE, call, POLICY)));
        }
        for (int i = from; i < to; i++) {
            Outcome outcome = calls.get(i - from).get();
            kinds.merge(outcome.kind(), 1, Integer::sum);
            switch (outcome) {
                case Outcome.Returned returned ->
                        assertThat(returned.value()).isEqualTo(PythonValue.of((long) i * i));
                case Outcome.Lost lost -> assertThat(lost.reason()).isNotBlank();
                case Outcome.LimitExceeded stopped ->
                        assertThat(stopped.breach().limit()).isEqualTo(LimitName.WALL_MS);
                case Outcome.Raised _, Outcome.Denied _, Outcome.Rejected _ ->
                        throw new AssertionError(outcome.toString());
            }
        }
    }

    /** How long it takes until as many calls as there are workers return at the same time. */
    private static Duration untilWhole(Sandbox sandbox, ExecutorService callers) throws Exception {
        long began = System.nanoTime();
        List<Future<Outcome>> calls = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            Invocation call = Invocation.call("square", PythonValue.of(i));
            calls.add(callers.submit(() -> sandbox.call(SQUARE, call, POLICY)));
        }
        for (int i = 0; i < WORKERS; i++) {
            assertThat(calls.get(i).get().returnedValue()).contains(PythonValue.of((long) i * i));
        }
        return since(began);
    }

    private static void assertNothingIsLeft(long descriptors, List<Path> scratch) {
        assertThat(scratch).allSatisfy(folder -> assertThat(folder).doesNotExist());
        LeftBehind.assertNothing();
        assertEventually(() -> descriptors() <= descriptors + 4);
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The pool's own folder, where plain workers are at home; bubblewrap needs none. */
    private static List<Path> scratch(String confinement) throws IOException {
        if (!confinement.equals("process")) {
            return List.of();
        }
        long worker = LiveWorkers.all().getFirst().pid();
        Path home = Files.readSymbolicLink(Path.of("/proc/" + worker + "/cwd"));
        return List.of(Objects.requireNonNull(home.getParent()));
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
