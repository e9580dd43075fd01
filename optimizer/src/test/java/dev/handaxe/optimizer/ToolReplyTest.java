package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ToolReplyTest {
    @Test
    void whatALimitSaysIsTheSameInEveryRun() {
        String first = ToolReply.ofCall(FakeRunner.limit(2001, Duration.ofMillis(1)));
        String second = ToolReply.ofCall(FakeRunner.limit(2533, Duration.ofMillis(7)));

        assertThat(first).isEqualTo(second).contains("cpu_ms", "2000");
    }

    @Test
    void addressesOfObjectsAreLeftOut() {
        assertThat(
                        ToolReply.ofProgram(
                                FakeRunner.printed("<function f at 0x7f81c2> and 0x10 stays")))
                .isEqualTo("<function f> and 0x10 stays");
    }
}
