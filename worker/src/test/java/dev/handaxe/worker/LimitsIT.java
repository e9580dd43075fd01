package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every limit at each stage that it has, in real workers. {@code HostileWorkerIT} has the hard
 * stage of results, which only a worker that breaks its word can reach.
 */
class LimitsIT {
    /** The corpus holds 300 ms and repeats what was late; here a busy host may take longer. */
    private static final Duration MAX_OVERRUN = Duration.ofMillis(500);

    private static final ExecutionPolicy POLICY =
            ExecutionPolicy.evaluation()
                    .with(Grants.none().withFolder())
                    .with(LimitName.HEAP_BYTES, 256L << 20);

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

    /**
     * A program over one limit.
     *
     * @param result whether the source is a function's, called {@code f}
     */
    record Case(LimitName limit, long allowed, String source, boolean result) {
        static Case program(LimitName limit, long allowed, String source) {
            return new Case(limit, allowed, source, false);
        }

        static Case result(LimitName limit, long allowed, String expression) {
            String source =
                    "def f():\n    a = []\n    a.append(a)\n    return " + expression + "\n";
            return new Case(limit, allowed, source, true);
        }

        Outcome run() {
            ExecutionPolicy policy = POLICY.with(limit, allowed);
            if (!result) {
                return LimitsIT.run(source, policy);
            }
            FunctionSet set =
                    FunctionSet.of(List.of(FunctionDefinition.builder("f", source).build()));
            return sandbox.call(set, Invocation.call("f"), policy);
        }

        @Override
        public String toString() {
            return limit.key();
        }
    }

    static Stream<Case> soft() {
        return Stream.of(
                Case.program(LimitName.CPU_MS, 700, "while True: pass"),
                Case.program(LimitName.WALL_MS, 900, "import time\ntime.sleep(60)"),
                Case.program(LimitName.WALL_MS, 900, "import time\ntime.sleep(60.5)"),
                Case.program(
                        LimitName.HEAP_BYTES,
                        256L << 20,
                        "x = [bytearray(2**20) for i in range(10**6)]"),
                Case.program(
                        LimitName.ALLOCATED_BYTES, 64L << 20, "while True: bytearray(1 << 16)"),
                Case.program(LimitName.OUTPUT_BYTES, 50_000, "while True: print('x' * 1000)"),
                Case.program(LimitName.SOURCE_BYTES, 1000, "#" + "x".repeat(1000)),
                Case.result(LimitName.RESULT_BYTES, 5000, "'x' * 5001"),
                Case.result(LimitName.RESULT_NODES, 100, "list(range(101))"),
                Case.result(LimitName.RESULT_DEPTH, 20, "a"),
                Case.program(LimitName.RECURSION, 500, "def f(n): return f(n + 1)\nf(0)"),
                Case.program(
                        LimitName.THREADS,
                        2,
                        """
                        import threading
                        stop = threading.Event()
                        for i in range(3): threading.Thread(target=stop.wait).start()
                        stop.wait()
                        """),
                Case.program(LimitName.OPEN_FILES, 5, "x = [open(f'{i}', 'w') for i in range(9)]"),
                Case.program(LimitName.FOLDER_BYTES, 1000, "open('a', 'wb', 0).write(b'x' * 1001)"),
                Case.program(
                        LimitName.FOLDER_FILES,
                        5,
                        "import os\nfor i in range(9): os.mkdir(f'{i}')"));
    }

    @ParameterizedTest
    @MethodSource
    void soft(Case over) {
        assertBreach(over, StopStage.soft(over::run));
    }

    @Test
    void everyLimitIsAmongThem() {
        Set<LimitName> tried = soft().map(Case::limit).collect(Collectors.toSet());
        assertThat(tried).isEqualTo(EnumSet.allOf(LimitName.class));
    }

    /** What runs inside of one builtin without a safepoint, or fills the heap to the brim. */
    static Stream<Case> hard() {
        return Stream.of(
                Case.program(LimitName.CPU_MS, 700, "sum(range(10**12))"),
                Case.program(LimitName.WALL_MS, 900, "sum(range(10**12))"),
                Case.program(
                        LimitName.ALLOCATED_BYTES,
                        64L << 20,
                        """
                        import itertools, collections
                        collections.deque(map(bytes, itertools.repeat(65536)), maxlen=0)
                        """),
                Case.program(
                        LimitName.OUTPUT_BYTES,
                        50_000,
                        "print('x' * 60_000, flush=True)\nsum(range(10**12))"));
    }

    @ParameterizedTest
    @MethodSource
    void hard(Case over) {
        assertBreach(over, StopStage.hard(over::run));
    }

