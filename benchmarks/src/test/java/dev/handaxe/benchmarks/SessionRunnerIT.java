package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More callers than the sandbox allows sessions, in real workers. */
@Timeout(120)
final class SessionRunnerIT {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.evaluation();
    private static final int CALLERS = 6;
    private static final Set<Thread.State> WAITING =
            EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSessions(2));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    /** Callers that differ in their policy take sessions from each other. */
    @Test
    void callersBeyondTheSandboxsSessionsWaitForOne() throws Exception {
        CountDownLatch all = new CountDownLatch(CALLERS);
        List<Future<Outcome>> calls = new ArrayList<>();
        try (SessionRunner runner = new SessionRunner(sandbox);
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                ExecutionPolicy policy = POLICY.with(LimitName.WALL_MS, 20_000 + i % 3);
                Invocation program = Invocation.program("print(" + i + ")");
                calls.add(
                        callers.submit(
                                () -> {
                                    all.countDown();
                                    all.await();
                                    return runner.call(FunctionSet.empty(), program, policy);
                                }));
            }
            for (int i = 0; i < CALLERS; i++) {
                assertThat(calls.get(i).get().report().stdout()).isEqualTo(i + "\n");
            }
        }
    }

    @Test
    void whereNoneCanComeFreeThatIsSaid() {
        try (SessionRunner others = new SessionRunner(sandbox);
                SessionRunner runner = new SessionRunner(sandbox);
                SessionRunner.Turn first = others.turn(POLICY);
                SessionRunner.Turn second = others.turn(POLICY)) {
            assertThat(List.of(first, second)).doesNotContainNull();
            assertThatExceptionOfType(HandaxeException.class)
                    .isThrownBy(() -> runner.turn(POLICY))
                    .extracting(HandaxeException::code)
                    .isEqualTo(Code.SESSION_LIMIT);
        }
    }

    @Test
    void waitingEndsWithAnInterrupt() throws Exception {
        try (SessionRunner runner = new SessionRunner(sandbox);
                SessionRunner.Turn first = runner.turn(POLICY);
                SessionRunner.Turn second = runner.turn(POLICY)) {
            assertThat(List.of(first, second)).doesNotContainNull();
            FutureTask<Optional<Code>> waits =
                    new FutureTask<>(
                            () -> {
                                try {
                                    runner.turn(POLICY).close();
                                    return Optional.empty();
                                } catch (HandaxeException e) {
                                    return Optional.of(e.code());
                                }
                            });
            Thread caller = Thread.ofPlatform().start(waits);
            while (!WAITING.contains(caller.getState())) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            assertThat(waits.get()).contains(Code.INTERRUPTED);
        }
    }
}
