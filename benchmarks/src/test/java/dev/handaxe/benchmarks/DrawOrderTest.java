package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
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

    private static int count(List<String> kinds, int[] drawn, String kind) {
        return (int) IntStream.of(drawn).filter(i -> kinds.get(i).equals(kind)).count();
    }

    @Test
    void everyDrawHasTheKindsInProportion() {
        List<String> kinds = kinds("a=60", "b=30", "c=10");
        for (int seed = 0; seed < 50; seed++) {
            DrawOrder order = DrawOrder.of(kinds, seed);
            for (int size : List.of(7, 17, 26, 50)) {
                int[] drawn = order.next(size);
                assertThat(count(kinds, drawn, "a")).isCloseTo(size * 6 / 10, Offset.offset(1));
                assertThat(count(kinds, drawn, "b")).isCloseTo(size * 3 / 10, Offset.offset(1));
                assertThat(count(kinds, drawn, "c")).isCloseTo(size / 10, Offset.offset(1));
            }
            assertThat(order.left()).isZero();
        }
    }

    @Test
    void exactSharesAreMetInEveryDraw() {
        List<String> kinds = kinds("a=60", "b=30", "c=10");
        DrawOrder order = DrawOrder.of(kinds, 5);
        for (int size : List.of(10, 30, 20)) {
            int[] drawn = order.next(size);
            assertThat(count(kinds, drawn, "a")).isEqualTo(size * 6 / 10);
            assertThat(count(kinds, drawn, "b")).isEqualTo(size * 3 / 10);
            assertThat(count(kinds, drawn, "c")).isEqualTo(size / 10);
        }
        assertThat(order.left()).isEqualTo(40);
    }

    @Test
    void ofEqualClaimsTheSeedPicks() {
        List<String> kinds = kinds("a=2", "b=2", "c=2");
        Set<String> first = new TreeSet<>();
        for (int seed = 0; seed < 40; seed++) {
            first.add(kinds.get(DrawOrder.of(kinds, seed).next(1)[0]));
        }
        assertThat(first).containsExactly("a", "b", "c");
    }

    @Test
    void nothingIsDrawnTwice() {
        DrawOrder order = DrawOrder.of(kinds("a=5", "b=1", "c=3"), 2);
        assertThat(IntStream.concat(IntStream.of(order.next(4)), IntStream.of(order.next(5))))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void theSeedDecidesWhichOfAKind() {
        List<String> kinds = kinds("a=40", "b=20");
        assertThat(DrawOrder.of(kinds, 7).next(30)).isEqualTo(DrawOrder.of(kinds, 7).next(30));
        assertThat(DrawOrder.of(kinds, 7).next(30)).isNotEqualTo(DrawOrder.of(kinds, 8).next(30));
    }

    @Test
    void aSeedDrawsTheseForEver() {
        DrawOrder two = DrawOrder.of(kinds("a=4", "b=2"), 1);
        assertThat(two.next(3)).containsExactly(3, 0, 5);
        assertThat(two.next(2)).containsExactly(1, 4);
        assertThat(two.next(1)).containsExactly(2);
        DrawOrder one = DrawOrder.of(kinds("=5"), 1);
        assertThat(one.next(2)).containsExactly(2, 3);
        assertThat(one.next(3)).containsExactly(1, 4, 0);
    }

    @Test
    void ofNoTasksNoneIsDrawn() {
        assertThat(DrawOrder.of(List.of(), 1).next(0)).isEmpty();
    }
}
