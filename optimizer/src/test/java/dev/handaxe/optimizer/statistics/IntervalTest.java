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

    /** The first by hand: (9 - 4) / 82, and 1.96 * sqrt((13 / 82 - 0.0610^2) / 82). */
    @ParameterizedTest
    @CsvSource({
        "8, 3, 80, -0.0242, 0.1461",
        "3, 8, 80, -0.1461, 0.0242",
        "0, 0, 80, -0.0338, 0.0338",
        "80, 0, 80, 0.9281, 1",
    })
    void aPairedDifferenceHasAnIntervalOnBothSidesOfIt(
            int won, int lost, int trials, double low, double high) {
        Interval interval = Interval.paired(won, lost, trials);

        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }

    @Test
    void moreThanAllTrialsCannotDiffer() {
        assertThatThrownBy(() -> Interval.paired(2, 2, 3)).hasMessageContaining("in 3 trials");
        assertThatThrownBy(() -> Interval.paired(0, 0, 0)).hasMessageContaining("in 0 trials");
    }

    @Test
    void whatIsNoShareIsRefused() {
        assertThatThrownBy(() -> Interval.wilson(0, 0)).hasMessageContaining("0 trials");
        assertThatThrownBy(() -> Interval.wilson(3, 2)).hasMessageContaining("in 2 trials");
        assertThatThrownBy(() -> new Interval(1, 0)).hasMessageContaining("no interval");
    }
}
