package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.PythonJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1|1",
                "1|1.0",
                "1.0|1",
                "0.3333333|0.33333333333",
                "0.0|1e-12",
                "[1, 2]|{\"$tuple\": [1, 2]}",
                "{\"a\": 1, \"b\": 2}|{\"b\": 2.0, \"a\": 1}",
                "\"x\"|\"x\"",
                "null|null",
                "true|true",
                "{\"$set\": [1, 2]}|{\"$set\": [2, 1]}",
                "{\"$float\": \"nan\"}|{\"$float\": \"nan\"}",
                "{\"$float\": \"inf\"}|{\"$float\": \"inf\"}",
            })
    void theseAreTheSame(String expected, String actual) {
        assertThat(ExpectedValue.matches(PythonJson.read(expected), PythonJson.read(actual)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1|2",
                "1|true",
                "true|1",
                "1|\"1\"",
                "0.333|0.3333333",
                "[1, 2]|[1, 2, 3]",
                "[1, 2]|[2, 1]",
                "[1]|1",
                "{\"a\": 1}|{\"a\": 1, \"b\": 2}",
                "{\"a\": 1}|{\"b\": 1}",
                "1.0|{\"$float\": \"nan\"}",
                "null|0",
                "\"x\"|\"X\"",
                "100000000000000000000|100000000000000000001",
            })
    void theseAreNot(String expected, String actual) {
        assertThat(ExpectedValue.matches(PythonJson.read(expected), PythonJson.read(actual)))
                .isFalse();
    }
}
