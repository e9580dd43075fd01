package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineTracesTest {
    @TempDir Path folder;

    private final List<TraceMode> modes = new ArrayList<>();

    private String trace(Outcome outcome, FunctionCall call) {
        return trace(() -> outcome, call);
    }

    private String trace(Supplier<Outcome> outcomes, FunctionCall call) {
        FunctionRunner runner =
                (_, _, policy) -> {
                    modes.add(policy.trace());
                    return outcomes.get();
                };
        try (Ledger ledger = Ledger.open(folder.resolve("ledger.jsonl"), Clock.systemUTC())) {
            TrainingOptions options = World.options().policy(ExecutionPolicy.untrusted()).build();
            return new LineTraces(runner, options, ledger).of(World.set(World.BROKEN), call);
        }
    }

    private static FunctionCall failed() {
        Outcome outcome = FakeRunner.raised("ValueError", "no", 2, "return n / 0");
        return new FunctionCall(
                "square", "{\"n\":3}", "raised", "r", FunctionCall.failure(outcome));
    }

    @Test
    void aResumedRunTakesWhatTheLedgerHas() {
        Outcome again = FakeRunner.raised("ValueError", "no", 2, "return n / 0");
        String text = trace(again, failed());

        assertThat(text).startsWith("ValueError: no").contains("> 2 |     return n / 0");
        assertThat(trace(again, failed())).isEqualTo(text);
        assertThat(modes).containsExactly(TraceMode.LINES, TraceMode.LINES);
    }

    @Test
    void aCallThatEndsOtherwiseThisTimeTellsNothing() {
        assertThat(trace(FakeRunner.raised("KeyError", "no", 2, "x"), failed())).isEmpty();
    }

    @Test
    void aCallThatALimitStopsTellsNothing() {
        assertThat(trace(FakeRunner.limit(3_000, Duration.ofMillis(3)), failed())).isEmpty();
    }

    @Test
    void aCallThatReturnedIsRunAgainToo() {
        FunctionCall call =
                new FunctionCall("square", "{\"n\":3}", "returned", "9", Optional.empty());

        assertThat(trace(FakeRunner.returned(PythonValue.of(9)), call)).startsWith("returned: 9");
    }

    @Test
    void aCallWhoseValuesDifferFromRunToRunTellsNothing() {
        FunctionCall call =
                new FunctionCall("square", "{\"n\":3}", "returned", "9", Optional.empty());
        Iterator<Integer> values = List.of(1, 2).iterator();

        assertThat(trace(() -> FakeRunner.returned(PythonValue.of(values.next())), call)).isEmpty();
    }

    @Test
    void whatWasNotRunIsNotRunAgain() {
        assertThat(
                        trace(
                                FakeRunner.returned(PythonValue.of(9)),
                                Rollouts.notRun("nobody", FunctionCall.UNKNOWN)))
                .isEmpty();
        assertThat(modes).isEmpty();
    }
}
