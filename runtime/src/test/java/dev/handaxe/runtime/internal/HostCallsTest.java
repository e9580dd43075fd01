package dev.handaxe.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.HostFunction;
import dev.handaxe.runtime.HostFunction.Budget;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.Frame.HostAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostCallsTest {
    private static final long ID = 5;
    private static final PythonValue DONE = PythonValue.of("done");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<Frame> sent = new LinkedBlockingQueue<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final HostCalls calls =
            new HostCalls(
                    Map.of(
                            "done", function("done", Budget.DEFAULT, call -> DONE),
                            "hang", function("hang", Budget.DEFAULT, this::hang),
                            "brief",
                                    function(
                                            "brief",
                                            new Budget(9, Duration.ofMillis(20), 100),
                                            this::hang)),
                    "tenant",
                    "invocation",
                    threads,
                    clock);

    @AfterEach
    void stop() {
        threads.shutdownNow();
        clock.shutdownNow();
    }

    @Test
    void callsInTurnAreAnswered() throws InterruptedException {
        assertThat(accept(1, "done")).isTrue();
        assertThat(reply()).isEqualTo(new Frame.HostReply(ID, 1, new HostAnswer.Value(DONE)));
        assertThat(accept(2, "done")).isTrue();
        assertThat(reply()).isEqualTo(new Frame.HostReply(ID, 2, new HostAnswer.Value(DONE)));
    }

    @Test
    void aFunctionThatWasNotGrantedIsForged() {
        assertThat(accept(1, "other")).isFalse();
    }

    @Test
    void aNumberOutOfTurnIsForged() throws InterruptedException {
        assertThat(accept(2, "done")).isFalse();
        assertThat(accept(0, "done")).isFalse();
        assertThat(accept(1, "done")).isTrue();
        reply();
        assertThat(accept(1, "done")).isFalse();
    }

    @Test
    void aCallWhileAnotherWaitsIsForged() {
        assertThat(accept(1, "hang")).isTrue();
        assertThat(accept(2, "done")).isFalse();
    }

    @Test
    void theEndInterruptsTheBodyAndDropsItsReply() throws InterruptedException {
        assertThat(accept(1, "hang")).isTrue();
        assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue(); // a body not begun never runs
        calls.end();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(accept(2, "done")).isFalse();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sent).isEmpty();
    }

    @Test
    void theEndOfTheTimeIsRefusedOnceAndInterruptsTheBody() throws InterruptedException {
        assertThat(accept(1, "brief")).isTrue();
        assertThat(reply().answer())
                .isInstanceOfSatisfying(
                        HostAnswer.Fault.class,
                        fault -> assertThat(fault.type()).isEqualTo("PermissionError"));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sent).isEmpty();
    }

    private boolean accept(long number, String function) {
        return calls.accept(
                new Frame.HostCall(ID, number, function, List.of(), Map.of()), sent::add);
    }

    private Frame.HostReply reply() throws InterruptedException {
        Frame frame = sent.poll(10, TimeUnit.SECONDS);
        assertThat(frame).isInstanceOf(Frame.HostReply.class);
        return (Frame.HostReply) frame;
    }

    private PythonValue hang(HostFunction.Call call) throws InterruptedException {
        try {
            hanging.countDown();
            new CountDownLatch(1).await();
            return DONE;
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    private static HostFunction function(String name, Budget budget, HostFunction.Body body) {
        return HostFunction.builder(name, body).budget(budget).build();
    }
}
