package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DrawOrderTest {

    private static List<String> kinds(String... sizes) {
        List<String> kinds = new ArrayList<>();
        for (String size : sizes) {
            String[] parts = size.split("=", -1);
            kinds.addAll(Collections.nCopies(Integer.parseInt(parts[1]), parts[0]));
        }
        return kinds;
    }

    private static long count(List<String> kinds, int[] order, int first, String kind) {
        return IntStream.range(0, first).filter(i -> kinds.get(order[i]).equals(kind)).count();
    }

    @Test
    void everyBeginningHasTheKindsInProportion() {
        List<String> kinds = kinds("a=60", "b=30", "c=10");
        int[] order = DrawOrder.of(kinds, 5);
        assertThat(order).hasSize(100).doesNotHaveDuplicates();
        for (int first = 1; first <= 100; first++) {
            assertThat(count(kinds, order, first, "a"))
                    .isBetween(first * 6L / 10 - 1, first * 6L / 10 + 1);
            assertThat(count(kinds, order, first, "c")).isBetween(first / 10L - 1, first / 10L + 1);
        }
        assertThat(count(kinds, order, 10, "a")).isEqualTo(6);
        assertThat(count(kinds, order, 10, "b")).isEqualTo(3);
        assertThat(count(kinds, order, 10, "c")).isEqualTo(1);
    }

    @Test
    void theSeedDecidesWhichOfAKind() {
        List<String> kinds = kinds("a=40", "b=20");
        assertThat(DrawOrder.of(kinds, 7)).isEqualTo(DrawOrder.of(kinds, 7));
        assertThat(DrawOrder.of(kinds, 7)).isNotEqualTo(DrawOrder.of(kinds, 8));
    }

    @Test
    void aSeedDrawsTheseForEver() {
        assertThat(DrawOrder.of(kinds("a=4", "b=2"), 1)).containsExactly(3, 5, 0, 1, 4, 2);
        assertThat(DrawOrder.of(kinds("=5"), 1)).containsExactly(2, 3, 1, 4, 0);
    }

    @Test
    void ofNoTasksNoneIsDrawn() {
        assertThat(DrawOrder.of(List.of(), 1)).isEmpty();
    }
}
