package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomePrinterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theValueIsTheLastLineAfterWhatTheGuestPrinted() {
        print(
                new Outcome.Returned(PythonValue.of(42), false, report("no newline", "warned\n")),
                Invocation.call("f"),
                false);

        assertThat(text(out)).isEqualTo("no newline\n42\n");
        assertThat(text(err)).isEqualTo("warned\n");
    }

    @Test
    void aProgramsValueIsNotPrinted() {
        print(
                new Outcome.Returned(PythonValue.none(), false, report("hi\n", "")),
                Invocation.program("print('hi')"),
                false);

        assertThat(text(out)).isEqualTo("hi\n");
    }

    @Test
    void whatWentWrongGoesToStderrAndOutputIsNotRepeated() {
        print(
                new Outcome.Raised(ExitCodeTest.ERROR, report("printed before\n", "")),
                Invocation.program("..."),
                false);

        assertThat(text(out)).isEqualTo("printed before\n");
        assertThat(text(err)).contains("ValueError").contains("no").doesNotContain("before");
    }

    @Test
    void controlCharactersAreEscapedOnATerminalAndLeftAloneInAPipe() {
        Outcome outcome =
                new Outcome.Returned(
                        PythonValue.none(), false, report("\u001b[2Jcleared\n", "\u001b]0;t\n"));

        print(outcome, Invocation.program("..."), true);
        assertThat(text(out)).contains("cleared").doesNotContain("\u001b");
        assertThat(text(err)).doesNotContain("\u001b");

        out.reset();
        print(outcome, Invocation.program("..."), false);
        assertThat(text(out)).isEqualTo("\u001b[2Jcleared\n");
    }

    private void print(Outcome outcome, Invocation invocation, boolean terminal) {
        OutcomePrinter.print(
                outcome,
                FunctionSet.empty(),
                invocation,
                new Terminal(
                        new Terminal.Streams(
                                InputStream.nullInputStream(),
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8)),
                        terminal,
                        terminal,
                        Map.of()));
    }

    private static Outcome.Report report(String stdout, String stderr) {
        return new Outcome.Report("call-1", stdout, stderr, "none", Outcome.Metrics.NONE);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
