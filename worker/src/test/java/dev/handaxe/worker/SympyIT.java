package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.Isolation;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Metrics;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;
import dev.handaxe.runtime.packages.PackageStore;
import dev.handaxe.runtime.packages.PackageStore.Compiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large package as people have it: Debian's sympy, whose import takes many seconds. It prints
 * what calls take, the medians of as many rounds as {@code -Dhandaxe.sympy.rounds} says.
 */
class SympyIT {
    private static final Path DEBIAN = Path.of("/usr/lib/python3/dist-packages");
    private static final int ROUNDS = Integer.getInteger("handaxe.sympy.rounds", 1);
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final ExecutionPolicy POLICY =
            ExecutionPolicy.evaluation()
                    .with(LimitName.CPU_MS, 14_000)
                    .with(LimitName.WALL_MS, 60_000)
                    .with(Grants.none().withPackages(List.of("sympy", "mpmath")));
    private static final Invocation PROGRAM =
            Invocation.program(
                    """
                    from sympy import symbols, sin, cos, trigsimp
                    x = symbols('x')
                    print(trigsimp(sin(x) ** 2 + cos(x) ** 2), ((x + 1) ** 2).expand())
                    """);

    @TempDir private static Path folder;
    private static Sandbox sandbox = Sandbox.open(SandboxOptions.defaults());

    @BeforeAll
    static void open() {
        assumeTrue(
                Files.isDirectory(DEBIAN.resolve("sympy"))
                        && Files.isDirectory(DEBIAN.resolve("mpmath")),
                "skipped: python3-sympy is not installed");
        SandboxOptions options =
                SandboxOptions.defaults().withWorkers(1).withSpares(0).withPackageStore(folder);
        long begun = System.nanoTime();
        PackageStore.open(folder).add(DEBIAN, List.of("sympy", "mpmath"), Compiler.in(options));
        say("added", begun);
        sandbox.close();
        sandbox = Sandbox.open(options);
        long warming = System.nanoTime();
        sandbox.warm(POLICY);
        say("warm", warming);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void aCallInAWarmPoolStartsAtOnceAlthoughTheImportTakesSeconds() {
        // A fresh worker for each call: one that is ready has its context ready, too.
        ExecutionPolicy fresh = POLICY.with(Isolation.PROCESS);
        for (Metrics metrics : measure("fresh worker", () -> sandbox.call(NONE, PROGRAM, fresh))) {
            assertThat(metrics.init()).isLessThan(AT_ONCE);
        }
    }

    @Test
    void theNextContextOfAWorkerIsMadeAtNobodysExpense() {
        for (Metrics metrics : measure("next context", () -> sandbox.call(NONE, PROGRAM, POLICY))) {
            assertThat(metrics.cpu()).isLessThan(Duration.ofSeconds(14));
        }
    }

    @Test
    void aSessionImportsOnce() {
        try (Session session = sandbox.openSession(NONE, POLICY)) {
            session.call(PROGRAM);
            for (Metrics metrics : measure("session", () -> session.call(PROGRAM))) {
                assertThat(metrics.init()).isLessThan(AT_ONCE);
            }
        }
    }

    private static final FunctionSet NONE = FunctionSet.empty();

    private static List<Metrics> measure(String what, Supplier<Outcome> call) {
        List<Metrics> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Outcome outcome = call.get();
            assertThat(outcome).as(outcome.report().stderr()).isInstanceOf(Outcome.Returned.class);
            assertThat(outcome.report().stdout()).isEqualTo("1 x**2 + 2*x + 1\n");
            all.add(outcome.report().metrics());
        }
        System.out.printf(
                "sympy: %s, %d calls: init %d ms, queue %d ms, wall %d ms, cpu %d ms%n",
                what,
                ROUNDS,
                median(all, Metrics::init),
                median(all, Metrics::queue),
                median(all, Metrics::wall),
                median(all, Metrics::cpu));
        return all;
    }

    private static long median(List<Metrics> all, Function<Metrics, Duration> time) {
        return all.stream().map(time).sorted().toList().get(all.size() / 2).toMillis();
    }

    private static void say(String what, long begun) {
        System.out.printf("sympy: %s after %d ms%n", what, (System.nanoTime() - begun) / 1_000_000);
    }
}
