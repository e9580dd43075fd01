package dev.handaxe.optimizer.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ToolReplyTest {
    private static Outcome.Report report(String stdout) {
        return new Outcome.Report("1", stdout, "", "none", Outcome.Metrics.NONE);
    }

    private static Outcome limit(long used, Duration overrun) {
        return new Outcome.LimitExceeded(
                new Outcome.Breach(
                        LimitName.CPU_MS,
                        2000,
                        used,
                        Outcome.Stage.SOFT,
                        overrun,
                        OptionalInt.of(3)),
                report(""));
    }

    @Test
    void whatALimitSaysIsTheSameInEveryRun() {
        String first = ToolReply.ofCall(limit(2001, Duration.ofMillis(1)));
        String second = ToolReply.ofCall(limit(2533, Duration.ofMillis(7)));

        assertThat(first).isEqualTo(second).contains("cpu_ms", "2000");
    }

    @Test
    void addressesOfObjectsAreLeftOut() {
        Outcome printed =
                new Outcome.Returned(
                        PythonValue.none(),
                        false,
                        report("<function f at 0x7f81c2> and 0x10 stays"));

        assertThat(ToolReply.ofProgram(printed)).isEqualTo("<function f> and 0x10 stays");
    }

    @Test
    void whatTheHostSaysOfALostWorkerIsNotTold() {
        Outcome lost = new Outcome.Lost("/opt/worker/home: exit 137", report(""));

        assertThat(ToolReply.ofCall(lost)).isEqualTo("The call was lost and gave no result.");
    }
}
