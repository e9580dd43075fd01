package dev.handaxe.optimizer.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void noPairOfSurrogatesIsCutAndTheBoundHolds() {
        String text = "\ud83d\ude00".repeat(500);
        for (int max = 0; max < 400; max++) {
            String cut = Excerpt.shortened("x".repeat(max % 2) + text, max);

            assertThat(cut.length()).isLessThanOrEqualTo(max);
            assertThat(cut).doesNotContain("\\ud83d", "\\ude00");
            assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(cut);
        }
    }

    @Test
    void escapesCountForTheBound() {
        for (int max = 0; max < 400; max++) {
            assertThat(Excerpt.shortened("\u202e".repeat(300), max).length())
                    .isLessThanOrEqualTo(max);
            assertThat(Excerpt.oneLine("\u001b\n".repeat(300), max).length())
                    .isLessThanOrEqualTo(max);
        }
    }

    @Test
    void theBeginningAndTheEndAreKept() {
        assertThat(Excerpt.shortened("begin " + "x".repeat(5_000) + " end", 300))
                .startsWith("begin ")
                .endsWith(" end")
                .contains("characters left out");
        assertThat(Excerpt.shortened("short", 300)).isEqualTo("short");
    }

    @Test
    void aLineHasNoLineEnds() {
        assertThat(Excerpt.oneLine(" a\r\n\n b\u2028c\t", 80)).isEqualTo("a b\\u2028c");
        assertThat(Excerpt.oneLine("a\n".repeat(100_000), 500)).doesNotContain("\n");
    }
}
