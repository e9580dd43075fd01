package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class AwaitedTest {
    private static FutureTask<String> done(Callable<String> work) {
        FutureTask<String> task = new FutureTask<>(work);
        task.run();
        return task;
    }

    @Test
    void whatCameOutIsReturned() {
        assertThat(Awaited.of(done(() -> "out"))).isEqualTo("out");
    }

    @Test
    void aKnownFaultIsThrownAsItIs() {
        HandaxeException fault = new HandaxeException(Code.CLOSED, "closed");
        FutureTask<String> task =
                done(
                        () -> {
                            throw fault;
                        });
        assertThatThrownBy(() -> Awaited.of(task)).isSameAs(fault);
    }

    @Test
    void anotherFaultIsTheCause() {
        FutureTask<String> task =
                done(
                        () -> {
                            throw new IOException("gone");
                        });
        assertThatThrownBy(() -> Awaited.of(task))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("gone");
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> Awaited.of(new FutureTask<>(() -> "never")))
                .extracting(HandaxeException::code)
                .isEqualTo(Code.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }
}