    /**
     * The guest catches each MemoryError; what is left is too little for the worker, which has
     * output to send.
     */
    @Test
    void aHeapFilledToTheBrimEndsTheWorker() {
        String program =
                """
                x = []
                text = 'y' * 100_000
                for size in (1 << 22, 1 << 16, 1 << 12):
                    try:
                        while True: x.append(bytearray(size))
                    except MemoryError: pass
                    try: print(text)
                    except MemoryError: pass
                while True:
                    try:
                        while True: x.append([0])
                    except MemoryError: pass
                """;
        ExecutionPolicy roomy =
                POLICY.with(LimitName.CPU_MS, 240_000).with(LimitName.WALL_MS, 240_000);
        Outcome outcome = run(program, roomy.with(LimitName.HEAP_BYTES, 128L << 20));
        Breach breach = breach(outcome);
        assertThat(breach.limit()).isEqualTo(LimitName.HEAP_BYTES);
        assertThat(breach.stage()).isEqualTo(Stage.HARD);
        assertThat(breach.overrun()).isLessThanOrEqualTo(MAX_OVERRUN);
    }

    @Test
    void whatIsAllocatedCountsFromNothingInEachCall() {
        ExecutionPolicy policy = POLICY.with(LimitName.ALLOCATED_BYTES, 64L << 20);
        for (int i = 0; i < 3; i++) {
            Outcome outcome = run("for i in range(400): bytearray(1 << 16)", policy);
            assertThat(outcome).isInstanceOf(Outcome.Returned.class);
            assertThat(outcome.report().metrics().allocatedBytes())
                    .isBetween(400L << 16, 64L << 20);
        }
    }

    /**
     * A context takes some 300 ms of CPU and many MiB: beside the first calls the spare ones are
     * being made, and with two threads each call has its own made for it.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void makingContextsIsNeverCharged(int threads) {
        ExecutionPolicy tiny =
                POLICY.with(LimitName.CPU_MS, 60)
                        .with(LimitName.ALLOCATED_BYTES, 1 << 20)
                        .with(LimitName.THREADS, threads);
        // not by time, whose import takes as much
        String waiting =
                """
                import _thread
                lock = _thread.allocate_lock()
                lock.acquire()
                lock.acquire(timeout=0.2)
                """;
        try (Sandbox fresh = Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(0))) {
            Duration longest = Duration.ZERO;
            for (int i = 0; i < 8; i++) {
                Outcome outcome =
                        fresh.call(FunctionSet.empty(), Invocation.program(waiting), tiny);
                assertThat(outcome).isInstanceOf(Outcome.Returned.class);
                Duration init = outcome.report().metrics().init();
                longest = longest.compareTo(init) > 0 ? longest : init;
            }
            assertThat(longest).isGreaterThan(tiny.limits().cpu());
        }
    }

    @Test
    void metricsAreMeasured() {
        var metrics = run("sum(i for i in range(200_000))", POLICY).report().metrics();
        assertThat(metrics.cpu()).isPositive().isLessThan(Duration.ofSeconds(2));
        assertThat(metrics.wall()).isGreaterThanOrEqualTo(metrics.cpu().dividedBy(2));
        assertThat(metrics.allocatedBytes()).isPositive();
    }

    @Test
    void theLargestFolderComesBack() {
        long most = LimitName.FOLDER_BYTES.max();
        ExecutionPolicy policy =
                POLICY.with(LimitName.FOLDER_BYTES, most)
                        .with(LimitName.HEAP_BYTES, 3L << 30)
                        .with(LimitName.WALL_MS, 60_000);
        Outcome outcome =
                run(
                        """
                        with open('all', 'wb', 0) as f:
                            for i in range(256): f.write(bytes([i]) * 2**20)
                        """,
                        policy);
        assertThat(outcome).as("%s", outcome).isInstanceOf(Outcome.Returned.class);
        assertThat(outcome.report().output().files())
                .singleElement()
                .satisfies(
                        file -> {
                            assertThat(file.content().value().length).isEqualTo((int) most);
                            assertThat(file.content().value()[(int) most - 1]).isEqualTo((byte) -1);
                        });
    }

    private static void assertBreach(Case over, Breach breach) {
        assertThat(breach.limit()).isEqualTo(over.limit());
        assertThat(breach.allowed()).isEqualTo(over.allowed());
        assertThat(breach.used()).isGreaterThanOrEqualTo(over.allowed());
        assertThat(breach.overrun()).isLessThanOrEqualTo(MAX_OVERRUN);
    }

    private static Breach breach(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.LimitExceeded.class);
        return ((Outcome.LimitExceeded) outcome).breach();
    }

    private static Outcome run(String program, ExecutionPolicy policy) {
        return sandbox.call(FunctionSet.empty(), Invocation.program(program), policy);
    }
}
