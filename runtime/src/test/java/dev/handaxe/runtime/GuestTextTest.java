package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestTextTest {

    @Test
    void ordinaryTextIsKeptWithItsNewlinesAndTabs() {
        assertThat(OutcomeFormat.printable("a\tb\nü \ud83d\ude00", 100))
                .isEqualTo("a\tb\nü \ud83d\ude00");
    }

    @Test
    void whatMovesHidesOrReordersIsEscaped() {
        assertThat(OutcomeFormat.printable("\u001b[31mred\u001b]0;title\u0007", 100))
                .isEqualTo("\\x1b[31mred\\x1b]0;title\\x07");
        assertThat(OutcomeFormat.printable("\0\r\u007f\u009b", 100))
                .isEqualTo("\\x00\\x0d\\x7f\\x9b");
        assertThat(OutcomeFormat.printable("\u202eevil\u2066\u200b\ufeff\u2028\u2029", 100))
                .isEqualTo("\\u202eevil\\u2066\\u200b\\ufeff\\u2028\\u2029");
        assertThat(OutcomeFormat.printable("\ud800x\udc00", 100)).isEqualTo("\\ud800x\\udc00");
        assertThat(OutcomeFormat.printable("\udb40\udc41", 100)).isEqualTo("\\U000e0041");
    }

    @Test
    void aCutSaysHowMuchIsLeftOut() {
        assertThat(OutcomeFormat.printable("x".repeat(1_000), 40))
                .isEqualTo("xxxxxxxx ... [992 more characters]");
        assertThat(OutcomeFormat.printable("x".repeat(40), 40)).isEqualTo("x".repeat(40));
        assertThat(OutcomeFormat.printable("x".repeat(100), 5)).isEqualTo("xxxxx");
        assertThat(OutcomeFormat.printable("x", 0)).isEmpty();
        assertThat(OutcomeFormat.printable("x", -1)).isEmpty();
    }

    @Test
    void anEscapeIsNeverCutInHalf() {
        for (int max = 0; max < 200; max++) {
            assertThat(OutcomeFormat.printable("\u001b".repeat(100), max))
                    .matches("(\\\\x1b)*( \\.\\.\\. \\[\\d+ more characters])?")
                    .hasSizeLessThanOrEqualTo(max);
        }
    }

    @Test
    void aLineHasNoNewlines() {
        assertThat(GuestText.line("a\nb\tc", 100)).isEqualTo("a\\nb\\tc");
    }

    @Test
    void anExcerptKeepsBeginningAndEnd() {
        String text = "begin" + "\n.".repeat(500) + "end";
        assertThat(GuestText.excerpt(text, 200))
                .startsWith("begin\n")
                .endsWith(".end")
                .contains(" more characters]")
                .hasSizeLessThanOrEqualTo(200);
        assertThat(GuestText.excerpt("short", 200)).isEqualTo("short");
    }

    @Test
    void theCharactersLeftOutOfAnExcerptAreCounted() {
        String excerpt = GuestText.excerpt("x".repeat(1_000), 200);
        String note = excerpt.replace("x", "");
        int shown = excerpt.length() - note.length();
        assertThat(note).isEqualTo(" ... [" + (1_000 - shown) + " more characters]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 39, 40, 41, 120, 121, 500})
    void noRandomTextBreaksTheBoundOrStaysHostile(int maxChars) {
        var random = new Random(maxChars);
        for (int i = 0; i < 300; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(600); j > 0; j--) {
                text.append(
                        (char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt()));
            }
            for (String shown :
                    new String[] {
                        GuestText.printable(text.toString(), maxChars),
                        GuestText.excerpt(text.toString(), maxChars)
                    }) {
                assertThat(shown).hasSizeLessThanOrEqualTo(maxChars);
                assertThat(shown.codePoints()).noneMatch(GuestTextTest::isHostile);
            }
        }
    }

    private static boolean isHostile(int codePoint) {
        int type = Character.getType(codePoint);
        boolean kept = codePoint == '\n' || codePoint == '\t';
        return (Character.isISOControl(codePoint) && !kept)
                || type == Character.FORMAT
                || type == Character.SURROGATE;
    }
}
