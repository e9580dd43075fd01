package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.Prices.Money;
import dev.handaxe.optimizer.Spending;
import dev.handaxe.optimizer.Spending.Guest;
import dev.handaxe.optimizer.Usage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long nanos;

    @Test
    void aLineHasTheScoreTheTimeLeftAndWhatWasSpent() {
        var display =
                new ProgressDisplay(
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        ProgressDisplay.Style.LINES,
                        () -> nanos);
        var progress = new TrainingProgress(display, 60, () -> nanos);
        progress.watch(
                () ->
                        new Spending(
                                new Usage(10, 40_000, 5_000),
                                Usage.NONE,
                                Guest.NONE,
                                Optional.of(new Money(new BigDecimal("0.125"), "EUR"))));
        for (int done = 1; done <= 10; done++) {
            nanos += TimeUnit.SECONDS.toNanos(6);
            progress.scored("baseline train", 0.5);
            progress.rolloutDone("baseline train", done, 10);
        }

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("baseline train 1/10, score 0.500, 0.1250 EUR, 45k tokens\n")
                .endsWith(
                        "baseline train 10/10, score 0.500, 5 min left, 0.1250 EUR, 45k tokens\n");
    }

    @Test
    void timesAreShort() {
        assertThat(TrainingProgress.inWords(Duration.ofSeconds(119))).isEqualTo("119 s");
        assertThat(TrainingProgress.inWords(Duration.ofMinutes(119))).isEqualTo("119 min");
        assertThat(TrainingProgress.inWords(Duration.ofHours(2))).isEqualTo("2 h");
    }
}
