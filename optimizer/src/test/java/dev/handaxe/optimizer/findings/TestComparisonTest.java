package dev.handaxe.optimizer.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestComparisonTest {
    @Test
    void theTestSaysHowSureTheGainIs() {
        TestComparison compared =
                TestComparison.of(
                                scores(1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                                scores(0, 1, 1, 1, 1, 1, 1, 0, 0, 0),
                                Optional.of(0.9),
                                1)
                        .orElseThrow();

        assertThat(compared.before().score()).isCloseTo(0.1, within(1e-9));
        assertThat(compared.after().interval().low()).isCloseTo(0.3127, within(1e-3));
        assertThat(compared.after().interval().high()).isCloseTo(0.8318, within(1e-3));
        assertThat(compared.difference()).isCloseTo(0.5, within(1e-9));
        assertThat(compared.won()).isEqualTo(6);
        assertThat(compared.lost()).isEqualTo(1);
        // (7 + 1) / 128 on either side
        assertThat(compared.pValue()).isCloseTo(0.125, within(1e-9));
        assertThat(compared.validationGap().orElseThrow()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void withoutTestTasksThereIsNoTest() {
        assertThat(TestComparison.of(scores(), scores(), Optional.empty(), 1)).isEmpty();
    }

    private static double[] scores(double... scores) {
        return scores;
    }
}
