package dev.handaxe.optimizer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected figures were worked out apart: binomial tails by hand, the rest from tables. */
class PairedScoresTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0.5",
        "2, 0, 0.25",
        "3, 1, 0.3125",
        "5, 2, 0.2265625",
        "7, 0, 0.0078125",
        "10, 0, 0.0009765625",
        "0, 3, 1.0",
        "4, 4, 0.63671875",
    })
    void mcnemarIsTheBinomialTail(int won, int lost, double p) {
        assertThat(PairedScores.mcnemar(won, lost)).isCloseTo(p, within(1e-12));
    }

    @Test
    void thousandsOfDifferingTasksAreNoTrouble() {
        // z = (1049.5 - 1000) / sqrt(500) = 2.2137
        assertThat(PairedScores.mcnemar(1050, 950)).isCloseTo(0.01342, within(1e-4));
        assertThat(PairedScores.mcnemar(950, 1050)).isCloseTo(0.98816, within(1e-3));
        // just below and above the change from exact to normal they agree
        assertThat(PairedScores.mcnemar(560, 510)).isCloseTo(0.0671, within(1e-3));
        assertThat(PairedScores.mcnemar(563, 513)).isCloseTo(0.0676, within(1e-3));
    }

    @Test
    void wonLostAndDifferenceAreByTask() {
        PairedScores scores =
                PairedScores.of(new double[] {0, 1, 0.5, 1}, new double[] {1, 0, 1, 1});

        assertThat(scores.tasks()).isEqualTo(4);
        assertThat(scores.won()).isEqualTo(2);
        assertThat(scores.lost()).isEqualTo(1);
        assertThat(scores.difference()).isCloseTo(0.125, within(1e-12));
        assertThat(scores.turned().won()).isEqualTo(1);
    }

    @Test
    void withoutAGainThereIsNothingToShow() {
        PairedScores same = PairedScores.of(new double[] {0, 1}, new double[] {1, 0});

        assertThat(same.pBetter(1)).isEqualTo(1);
        assertThat(same.pDifferent(1)).isEqualTo(1);
        assertThat(PairedScores.of(new double[0], new double[0]).pBetter(1)).isEqualTo(1);
    }

    @Test
    void bothSidesCountTwice() {
        PairedScores seven = PairedScores.of(new double[7], ones(7));

        assertThat(seven.pDifferent(1)).isCloseTo(2 * 0.0078125, within(1e-12));
        assertThat(seven.turned().pDifferent(1)).isCloseTo(2 * 0.0078125, within(1e-12));
    }

    @Test
    void meansOfRepeatsAreComparedBySigns() {
        PairedScores three = PairedScores.of(new double[3], new double[] {0.5, 0.25, 1});
        PairedScores mixed = PairedScores.of(new double[] {0.5, 0, 0}, new double[] {0, 0.5, 0.5});

        assertThat(PairedScores.of(new double[1], new double[] {0.5}).pBetter(1)).isEqualTo(0.5);
        assertThat(three.pBetter(1)).isEqualTo(0.125);
        assertThat(mixed.pBetter(1)).isEqualTo(0.5); // +++ and three ways of ++-
        assertThat(mixed.turned().pBetter(1)).isEqualTo(1);
    }

    @Test
    void manyTasksAreSampledTheSameForTheSameSeed() {
        double[] before = new double[40];
        double[] after = new double[40];
        Arrays.fill(after, 0, 11, 0.5);
        Arrays.fill(before, 11, 16, 0.5);
        PairedScores scores = PairedScores.of(before, after);

        // 11 to 5: the binomial tail is 0.1051
        assertThat(scores.pBetter(7)).isCloseTo(0.1051, within(0.01)).isEqualTo(scores.pBetter(7));
        assertThat(scores.pBetter(8)).isNotEqualTo(scores.pBetter(7));
    }

    @Test
    void theBootstrapIsHonestWhereThereIsNoDifference() {
        Random random = new Random(5);
        int found = 0;
        for (int run = 0; run < 200; run++) {
            double[] before = random.doubles(30).toArray();
            double[] after = random.doubles(30).toArray();
            found += PairedScores.of(before, after).pBetter(run) <= 0.05 ? 1 : 0;
        }

        // 10 are expected; 24 would be more than four standard deviations away
        assertThat(found).isBetween(1, 24);
    }

    @Test
    void whatIsNoPairOfScoresIsRefused() {
        assertThatThrownBy(() -> PairedScores.of(new double[1], new double[2]))
                .hasMessage("1 scores and 2");
        assertThatThrownBy(() -> PairedScores.of(new double[] {1.5}, new double[1]))
                .hasMessage("a score is 1.5, not from 0 to 1");
        assertThatThrownBy(() -> PairedScores.of(new double[1], new double[] {Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] ones(int count) {
        double[] scores = new double[count];
        Arrays.fill(scores, 1);
        return scores;
    }
}
