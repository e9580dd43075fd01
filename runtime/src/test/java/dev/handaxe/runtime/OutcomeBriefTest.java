package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.GuestError.Frame;
import dev.handaxe.runtime.GuestError.Local;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Metrics;
import dev.handaxe.runtime.Outcome.Output;
import dev.handaxe.runtime.Outcome.Report;
import dev.handaxe.runtime.Outcome.SessionState;
import dev.handaxe.runtime.Outcome.Stage;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model is told of an outcome, {@link OutcomeFormat#forModel}. */
class OutcomeBriefTest {
    private static final String SOURCE =
            """
            import math

            def mean(xs):
                total = sum(xs)
                return total / len(xs)

            mean([])
            """;

    private static final GuestError ERROR =
            new GuestError(
                    "ZeroDivisionError",
                    "division by zero",
                    List.of(
                            new Frame(7, "<module>", "mean([])", List.of(new Local("n", "3"))),
                            new Frame(
                                    5,
                                    "mean",
                                    "return total / len(xs)",
                                    List.of(new Local("total", "0"), new Local("xs", "[]")))));

    private static final Trace TRACE =
            new Trace(
                    TraceMode.LINES,
                    List.of(
                            call(0, "mean", "xs=[]", "ZeroDivisionError: division by zero", true),
                            call(1, "inner", "n=1", "", false)),
                    List.of(
                            new Trace.Line("main.py", 3, 1, ""),
                            new Trace.Line("main.py", 4, 120, "total=0")),
                    false);

    @Test
    void theCauseComesFirstThenTheLineItsNeighboursAndTheValues() {
        assertThat(brief(new Outcome.Raised(ERROR, report("starting\n", Optional.empty()))))
                .isEqualTo(
                        """
                        ZeroDivisionError: division by zero
                        at line 5 in mean: return total / len(xs)
                        code: ZERO_DIVISION_ERROR
                        source:
                            3 | def mean(xs):
                            4 |     total = sum(xs)
                          > 5 |     return total / len(xs)
                            6 |\s
                            7 | mean([])
                        values in mean:
                          total = 0
                          xs = []
                        traceback, innermost last:
                          line 7 in <module>: mean([])
                          line 5 in mean: return total / len(xs)
                        values in <module>:
                          n = 3
                        stdout:
                        starting""");
    }

    @Test
    void aTraceIsToldWithoutTimes() {
        assertThat(brief(new Outcome.Raised(ERROR, report("", Optional.of(TRACE)))))
                .contains(
                        """
                        calls:
                          mean(xs=[]) raised ZeroDivisionError: division by zero
                            inner(n=1) (did not end)
                        last values, by the line that set them:
                          line 4 x120  total=0""")
                .doesNotContain("ms");
    }

    @Test
    void aLimitNamesTheLineAndThoseThatRanMost() {
        Breach breach =
                new Breach(
                        LimitName.CPU_MS,
                        2_000,
                        2_013,
                        Stage.SOFT,
                        Duration.ofMillis(3),
                        OptionalInt.of(4));

        assertThat(brief(new Outcome.LimitExceeded(breach, report("", Optional.of(TRACE)))))
                .startsWith(
                        "limit_exceeded: cpu_ms allowed 2000, used 2013, stopped softly, on line 4")
                .contains("\ncode: LIMIT_CPU_MS\n", "\n  > 4 |     total = sum(xs)\n")
                .contains("lines that ran most:\n  line 4 x120  total=0\n  line 3 x1\n");
    }

    @Test
    void aLineThatIsInNoSourceHasNoNeighbours() {
        Outcome outcome = new Outcome.Raised(ERROR, report("", Optional.empty()));

        assertThat(OutcomeFormat.forModel(outcome, List.of("x = 1\n".repeat(9)), 1_000))
                .contains("at line 5 in mean")
                .doesNotContain("source:");
        assertThat(OutcomeFormat.forModel(outcome, List.of("x = 1\n", SOURCE), 1_000))
                .contains("  > 5 |     return total / len(xs)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NameError|name 'totl' is not defined|total",
                "NameError|name 'pirnt' is not defined|print",
                "NameError|name 'meen' is not defined|mean",
                "AttributeError|'list' object has no attribute 'apend'|append",
                "AttributeError|'str' object has no attribute 'stirp'|strip",
                "AttributeError|'Mean' object has no attribute 'totals'|total",
                "TypeError|mean() got an unexpected keyword argument 'XS'|xs"
            })
    void aNameThatDoesNotExistHasANearMiss(String type, String message, String near) {
        assertThat(brief(raised(type, message))).contains("\ndid you mean: " + near + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NameError|name 'qqqqqq' is not defined",
                "AttributeError|'list' object has no attribute 'frobnicate'",
                "ValueError|name is wrong"
            })
    void whatIsNearNothingHasNone(String type, String message) {
        assertThat(brief(raised(type, message))).doesNotContain("did you mean");
    }

    @Test
    void theBoundIsInTokensOfFourCharactersAndTheCauseStays() {
        Outcome outcome =
                new Outcome.Raised(ERROR, report("out\n".repeat(500), Optional.of(TRACE)));
        for (int tokens = 0; tokens < 700; tokens++) {
            assertThat(OutcomeFormat.forModel(outcome, List.of(SOURCE), tokens))
                    .hasSizeLessThanOrEqualTo(4 * tokens);
        }
        assertThat(OutcomeFormat.forModel(outcome, List.of(SOURCE), 60))
                .startsWith("ZeroDivisionError: division by zero\nat line 5 in mean");
    }

    @Test
    void hostileTextNeverComesOutRaw() {
        String hostile = "\u001b[2J\u202e\u2028\ud800\0\n";
        Frame frame = new Frame(1, hostile, hostile, List.of(new Local(hostile, hostile)));
        Trace trace =
                new Trace(
                        TraceMode.LINES,
                        List.of(call(Integer.MAX_VALUE, hostile, hostile, hostile, true)),
                        List.of(new Trace.Line(hostile, 1, 1, hostile)),
                        true);
        Outcome outcome =
                new Outcome.Raised(
                        new GuestError(hostile, hostile, Collections.nCopies(30, frame)),
                        report(hostile, Optional.of(trace)));

        assertThat(OutcomeFormat.forModel(outcome, List.of(hostile), 5_000)).matches("[ -~\\n]*");
        assertThat(OutcomeFormat.trace(trace, 5_000)).matches("[ -~\\n]*");
        assertThat(OutcomeFormat.json(outcome)).matches("[ -~]*");
    }

    @Test
    void jsonHasTheLocalsOfEachFrameAndOfTheInnermostAndTheTrace() {
        assertThat(OutcomeFormat.json(new Outcome.Raised(ERROR, report("", Optional.of(TRACE)))))
                .contains(
                        "\"source\":\"mean([])\",\"locals\":{\"n\":\"3\"}}",
                        "\"locals\":{\"total\":\"0\",\"xs\":\"[]\"}}],"
                                + "\"locals\":{\"total\":\"0\",\"xs\":\"[]\"},\"code\"")
                .endsWith(
                        ",\"trace\":{\"mode\":\"lines\",\"calls\":[{\"depth\":0,\"function\":\"mean\","
                                + "\"line\":3,\"arguments\":\"xs=[]\","
                                + "\"result\":\"ZeroDivisionError: division by zero\",\"raised\":true,"
                                + "\"duration_ms\":1.5},{\"depth\":1,\"function\":\"inner\",\"line\":3,"
                                + "\"arguments\":\"n=1\",\"result\":\"\",\"raised\":false,"
                                + "\"duration_ms\":1.5}],\"lines\":[{\"file\":\"main.py\",\"line\":3,"
                                + "\"count\":1,\"changes\":\"\"},{\"file\":\"main.py\",\"line\":4,"
                                + "\"count\":120,\"changes\":\"total=0\"}],\"truncated\":false}}");
    }

    @Test
    void peopleSeeTimesAndWhetherItIsWhole() {
        assertThat(OutcomeFormat.trace(TRACE, 1_000))
                .startsWith("trace, lines:\n  mean(xs=[]) raised")
                .contains("[1.500 ms]", "main.py:4 x120  total=0")
                .doesNotContain("more happened");
    }

    private static Outcome raised(String type, String message) {
        return new Outcome.Raised(
                new GuestError(type, message, ERROR.traceback()), report("", Optional.empty()));
    }

    private static String brief(Outcome outcome) {
        return OutcomeFormat.forModel(outcome, List.of(SOURCE), 1_000);
    }

    private static Trace.Call call(
            int depth, String function, String arguments, String result, boolean raised) {
        return new Trace.Call(
                depth, function, 3, arguments, result, raised, Duration.ofNanos(1_500_000));
    }

    private static Report report(String stdout, Optional<Trace> trace) {
        return new Report(
                "i1",
                new Output(stdout, "", List.of()),
                "process",
                Metrics.NONE,
                trace,
                SessionState.NONE);
    }
}
