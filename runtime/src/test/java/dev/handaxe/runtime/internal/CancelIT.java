package dev.handaxe.runtime.internal;

import static dev.handaxe.runtime.internal.Eventually.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.internal.FakeWorker.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers that give up: their lane is free within a bound, though the guest has an hour. */
class CancelIT {
    private static final ExecutionPolicy AN_HOUR =
            ExecutionPolicy.untrusted()
                    .with(LimitName.WALL_MS, 3_600_000)
                    .with(LimitName.CPU_MS, 3_600_000);
    private static final Duration BOUND = Duration.ofSeconds(2);

    @TempDir private Path folder;
    private final BlockingQueue<Object> ends = new LinkedBlockingQueue<>();

    @Test
    void anInterruptFreesTheLaneOfARunningCall() throws Exception {
        FakeJdk jdk = FakeJdk.of(folder, Way.FINISHED_FOR_ANOTHER);
        try (Sandbox sandbox = Sandbox.open(jdk.options())) {
            Thread caller = call(sandbox);
            assertEventually(() -> isSupervising(caller));
            jdk.becomeHonest();
            caller.interrupt();
            assertThat(end()).isInstanceOf(Outcome.Lost.class).asString().contains("interrupted");
            call(sandbox);
            assertThat(ends.poll(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Returned.class);
        }
    }

    @Test
    void anInterruptEndsACallThatStillWaitsForAWorker() throws Exception {
        FakeJdk jdk = FakeJdk.of(folder, Way.FINISHED_FOR_ANOTHER);
        try (Sandbox sandbox = Sandbox.open(jdk.options())) {
            Thread first = call(sandbox);
            assertEventually(() -> isSupervising(first));
            Thread queued = call(sandbox);
            assertEventually(() -> queued.getState() == Thread.State.WAITING);
            queued.interrupt();
            assertThat(end()).isInstanceOf(Outcome.Lost.class);
            assertThat(first.isAlive()).isTrue();
        }
        isEndByClose(end()); // the first
    }

    @Test
    void closingEndsTheRunningAndTheQueuedCall() throws Exception {
        FakeJdk jdk = FakeJdk.of(folder, Way.FINISHED_FOR_ANOTHER);
        Sandbox sandbox = Sandbox.open(jdk.options());
        Thread running = call(sandbox);
        assertEventually(() -> isSupervising(running));
        Thread queued = call(sandbox);
        assertEventually(() -> queued.getState() == Thread.State.WAITING);
        sandbox.close();
        assertThat(running.join(BOUND)).isTrue();
        assertThat(queued.join(BOUND)).isTrue();
        assertThat(ends).hasSize(2).allSatisfy(CancelIT::isEndByClose);
        assertThat(ends).contains(Code.CLOSED); // the queued one
    }

    /** Lost if its worker had begun it, otherwise it never ran. */
    private static void isEndByClose(Object end) {
        assertThat(end)
                .satisfiesAnyOf(
                        lost -> assertThat(lost).isInstanceOf(Outcome.Lost.class),
                        never -> assertThat(never).isEqualTo(Code.CLOSED));
    }

    /** Calls on a thread of its own; how it ended is put to the ends. */
    private Thread call(Sandbox sandbox) {
        return Thread.ofPlatform()
                .start(
                        () -> {
                            Invocation program = Invocation.program("1");
                            try {
                                ends.add(sandbox.call(FunctionSet.empty(), program, AN_HOUR));
                            } catch (HandaxeException e) {
                                ends.add(e.code());
                            }
                        });
    }

    private Object end() throws InterruptedException {
        return ends.poll(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean isSupervising(Thread caller) {
        for (StackTraceElement frame : caller.getStackTrace()) {
            if (frame.getMethodName().equals("supervise")) {
                return true;
            }
        }
        return false;
    }
}
