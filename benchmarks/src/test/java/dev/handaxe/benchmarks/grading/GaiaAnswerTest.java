package dev.handaxe.benchmarks.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.benchmarks.AnswerGrader.Judgement;
import dev.handaxe.benchmarks.AnswerGrader.Pair;
import dev.handaxe.benchmarks.TestFiles;
import dev.handaxe.benchmarks.data.DataFiles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GaiaAnswerTest {

    private static boolean isRight(String prediction, String gold) {
        return new GaiaAnswer().grade(Pair.of(prediction, gold)).isCorrect();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // a gold answer that is a number
                "$1,234.50 | 1234.5 | true",
                "17% | 17 | true",
                "1_7 | 17.0 | true",
                "\u0661\u0667 | 17 | true",
                "17 apples | 17 | false",
                "17 | 1_7 | true",
                "1e3 | 1000 | true",
                "anything at all | inf | true",
                "anything at all | -inf | false",
                "nan | nan | false",
                // a list, part by part
                "a ; B,c | A,b;C | true",
                "1, $2 | 1,2.0 | true",
                "1, two | 1,2 | false",
                "a, b, | a, b | false",
                "a b, c | ab,c | true",
                "a., b | a, b | false",
                "1,000 | 1,000 | true",
                "1000 | 1,000 | false",
                // any other text
                "Sea-Gull! | sea gull | true",
                "seagulls | sea gull | false",
                "St. Gallen | st gallen | true",
                "\u0130 | i\u0307 | true",
                "caf\u00e9 | cafe | false",
                "\u201ca\u201d | a | false"
            })
    void comparesAsTheOfficialScorerDoes(String prediction, String gold, boolean right) {
        assertThat(isRight(prediction, gold)).isEqualTo(right);
    }

    @Test
    void aMissingPredictionIsWrongAndAMissingGoldAnswerUndecided() {
        Optional<String> none = Optional.empty();
        Pair nothing = new Pair(none, Optional.of("None"), none, List.of());
        assertThat(new GaiaAnswer().grade(nothing).correct()).contains(false);
        Pair noGold = new Pair(Optional.of("5"), none, none, List.of());
        assertThat(new GaiaAnswer().grade(noGold).correct()).isEmpty();
    }

    @Test
    void aListSaysWhichPartIsAnother() {
        Judgement judgement = new GaiaAnswer().grade(Pair.of("a, x", "a, b"));
        assertThat(judgement.reason()).startsWith("part 2: ");
    }

    @Test
    @Timeout(20)
    void longTextTakesNoLongerThanItIsLong() {
        for (String text : List.of("1,", "a ", "_1", "\u00a0", ";", "9", "!")) {
            assertThat(isRight(text.repeat(200_000), text.repeat(200_000) + "x")).isFalse();
        }
    }

    @Test
    void meetsTheOfficialVerdicts() {
        DataFiles.each(
                TestFiles.shared("verdicts/gaia_pairs.json"),
                found ->
                        assertThat(isRight(found.text("pred"), found.text("gold")))
                                .as(found.node().toString())
                                .isEqualTo(found.flag("verdict")));
    }
}
