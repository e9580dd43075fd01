package dev.handaxe.benchmarks.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is expected here is what CPython 3.11 said. */
final class PythonNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "-.5, -0.5",
        "5., 5",
        "+1_000, 1000",
        "1.5_5, 1.55",
        "1e1_0, 1e10",
        "1e-400, 0",
        "\u0663, 3",
        "\uff13.\uff15, 3.5",
        "\u0967\u0968, 12",
        "\ud835\udfcf\ud835\udfd0, 12",
    })
    void readsFloats(String text, double value) {
        assertThat(PythonNumbers.parseFloat(text)).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "e5",
                "1e",
                "1e+",
                "1__0",
                "_1",
                "1_",
                "1_.5",
                "1._5",
                "1e_1",
                "+-5",
                "0x10",
                "1d",
                "1f",
                "1 0",
                "1,000",
                "infin",
                "in_f",
                "\u001c5",
                "5\u001c",
                "\u00005",
                "\u200b5",
                "\ufeff5",
                "\u0665\u066b\u0665",
                "5\u00e9",
                "0x1p3",
                "--1",
                "\u2212" + "5"
            })
    void refusesWhatIsNoFloat(String text) {
        assertThat(PythonNumbers.parseFloat(text)).isEmpty();
        assertThat(PythonNumbers.parseInt(text)).isEmpty();
    }

    @Test
    void spaceOfEveryScriptMayBeAround() {
        for (String space : List.of(" ", "\t\n", "\u00a0", "\u0085", "\u2007", "\u3000")) {
            assertThat(PythonNumbers.parseFloat(space + "5" + space)).hasValue(5);
            assertThat(PythonNumbers.parseInt(space + "5" + space)).contains(BigInteger.valueOf(5));
        }
    }

    @Test
    void infinityAndNanHaveAnyCase() {
        assertThat(PythonNumbers.parseFloat(" iNf ")).hasValue(Double.POSITIVE_INFINITY);
        assertThat(PythonNumbers.parseFloat("-Infinity")).hasValue(Double.NEGATIVE_INFINITY);
        assertThat(PythonNumbers.parseFloat("1e400")).hasValue(Double.POSITIVE_INFINITY);
        assertThat(PythonNumbers.parseFloat("+nan").getAsDouble()).isNaN();
        assertThat(PythonNumbers.parseInt("inf")).isEmpty();
    }

    @Test
    void integersHaveAtMostAsManyDigitsAsPythonReads() {
        assertThat(PythonNumbers.parseInt("-00_7")).contains(BigInteger.valueOf(-7));
        assertThat(PythonNumbers.parseInt("1.0")).isEmpty();
        assertThat(PythonNumbers.parseInt("-" + "9".repeat(4300))).isPresent();
        assertThat(PythonNumbers.parseInt("9".repeat(4301))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1e16, 1e+16",
        "1e15, 1000000000000000.0",
        "9999999999999998, 9999999999999998.0",
        "1.5e300, 1.5e+300",
        "1e-4, 0.0001",
        "1e-5, 1e-05",
        "5e-324, 5e-324",
        "-0.1, -0.1",
        "-0.0, -0.0",
        "0, 0.0",
        "-1.25e-7, -1.25e-07",
        "NaN, nan",
        "-Infinity, -inf",
    })
    void writesFloatsAsPythonDoes(double value, String text) {
        assertThat(PythonNumbers.text(value)).isEqualTo(text);
    }

    @Test
    void roundsTheExactValueAndTiesToEven() {
        assertThat(PythonNumbers.round(2.6675, 3)).isEqualTo(2.667);
        assertThat(PythonNumbers.round(0.0005, 3)).isEqualTo(0.001);
        assertThat(PythonNumbers.round(0.125, 2)).isEqualTo(0.12);
        assertThat(PythonNumbers.text(PythonNumbers.round(-0.0004, 3))).isEqualTo("-0.0");
        assertThat(PythonNumbers.round(Double.POSITIVE_INFINITY, 3)).isInfinite();
        assertThat(PythonNumbers.rounded(2.5)).contains(BigInteger.TWO);
        assertThat(PythonNumbers.truncated(-4.99999999)).contains(BigInteger.valueOf(-4));
        assertThat(PythonNumbers.rounded(Double.NaN)).isEmpty();
        assertThat(PythonNumbers.truncated(Double.NEGATIVE_INFINITY)).isEmpty();
    }

    @Test
    @Timeout(20)
    void longTextTakesNoLongerThanItIsLong() {
        for (String text : List.of("1", "1_", "_", " ", "\u0663", "e", ".", "-")) {
            PythonNumbers.parseFloat(text.repeat(200_000) + "x");
            PythonNumbers.parseInt(text.repeat(200_000) + "x");
        }
        assertThat(PythonNumbers.parseFloat("1_".repeat(100_000) + "1")).isPresent();
    }

    @Test
    void writesDigitsOfPythonInEveryLocale() {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(PythonNumbers.text(1e-7)).isEqualTo("1e-07");
        } finally {
            Locale.setDefault(usual);
        }
    }
}
