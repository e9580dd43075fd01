package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyComplex;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyFloat;
import dev.handaxe.runtime.PythonValue.PyFrozenSet;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PySet;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonJsonTest {

    private static final PythonValue ONE = PythonValue.of(1);
    private static final PythonValue TWO = PythonValue.of(2);

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of(PythonValue.none(), "null"),
                Arguments.of(new PyBool(true), "true"),
                Arguments.of(new PyBool(false), "false"),
                Arguments.of(ONE, "1"),
                Arguments.of(new PyInt(BigInteger.TEN.pow(30).negate()), "-1" + "0".repeat(30)),
                Arguments.of(new PyFloat(1), "1.0"),
                Arguments.of(new PyFloat(-0.0), "-0.0"),
                Arguments.of(new PyFloat(1e22), "1.0E22"),
                Arguments.of(new PyFloat(Double.NaN), "{\"$float\":\"nan\"}"),
                Arguments.of(new PyFloat(Double.POSITIVE_INFINITY), "{\"$float\":\"inf\"}"),
                Arguments.of(new PyFloat(Double.NEGATIVE_INFINITY), "{\"$float\":\"-inf\"}"),
                Arguments.of(
                        new PyComplex(1, Double.NaN), "{\"$complex\":[1.0,{\"$float\":\"nan\"}]}"),
                Arguments.of(PythonValue.of("a\"\\\n\u0000"), "\"a\\\"\\\\\\n\\u0000\""),
                Arguments.of(new PyBytes(new byte[] {0, -1}), "{\"$bytes\":\"AP8=\"}"),
                Arguments.of(new PyList(List.of(ONE, TWO)), "[1,2]"),
                Arguments.of(new PyTuple(List.of(ONE)), "{\"$tuple\":[1]}"),
                Arguments.of(set(TWO, ONE), "{\"$set\":[2,1]}"),
                Arguments.of(
                        new PyFrozenSet(new LinkedHashSet<>(List.of(ONE))), "{\"$frozenset\":[1]}"),
                Arguments.of(dict("b", ONE, "a", TWO), "{\"b\":1,\"a\":2}"),
                Arguments.of(dict(), "{}"),
                Arguments.of(dict("$a", ONE), "{\"$dict\":[[\"$a\",1]]}"),
                Arguments.of(
                        new PyDict(List.of(new PyDict.Entry(ONE, TWO))), "{\"$dict\":[[1,2]]}"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyKindHasItsFormAndComesBack(PythonValue value, String json) {
        assertThat(PythonJson.write(value)).isEqualTo(json);
        assertThat(PythonJson.read(json)).isEqualTo(value);
    }

    @Test
    void randomValuesComeBackEqualAndAsPrintableAscii() {
        var values = new PythonValues(new Random(20261122));
        for (int i = 0; i < 5_000; i++) {
            PythonValue value = values.next(5);
            String json = PythonJson.write(value);
            assertThat(json).matches("[ -~]*");
            assertThat(PythonJson.read(json)).as(json).isEqualTo(value);
        }
    }

    @Test
    void nonAsciiControlsAndLoneSurrogatesAreEscapedAndSurvive() {
        PythonValue text = PythonValue.of("é\u007f\u2028\ud83d\ude00\ud800!");
        assertThat(PythonJson.write(text))
                .isEqualTo("\"\\u00e9\\u007f\\u2028\\ud83d\\ude00\\ud800!\"");
        assertThat(PythonJson.read(PythonJson.write(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1.0", "1e5, 100000.0", "1E+22, 1e22", "-0.0, -0.0", "1e-400, 0.0"})
    void aPointOrAnExponentMakesAFloat(String json, double value) {
        assertThat(PythonJson.read(json)).isEqualTo(new PyFloat(value));
    }

    @Test
    void setsKeepTheOrderTheyWereMadeIn() {
        var read = (PySet) PythonJson.read("{\"$set\": [3, 1, 2]}");
        assertThat(read.items()).containsExactly(PythonValue.of(3), ONE, TWO);
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.SECONDS)
    void aMillionDigitsAreReadInLessThanQuadraticTime() {
        String digits = "7".repeat(StrictJson.MAX_NUMBER_CHARS);
        BigInteger nines = BigInteger.TEN.pow(digits.length()).subtract(BigInteger.ONE);
        var expected =
                new PyInt(nines.divide(BigInteger.valueOf(9)).multiply(BigInteger.valueOf(7)));
        for (int i = 0; i < 3; i++) { // 14 s each with BigInteger's own constructor
            assertThat(PythonJson.read(digits).equals(expected)).isTrue();
        }
        assertThatThrownBy(() -> PythonJson.read(digits + "7"))
                .hasMessageContaining("(1000001) exceeds the maximum allowed (1000000)");
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void keysThatCollideInAHashTableAreReadAllTheSame() {
        var json = new StringBuilder("{");
        for (int i = 0; i < 1 << 15; i++) {
            json.append(i == 0 ? "" : ",").append('"');
            for (int bit = 0; bit < 15; bit++) {
                json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            json.append("\":0");
        }
        var dict = (PyDict) PythonJson.read(json.append('}').toString());
        assertThat(dict.entries()).hasSize(1 << 15);
    }

    @Test
    void twoHundredLevelsAreReadWhateverTheContainer() {
        for (String open : List.of("[", "{\"$tuple\":[", "{\"$dict\":[[1,", "{\"a\":")) {
            String close =
                    open.replace("1,", "").replace("\"a\":", "").replaceAll("\"\\$\\w+\":", "");
            close =
                    new StringBuilder(close)
                            .reverse()
                            .toString()
                            .replace('[', ']')
                            .replace('{', '}');
            String deepest = open.repeat(199) + "0" + close.repeat(199);
            assertThat(PythonJson.write(PythonJson.read(deepest))).isEqualTo(deepest);
            String tooDeep = open.repeat(200) + "0" + close.repeat(200);
            assertThatThrownBy(() -> PythonJson.read(tooDeep))
                    .hasMessageContaining("nested deeper than 200");
        }
        assertThatThrownBy(() -> PythonJson.read("[".repeat(1_000_000)))
                .isInstanceOf(HandaxeException.class);
    }

    @Test
    void writingRefusesWhatReadingWouldRefuse() {
        PythonValue value = ONE;
        for (int i = 0; i < 200; i++) {
            value = new PyList(List.of(value));
        }
        PythonValue tooDeep = value;
        assertThatThrownBy(() -> PythonJson.write(tooDeep))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|there is no JSON value",
                "1 2|more text",
                "[1, ]|line 1, column 5",
                "{\"a\": 1, \"a\": 2}|Duplicate field 'a'",
                "NaN|line 1",
                "01|line 1",
                "1e999|beyond the range of a float",
                "{\"a\": [{\"$frob\": 1}]}|at /a/0/$frob: unknown tag",
                "{\"$tuple\": 1}|$tuple takes a list",
                "{\"$tuple\": [], \"x\": 1}|a tag stands alone",
                "{\"x\": 1, \"$tuple\": []}|a tag stands alone",
                "{\"$set\": [1, 1]}|same value twice",
                "{\"$dict\": [[1, 2], [1, 3]]}|same key twice",
                "{\"$dict\": [[1]]}|[key, value] pairs",
                "{\"$dict\": [1]}|[key, value] pairs",
                "{\"$bytes\": \"%\"}|base64",
                "{\"$bytes\": 1}|base64",
                "{\"$float\": \"infinity\"}|\"nan\", \"inf\" or \"-inf\"",
                "{\"$float\": 1.5}|\"nan\", \"inf\" or \"-inf\"",
                "{\"$complex\": [1.0]}|two numbers",
                "{\"$complex\": [1.0, 2.0, 3.0]}|two numbers",
                "{\"$complex\": [1.0, \"2\"]}|two numbers",
                "{\"$complex\": [1.0, {\"$float\": \"nan\", \"x\": 1}]}|two numbers",
            })
    void malformedJsonIsRefusedWithItsPlace(String json, String message) {
        assertThatThrownBy(() -> PythonJson.read(json))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b]0;x",
                "{\"\u001b[31m\": {\"$\\u001b\": 1}}",
                "tr\u0007ue",
                "{\"\\u202e\":{\"$x\":1}}"
            })
    void errorsNeverCarryControlCharacters(String json) {
        assertThatThrownBy(() -> PythonJson.read(json))
                .isInstanceOf(HandaxeException.class)
                .message()
                .matches("[ -~]*");
    }

    private static PythonValue set(PythonValue... items) {
        return new PySet(new LinkedHashSet<>(List.of(items)));
    }

    private static PythonValue dict(Object... keysAndValues) {
        return new PyDict(
                Stream.iterate(0, i -> i < keysAndValues.length, i -> i + 2)
                        .map(
                                i ->
                                        new PyDict.Entry(
                                                PythonValue.of((String) keysAndValues[i]),
                                                (PythonValue) keysAndValues[i + 1]))
                        .toList());
    }
}
