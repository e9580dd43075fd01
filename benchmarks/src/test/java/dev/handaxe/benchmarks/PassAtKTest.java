package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.benchmarks.data.DataFiles;
import dev.handaxe.benchmarks.data.DataRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PassAtKTest {

    @Test
    void isTheChanceThatOneOfKDrawnIsRight() {
        assertThat(PassAtK.estimate(3, 1, 2)).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(PassAtK.estimate(4, 2, 2)).isCloseTo(5 / 6.0, within(1e-15));
        assertThat(PassAtK.estimate(10, 3, 1)).isEqualTo(0.3);
        assertThat(PassAtK.estimate(7, 0, 5)).isEqualTo(0);
        assertThat(PassAtK.estimate(7, 7, 1)).isEqualTo(1);
        assertThat(PassAtK.estimate(5, 2, 4)).isEqualTo(1);
    }

    @Test
    void staysAChanceForManySamples() {
        assertThat(PassAtK.estimate(1_000_000, 1, 500_000)).isCloseTo(0.5, within(1e-9));
        assertThat(PassAtK.estimate(1_000_000, 500_000, 400_000)).isEqualTo(1);
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        for (int[] each : new int[][] {{0, 0, 1}, {3, 4, 1}, {3, -1, 1}, {3, 1, 0}, {3, 1, 4}}) {
            assertThatThrownBy(() -> PassAtK.estimate(each[0], each[1], each[2]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void meetsTheExactValues() {
        List<JsonNode> cases =
                DataFiles.all(TestFiles.shared("verdicts/pass_at_k.json"), DataRecord::node);
        assertThat(cases).hasSizeGreaterThan(5);
        for (JsonNode each : cases) {
            assertThat(
                            PassAtK.estimate(
                                    each.get("n").intValue(),
                                    each.get("c").intValue(),
                                    each.get("k").intValue()))
                    .as(each.toString())
                    .isCloseTo(each.get("value").doubleValue(), within(1e-12));
        }
    }
}
