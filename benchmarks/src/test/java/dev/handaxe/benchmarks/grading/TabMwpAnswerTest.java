package dev.handaxe.benchmarks.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.benchmarks.AnswerGrader.Pair;
import dev.handaxe.benchmarks.TestFiles;
import dev.handaxe.benchmarks.data.DataFiles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TabMwpAnswerTest {

    private static String free(String output) {
        return TabMwpOutput.answer(output, List.of()).orElseThrow();
    }

    private static String normal(String text, String unit) {
        return TabMwpAnswer.normalised(text, Optional.of(unit)).orElse("raises");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // before any pattern
                "The answer is $\\frac{16}{95}$ | 16/95",
                "The answer is \\frac{-1,5}{2}. | -1,5/2",
                "The answer is 7:30 P.M. | 7:30 P.M.",
                "so 12+3=15 | 15",
                "The answer is \u22125 | -5",
                // the patterns in their order; of each the last match
                "is 7. The answer is 5, or The answer is 6 | 5, or The answer is 6",
                "the answer is 5 of 6 | 5",
                "hhe answer is five | five",
                "The answer is | The answer is",
                "The table shows that 3 be. = 4 | 3",
                "The table shows that 3 cats. The table shows that $4 dogs = 5 | $4",
                "a = 3 = 4/5 is 6 | 4/5",
                "it will be $1.40, then is -2.5 cats 9 | -2.5",
                "it will be many. There are 5 and was 6: 7 | 6",
                "there were $3.5. cats 9 | $3.5",
                "at 7:25 P.M. on day 3 | 7:25 P.M.",
                "cats 7, dogs 8:-- | 8",
                "--$5 | --$5",
                "no number | no number",
                "it is -- | it is --"
            })
    void findsTheAnswerInAFreeText(String output, String answer) {
        assertThat(free(output)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "(b) | two words",
                "B | two words",
                "b) no | two words",
                "I say The answer is C, or B | words and more",
                "(a) as said | one",
                "The answer is (b) as said | two words",
                "(a)  The answer is B | two words",
                "g | one",
                "The answer is Gone: words and | words and more",
                "words and more | words and more",
                "nothing in common | one",
                "and | words and more"
            })
    void findsTheOption(String output, String option) {
        List<String> options = List.of("one", "two words", "words and more");
        assertThat(TabMwpOutput.answer(output, options)).contains(option);
    }

    @Test
    void aLetterBeyondTheOptionsIsWrongWhateverTheGoldAnswerIs() {
        for (String gold : List.of("yes", "no")) {
            Pair pair =
                    new Pair(
                            Optional.of("The answer is C."),
                            Optional.of(gold),
                            Optional.empty(),
                            List.of("yes", "no"));
            assertThat(new TabMwpAnswer().grade(pair).correct()).contains(false);
            assertThat(new TabMwpAnswer().grade(pair).reason()).contains("beyond the 2 options");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "$1,234.50 | $ | 1234.5",
                "$$5 | cats | $5",
                "5. | cats | 5",
                "5,. | cats | 5",
                "007 | cats | 7",
                "-0 | cats | 0",
                "+3/8 | cats | 0.375",
                "1/3/7 | cats | 0.333",
                "2.6675 | cats | 2.667",
                "3.0004 | cats | 3",
                "12345678901234567890 | cats | 12345678901234567890",
                "12345678901234567890.5 | cats | 1.2345678901234567e+19",
                "\u0663 | cats | 3",
                "5 cats | cats | 5",
                "5 cats, 6 cats | cats | 5 , 6",
                "5 cats | ~~ | 5 cats",
                "1.2.3 | cats | raises",
                "1/0 | cats | raises",
                "1/ 2 | cats | 1/ 2",
                "1//2 | cats | raises",
                ".. | cats | raises",
                "- | cats | -",
                "1_000 | cats | 1_000"
            })
    void normalisesNumbersAndUnits(String text, String unit, String normal) {
        assertThat(normal(text, unit.equals("~~") ? "" : unit)).isEqualTo(normal);
    }

    @Test
    void wordsAreComparedWithoutCase() {
        assertThat(
                        new TabMwpAnswer()
                                .grade(Pair.of("The answer is Thursday.", "thursday"))
                                .correct())
                .contains(true);
    }

    @Test
    void whereTheOfficialCodeRaisesTheAnswerIsWrong() {
        assertThat(new TabMwpAnswer().grade(Pair.of("The answer is 1/0.", "0")).correct())
                .contains(false);
        assertThat(new TabMwpAnswer().grade(Pair.of("5", "1.2.3")).correct()).contains(false);
        assertThat(new TabMwpAnswer().grade(Pair.of("9".repeat(5000), "9")).correct())
                .contains(false);
    }

    @Test
    @Timeout(20)
    void longTextTakesNoLongerThanItIsLong() {
        for (String text :
                List.of(
                        "-",
                        ",",
                        "1",
                        "is -",
                        " be -,",
                        " = $",
                        "The answer is ",
                        "(a) ",
                        "\\frac{",
                        "\\frac{1}{1",
                        "1=",
                        " 1 A.M",
                        ".M.",
                        "\n",
                        "x ")) {
            String output = text.repeat(200_000);
            Pair pair =
                    new Pair(
                            Optional.of(output),
                            Optional.of("x"),
                            Optional.of("cats"),
                            List.of("a b", "c"));
            assertThat(new TabMwpAnswer().grade(pair).correct()).isPresent();
            assertThat(new TabMwpAnswer().grade(Pair.of(output, "x")).correct()).contains(false);
        }
    }

    @Test
    void meetsTheOfficialVerdicts() {
        DataFiles.each(
                TestFiles.shared("verdicts/tabmwp_pairs.json"),
                found -> {
                    Pair pair =
                            new Pair(
                                    found.optionalText("output"),
                                    found.optionalText("gold"),
                                    found.optionalText("unit"),
                                    found.optionalTexts("choices"));
                    boolean official =
                            found.node().get("verdict").isBoolean() && found.flag("verdict");
                    assertThat(new TabMwpAnswer().grade(pair).correct())
                            .as(found.node().toString())
                            .contains(official);
                });
    }
}
