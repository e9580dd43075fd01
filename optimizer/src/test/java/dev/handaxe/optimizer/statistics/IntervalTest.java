package dev.handaxe.optimizer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.2775",
        "10, 10, 0.7225, 1",
        "5, 10, 0.2366, 0.7634",
        "3, 10, 0.1078, 0.6032",
        "43, 80, 0.4290, 0.6425",
        "1, 1, 0.2065, 1",
    })
    void wilsonGivesTheFiguresOfTheTables(int successes, int trials, double low, double high) {
        Interval interval = Interval.wilson(successes, trials);

        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }

    @Test
    void whatIsNoShareIsRefused() {
        assertThatThrownBy(() -> Interval.wilson(0, 0)).hasMessageContaining("0 trials");
        assertThatThrownBy(() -> Interval.wilson(3, 2)).hasMessageContaining("in 2 trials");
        assertThatThrownBy(() -> new Interval(1, 0)).hasMessageContaining("no interval");
    }
}
