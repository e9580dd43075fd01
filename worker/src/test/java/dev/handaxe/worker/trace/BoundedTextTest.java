package dev.handaxe.worker.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedTextTest {

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1.0, 1.0",
        "0.1, 0.1",
        "123456789.125, 123456789.125",
        "1e7, 10000000.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.5e300, 1.5e+300",
        "-2.5e-7, -2.5e-07",
        "1e-4, 0.0001",
        "9.9e-5, 9.9e-05",
        "5e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "NaN, nan",
        "Infinity, inf",
        "-Infinity, -inf",
        "0.001, 0.001",
        "1234567.0, 1234567.0",
        "1e22, 1e+22"
    })
    void floatsAreWrittenAsPythonDoes(double value, String expected) {
        assertThat(new BoundedText(100).number(value)).hasToString(expected);
    }

    @Test
    void stringsAreQuotedAsPythonDoes() {
        assertThat(quoted("plain")).isEqualTo("'plain'");
        assertThat(quoted("it's")).isEqualTo("\"it's\"");
        assertThat(quoted("both ' and \"")).isEqualTo("'both \\' and \"'");
        assertThat(quoted("back\\slash\n\t\r")).isEqualTo("'back\\\\slash\\n\\t\\r'");
        assertThat(quoted("é 😀")).isEqualTo("'é 😀'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u0000",
                "\u009b",
                "\u202e",
                "\u2066",
                "\u2028",
                "\ud800",
                "\ufeff",
                "\ue000",
                "\u0378",
                "\udb40\udc41"
            })
    void whatMovesHidesOrReordersTextIsEscaped(String hostile) {
        String first = hostile.substring(0, Character.charCount(hostile.codePointAt(0)));

        assertThat(quoted(hostile)).doesNotContain(first).startsWith("'\\");
        assertThat(new BoundedText(100).name(hostile).toString()).doesNotContain(first);
    }

    @Test
    void everyResultKeepsTheBound() {
        String hostile = "a\u202e'\\\n😀".repeat(50);
        IntStream.range(3, 200)
                .forEach(
                        max -> {
                            BoundedText text =
                                    new BoundedText(max).add("[").quoted(hostile).add("]");

                            assertThat(text.toString())
                                    .hasSizeLessThanOrEqualTo(max)
                                    .endsWith("...");
                            assertThat(text.isFull()).isTrue();
                        });
    }

    @Test
    void bytesAreWrittenAsPythonDoes() {
        assertThat(new BoundedText(100).bytes(new byte[] {0, 39, 65, 92, -1}))
                .hasToString("b'\\x00\\x27A\\x5c\\xff'");
    }

    private static String quoted(String text) {
        return new BoundedText(100).quoted(text).toString();
    }
}
