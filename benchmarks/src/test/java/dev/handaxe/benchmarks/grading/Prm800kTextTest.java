package dev.handaxe.benchmarks.grading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each step by itself; what is expected is what the official code said. */
final class Prm800kTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\\text{even} | even",
                "\\text{a}b} | a}b",
                "a\\text{b} | a\\text{b}",
                "\\text{} | \\text{}",
                "5\\% | 5",
                "\\$5$ | 5",
                "1 or 2 and 3 | 1 , 2 , 3",
                "5 million | 5 *10^6",
                "3cm | 3",
                "3 inches^2 | 3 ",
                "2 feets 4 | 2 4",
                "1 centimeter 2 | 1 2",
                "90^ \\circ | 90",
                "{5} | 5",
                "1,\\! 000 | 1000",
                "5.00000001 | 5",
                "5.001 | 5.001",
                "1_000 | 1000",
                "1e3 | 1000",
                "inf | inf",
                "nan | nan"
            })
    void theSecondFormBeginsWithThese(String text, String form) {
        assertThat(Prm800kText.beforeLatex(text)).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "-  x | -x",
                "7 3/4 | 7+3/4",
                "1 2 3 | 1+23",
                "a b{c} | abc",
                "ABC | abc",
                "1,000 | 1000",
                "1,000,000,000 | 1,000,000,000",
                "1,000,000 | 1000000",
                "4.99999999 | 4",
                "(1,000) | (1,000)",
                "\u0663 | 3"
            })
    void andEndsWithThese(String text, String form) {
        assertThat(Prm800kText.afterLatex(text)).isEqualTo(form);
    }

    @Test
    void theFirstFormIsThatOfMathWithoutAWholeText() {
        assertThat(Prm800kText.byHendrycks(" \\text{ \\frac12 } ")).isEqualTo("\\frac{1}{2}");
        assertThat(Prm800kText.byHendrycks("\\text{2\\sqrt}")).isEqualTo("2\\sqrt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(1,2) | 1;2",
                "[a,b) | a;b",
                "(1,000,2) | 1000;2",
                "(1) | 1",
                "(a)(b) | (a)(b)",
                "((1,2)) | ((1,2))",
                "() | ()",
                "1,2 | 1,2"
            })
    void tuplesAndIntervalsHaveElements(String text, String elements) {
        assertThat(String.join(";", Prm800kText.elements(text))).isEqualTo(elements);
    }

    @Test
    void anEmptyTextHasNone() {
        assertThat(Prm800kText.elements("")).isEmpty();
        assertThat(Prm800kText.elements("(,)")).containsExactly("", "");
    }

    @Test
    void fractionsAndIntegersAreTold() {
        for (String fraction : List.of("1/2", "-3/04", "1)/2", "1/2)")) {
            assertThat(Prm800kText.isFraction(fraction)).as(fraction).isTrue();
        }
        for (String other : List.of("1/0", "x/2", "1", "1/2/3", "--1/2", "\u0661/2")) {
            assertThat(Prm800kText.isFraction(other)).as(other).isFalse();
        }
        for (String integer : List.of("5", "-5.0", "1,000", "1e3", "5.00000009", "1_0")) {
            assertThat(Prm800kText.isInteger(integer)).as(integer).isTrue();
        }
        for (String other : List.of("", "5.1", "10,00", "inf", "nan", "x")) {
            assertThat(Prm800kText.isInteger(other)).as(other).isFalse();
        }
    }

    @Test
    void latexIsHandedOverSoThatMixedNumbersKeepApart() {
        assertThat(Prm800kText.forLatex("1\\dfrac12\\tfrac3")).isEqualTo("1 \\frac12 \\frac3");
        assertThat(Prm800kText.fromLatex(" \u221a2\u03c0\u221e\u222a\u00b7\u00d7 "))
                .isEqualTo("sqrt2piinfU**");
    }

    @Test
    @Timeout(20)
    void longTextTakesNoLongerThanItIsLong() {
        for (String text :
                List.of(
                        "1", "1,000", "{", "\\text{", "- ", "1 ", "^ ", "cm ", ",\\!", "(,)",
                        "^")) {
            String answer = text.repeat(100_000);
            Prm800kText.byHendrycks(answer);
            Prm800kText.elements(Prm800kText.afterLatex(Prm800kText.beforeLatex(answer)));
            Prm800kText.isFraction(answer);
            assertThat(Prm800kAnswer.mayBeEvaluated(answer + "^{")).isFalse();
        }
    }
}
