package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.GuestError.Frame;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.Outcome.Metrics;
import dev.handaxe.runtime.Outcome.Report;
import dev.handaxe.runtime.Outcome.Stage;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeFormatTest {

    private static final String HOSTILE =
            "\u001b[2J\u001b]0;t\u0007\0\u202e\u2028\ud800\u009b\"\\\n";

    private static final String REPORT =
            ",\"stdout\":\"hi\\n\",\"stderr\":\"\",\"confinement\":\"bwrap\",\"invocation_id\":\"i1\","
                    + "\"metrics\":{\"wall_ms\":12.5,\"cpu_ms\":3,\"allocated_bytes\":4096,"
                    + "\"init_ms\":0.001,\"queue_ms\":0}}";

    private static final GuestError ERROR =
            new GuestError(
                    "ZeroDivisionError",
                    "division by zero",
                    List.of(
                            new Frame(4, "<module>", "mean([])"),
                            new Frame(2, "mean", "return sum(xs) / len(xs)")));

    @Test
    void returnedJsonHasTheValueOnly() {
        assertThat(
                        OutcomeFormat.json(
                                new Outcome.Returned(
                                        PythonValue.of(42), false, report("hi\n", ""))))
                .isEqualTo("{\"outcome\":\"returned\",\"value\":42" + REPORT);
    }

    @Test
    void raisedJsonHasTheErrorWithItsCode() {
        assertThat(OutcomeFormat.json(new Outcome.Raised(ERROR, report("hi\n", ""))))
                .isEqualTo("{\"outcome\":\"raised\"," + errorJson() + REPORT);
    }

    @Test
    void limitJsonHasTheBreach() {
        assertThat(
                        OutcomeFormat.json(
                                new Outcome.LimitExceeded(
                                        breach(OptionalInt.of(3)), report("hi\n", ""))))
                .isEqualTo(
                        "{\"outcome\":\"limit_exceeded\",\"limit\":{\"name\":\"cpu_ms\",\"allowed\":2000,"
                                + "\"used\":2013,\"stage\":\"soft\",\"overrun_ms\":13.25,\"line\":3}"
                                + REPORT);
        assertThat(
                        OutcomeFormat.json(
                                new Outcome.LimitExceeded(
                                        breach(OptionalInt.empty()), report("", ""))))
                .doesNotContain("\"line\"");
    }

    @Test
    void deniedJsonHasTheCapabilityAndTheError() {
        assertThat(
                        OutcomeFormat.json(
                                new Outcome.Denied(
                                        Capability.FILE, "/etc/passwd", ERROR, report("hi\n", ""))))
                .isEqualTo(
                        "{\"outcome\":\"denied\","
                                + errorJson()
                                + ",\"denied\":{\"capability\":\"file\",\"name\":\"/etc/passwd\"}"
                                + REPORT);
    }

    @Test
    void rejectedAndLostJsonHaveTheirReason() {
        assertThat(OutcomeFormat.json(new Outcome.Rejected("no such function", report("hi\n", ""))))
                .isEqualTo(
                        "{\"outcome\":\"rejected\",\"rejected\":{\"reason\":\"no such function\"}"
                                + REPORT);
        assertThat(OutcomeFormat.json(new Outcome.Lost("exit 1", report("hi\n", ""))))
                .isEqualTo("{\"outcome\":\"lost\",\"lost\":{\"reason\":\"exit 1\"}" + REPORT);
    }

    @Test
    void longTimesArePlainNumbers() {
        assertThat(AsciiJson.millis(Duration.ofHours(1))).isEqualTo("3600000");
        assertThat(AsciiJson.millis(Duration.ofNanos(1))).isEqualTo("0.000001");
        assertThat(AsciiJson.millis(Duration.ZERO)).isEqualTo("0");
    }

    @Test
    void theErrorTextStartsWithTheCauseThenTheGuestLine() {
        assertThat(OutcomeFormat.text(new Outcome.Raised(ERROR, report("hi\n", "oops\n")), 1_000))
                .isEqualTo(
                        """
                        ZeroDivisionError: division by zero
                        at line 2 in mean: return sum(xs) / len(xs)
                        code: ZERO_DIVISION_ERROR
                        traceback, innermost last:
                          line 4 in <module>: mean([])
                          line 2 in mean: return sum(xs) / len(xs)
                        stdout:
                        hi
                        stderr:
                        oops""");
    }

    @Test
    void theOtherTextsNameTheirCauseAndAStableCode() {
        assertThat(text(new Outcome.LimitExceeded(breach(OptionalInt.of(3)), report("", ""))))
                .isEqualTo(
                        """
                        limit_exceeded: cpu_ms allowed 2000, used 2013, stopped softly, on line 3
                        code: LIMIT_CPU_MS""");
        var error =
                new GuestError(
                        "PermissionError",
                        "refused",
                        List.of(new Frame(1, "<module>", "open('/etc/passwd')")));
        assertThat(text(new Outcome.Denied(Capability.FILE, "/etc/passwd", error, report("", ""))))
                .isEqualTo(
                        """
                        denied: file '/etc/passwd'
                        at line 1 in <module>: open('/etc/passwd')
                        code: DENIED_FILE""");
        assertThat(text(new Outcome.Rejected("line 1: invalid syntax", report("", ""))))
                .isEqualTo("rejected: line 1: invalid syntax\ncode: REJECTED");
        assertThat(text(new Outcome.Lost("exit 134", report("", ""))))
                .isEqualTo("lost: exit 134\ncode: WORKER_LOST");
        assertThat(text(new Outcome.Returned(PythonValue.of("é"), false, report("a\nb\n", ""))))
                .isEqualTo("returned: \"\\u00e9\"\nstdout:\na\nb");
    }

    @Test
    void anErrorWithoutMessageOrFramesIsItsTypeAndCode() {
        assertThat(
                        text(
                                new Outcome.Raised(
                                        new GuestError("KeyError", "", List.of()), report("", ""))))
                .isEqualTo("KeyError\ncode: KEY_ERROR");
    }

    @Test
    void aLongTracebackKeepsItsEnds() {
        var frames =
                Stream.iterate(1, i -> i + 1)
                        .limit(50)
                        .map(i -> new Frame(i, "f" + i, ""))
                        .toList();
        assertThat(text(new Outcome.Raised(new GuestError("E", "", frames), report("", ""))))
                .contains("\n  line 3 in f3\n  ... 38 more frames\n  line 42 in f42\n")
                .endsWith("line 50 in f50");
    }

    @Test
    void aFloodOfOutputLeavesTheCauseAndBothStreams() {
        String text =
                OutcomeFormat.text(
                        new Outcome.Raised(
                                ERROR, report("x".repeat(100_000) + "LAST", "y".repeat(100_000))),
                        1_000);
        assertThat(text)
                .startsWith("ZeroDivisionError: division by zero\nat line 2 in mean")
                .contains("LAST\nstderr:\ny")
                .hasSizeLessThanOrEqualTo(1_000);
    }

    @Test
    void aHugeValueLeavesRoomForWhatWasPrinted() {
        String text =
                OutcomeFormat.text(
                        new Outcome.Returned(
                                PythonValue.of("v".repeat(100_000)), false, report("printed", "")),
                        600);
        assertThat(text)
                .startsWith("returned: \"vvv")
                .endsWith("stdout:\nprinted")
                .hasSizeLessThanOrEqualTo(600);
    }

    static Stream<Outcome> hostile() {
        var error =
                new GuestError(
                        HOSTILE,
                        HOSTILE.repeat(100),
                        Collections.nCopies(50, new Frame(1, HOSTILE, HOSTILE)));
        var report =
                new Report(HOSTILE, HOSTILE.repeat(50), HOSTILE.repeat(50), HOSTILE, Metrics.NONE);
        return Stream.of(
                new Outcome.Returned(PythonValue.of(HOSTILE), true, report),
                new Outcome.Raised(error, report),
                new Outcome.LimitExceeded(breach(OptionalInt.empty()), report),
                new Outcome.Denied(Capability.MODULE, HOSTILE, error, report),
                new Outcome.Rejected(HOSTILE, report),
                new Outcome.Lost(HOSTILE, report));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileTextNeverComesOutRaw(Outcome outcome) {
        assertThat(OutcomeFormat.json(outcome)).matches("[ -~]*");
        for (int max = 0; max < 3_000; max += 1 + max / 7) {
            assertThat(OutcomeFormat.text(outcome, max))
                    .matches("[ -~\\n]*")
                    .hasSizeLessThanOrEqualTo(max);
        }
    }

    private static String text(Outcome outcome) {
        return OutcomeFormat.text(outcome, 2_000);
    }

    private static Breach breach(OptionalInt line) {
        return new Breach(
                LimitName.CPU_MS, 2_000, 2_013, Stage.SOFT, Duration.ofNanos(13_250_000), line);
    }

    private static Report report(String stdout, String stderr) {
        return new Report(
                "i1",
                stdout,
                stderr,
                "bwrap",
                new Metrics(
                        Duration.ofNanos(12_500_000),
                        Duration.ofMillis(3),
                        4_096,
                        Duration.ofNanos(1_000),
                        Duration.ZERO));
    }

    private static String errorJson() {
        return "\"error\":{\"type\":\"ZeroDivisionError\",\"message\":\"division by zero\",\"traceback\":["
                + "{\"line\":4,\"function\":\"<module>\",\"source\":\"mean([])\"},"
                + "{\"line\":2,\"function\":\"mean\",\"source\":\"return sum(xs) / len(xs)\"}],"
                + "\"code\":\"ZERO_DIVISION_ERROR\"}";
    }
}
