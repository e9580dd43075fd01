package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long nanos;

    @Test
    void linesAreSparseAndPlain() {
        try (ProgressDisplay display = display(ProgressDisplay.Style.LINES)) {
            display.update("tasks", 0, 100);
            for (int done = 1; done <= 99; done++) {
                nanos += TimeUnit.MILLISECONDS.toNanos(100);
                display.update("tasks", done, 100);
            }
            display.update("tasks", 100, 100);
        }

        assertThat(text()).isEqualTo("tasks 0/100\ntasks 50/100\ntasks 100/100\n");
    }

    @Test
    void aBarIsRedrawnInPlaceAndEndsItsLine() {
        try (ProgressDisplay display = display(ProgressDisplay.Style.BAR)) {
            display.update("tasks", 0, 2);
            display.update("tasks", 2, 2);
        }

        assertThat(text())
                .isEqualTo(
                        "\r[............................]   0% tasks 0/2"
                                + "\r[############################] 100% tasks 2/2\n");
    }

    @Test
    void aLineOfItsOwnFirstRemovesTheBar() {
        try (ProgressDisplay display = display(ProgressDisplay.Style.BAR)) {
            display.update("t", 1, 2);
            display.say("note \u001b[31m");
        }

        assertThat(text()).contains("\r" + " ".repeat(41) + "\rnote ").doesNotContain("\u001b");
    }

    @Test
    void nothingIsNothing() {
        try (ProgressDisplay display = display(ProgressDisplay.Style.NOTHING)) {
            display.update("tasks", 1, 2);
            display.say("note");
        }

        assertThat(text()).isEmpty();
    }

    private ProgressDisplay display(ProgressDisplay.Style style) {
        return new ProgressDisplay(
                new PrintStream(err, true, StandardCharsets.UTF_8), style, () -> nanos);
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
