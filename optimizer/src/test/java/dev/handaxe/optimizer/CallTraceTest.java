package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CallTraceTest {
    static Outcome.Report report(Trace trace) {
        return new Outcome.Report(
                "1",
                new Outcome.Output("", "", List.of()),
                "none",
                Outcome.Metrics.NONE,
                Optional.of(trace),
                Outcome.SessionState.NONE);
    }

    private static Trace calls(int count, String value) {
        List<Trace.Call> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(
                    new Trace.Call(
                            i, "f" + i, 1, "x=" + value, value, false, Duration.ofMillis(i)));
        }
        return new Trace(TraceMode.CALLS, calls, List.of(), false);
    }

    private static CallTrace of(Trace trace) {
        return CallTrace.of(new Outcome.Returned(PythonValue.none(), false, report(trace)));
    }

    @Test
    void theFirstAndTheLastOfManyCallsAreKept() {
        CallTrace trace = of(calls(1_000, "1"));

        assertThat(trace.total()).isEqualTo(1_000);
        assertThat(trace.calls())
                .extracting(CallTrace.Call::function)
                .containsExactly(
                        "f0", "f1", "f2", "f3", "f4", "f5", "f996", "f997", "f998", "f999");
        assertThat(trace.text()).contains("(990 in the middle left out)");
    }

    @Test
    void fewCallsAreAllKeptOnce() {
        for (int count = 0; count <= 12; count++) {
            assertThat(of(calls(count, "1")).calls()).hasSize(Math.min(10, count));
        }
    }

    @Test
    void valuesAreBoundedAndHaveNoAddressesAndNoTimes() {
        CallTrace.Call call =
                of(calls(3, "<object at 0x7f3a>" + "y".repeat(9_000))).calls().getLast();

        assertThat(call.arguments()).hasSizeLessThanOrEqualTo(200).contains("<object>");
        assertThat(call.text()).doesNotContain("0x7f3a", "ms");
    }

    @Test
    void aCallThatALimitStoppedTellsNothingBecauseHowFarItCameDiffers() {
        var breach =
                new Outcome.Breach(
                        LimitName.CPU_MS,
                        1,
                        2,
                        Outcome.Stage.SOFT,
                        Duration.ZERO,
                        OptionalInt.empty());

        assertThat(CallTrace.of(new Outcome.LimitExceeded(breach, report(calls(3, "1")))))
                .isEqualTo(CallTrace.NONE);
    }

    @Test
    void theLedgerGivesItBack() throws Json.Malformed {
        FunctionCall call = Rollouts.raised("square", "ValueError", 2, of(calls(30, "a\"b\n")));

        assertThat(FunctionCall.read(Json.read(Json.write(call.node())))).isEqualTo(call);
        assertThat(CallTrace.read(Json.object().path("trace"))).isEqualTo(CallTrace.NONE);
    }
}
