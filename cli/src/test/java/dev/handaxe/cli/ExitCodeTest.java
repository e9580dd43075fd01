package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    static final Outcome.Report REPORT =
            new Outcome.Report("call-1", "", "", "none", Outcome.Metrics.NONE);
    static final GuestError ERROR =
            new GuestError(
                    "ValueError", "no", List.of(new GuestError.Frame(3, "f", "raise ValueError")));

    @Test
    void outcomesEndWithTheCodeOfTheContract() {
        Outcome.Breach breach =
                new Outcome.Breach(
                        LimitName.CPU_MS,
                        10,
                        11,
                        Outcome.Stage.SOFT,
                        Duration.ofMillis(1),
                        OptionalInt.of(2));

        assertThat(number(new Outcome.Returned(PythonValue.none(), false, REPORT))).isZero();
        assertThat(number(new Outcome.Raised(ERROR, REPORT))).isEqualTo(1);
        assertThat(number(new Outcome.Rejected("no such function", REPORT))).isEqualTo(1);
        assertThat(number(new Outcome.LimitExceeded(breach, REPORT))).isEqualTo(3);
        assertThat(
                        number(
                                new Outcome.Denied(
                                        Outcome.Capability.FILE, "/etc/passwd", ERROR, REPORT)))
                .isEqualTo(3);
        assertThat(number(new Outcome.Lost("gone", REPORT))).isEqualTo(5);
    }

    private static int number(Outcome outcome) {
        return ExitCode.of(outcome).number();
    }
}
