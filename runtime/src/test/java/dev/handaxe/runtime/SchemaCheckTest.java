package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.PythonValue.PyDict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link ParameterSchema#check} by examples: property schema, argument as JSON, what is said. */
class SchemaCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{\"$bytes\": \"\"}",
                "{\"type\": \"int\"}|123456789012345678901234567890",
                "{\"type\": \"number\"}|1",
                "{\"type\": \"number\"}|1.5",
                "{\"type\": \"number\"}|{\"$float\": \"nan\"}",
                "{\"type\": \"str\"}|\"a\"",
                "{\"type\": \"bool\"}|true",
                "{\"type\": \"list\"}|[1, \"a\"]",
                "{\"type\": \"list\"}|{\"$tuple\": []}",
                "{\"type\": \"dict\"}|{\"$dict\": [[1, 2]]}",
                "{\"type\": [\"int\", \"null\"]}|null",
                "{\"enum\": [\"a\", \"b\"]}|\"b\"",
                "{\"enum\": [1, 2.5]}|1.0",
                "{\"enum\": [true]}|true",
                "{\"items\": {\"type\": \"int\"}}|[1, 2]",
                "{\"properties\": {\"x\": {\"type\": \"int\"}}}|{\"x\": 1, \"more\": 2}",
                "{\"properties\": {\"x\": {\"type\": \"int\", \"default\": 1}}}|{}",
            })
    void anArgumentFits(String schema, String argument) {
        assertThat(check(schema, argument)).isEqualTo("fits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\": \"int\"}|true|'p' must be integer, got bool True",
                "{\"type\": \"int\"}|1.0|'p' must be integer, got float 1.0",
                "{\"type\": \"int\"}|\"5\"|'p' must be integer, got str '5'",
                "{\"type\": \"int\"}|null|'p' must be integer, got None",
                "{\"type\": \"number\"}|false|'p' must be number, got bool False",
                "{\"type\": \"number\"}|{\"$complex\": [1, 2]}|'p' must be number, got complex",
                "{\"type\": \"str\"}|{\"$bytes\": \"\"}|'p' must be string, got bytes",
                "{\"type\": \"bool\"}|1|'p' must be boolean, got int 1",
                "{\"type\": \"list\"}|{\"$set\": [1]}|'p' must be array, got set of 1",
                "{\"type\": \"dict\"}|[1, 2]|'p' must be object, got list of 2",
                "{\"type\": \"null\"}|{}|'p' must be null, got dict of 0",
                "{\"type\": [\"int\", \"null\"]}|\"x\"|'p' must be integer or null, got str 'x'",
                "{\"enum\": [\"a\", \"b\"]}|\"c\"|'p' must be one of \"a\", \"b\", got str 'c'",
                "{\"enum\": [1]}|true|'p' must be one of 1, got bool True",
                "{\"items\": {\"type\": \"int\"}}|[1, \"a\"]|'p'[1] must be integer, got str 'a'",
                "{\"items\": {\"type\": \"int\"}}|\"a\"|'p' must be array of integer, got str 'a'",
                "{\"items\": {\"type\": \"int\"}, \"nullable\": true}|[null]|'p'[0] must be integer, got None",
                "{\"properties\": {\"x\": {\"type\": \"int\"}}}|{}|'p' misses the key 'x'",
                "{\"properties\": {\"x\": {\"type\": \"int\"}}}|{\"x\": []}|'p'['x'] must be integer, got list of 0",
            })
    void anArgumentThatDoesNotFitIsNamedWithWhatWasExpectedAndCame(
            String schema, String argument, String message) {
        assertThat(check(schema, argument)).isEqualTo("argument " + message);
    }

    @Test
    void missingAndUnknownArgumentsAreNamed() {
        ParameterSchema schema =
                ParameterSchema.parse("{\"n\": {\"type\": \"int\"}, \"k\": {\"default\": 1}}");
        assertThat(schema.check(Map.of("n", PythonValue.of(1)))).isEmpty();
        assertThat(schema.check(Map.of())).contains("argument 'n' is missing (integer)");
        Map<String, PythonValue> arguments = new LinkedHashMap<>();
        arguments.put("n", PythonValue.of("x"));
        arguments.put("m", PythonValue.of(1));
        assertThat(schema.check(arguments))
                .contains(
                        "argument 'n' must be integer, got str 'x';"
                                + " argument 'm' is unknown: the parameters are n, k");
        assertThat(ParameterSchema.none().check(Map.of("m", PythonValue.of(1))))
                .contains("argument 'm' is unknown: there are no parameters");
    }

    @Test
    void openParametersCheckNothing() {
        assertThat(ParameterSchema.any().check(Map.of("whatever", PythonValue.none()))).isEmpty();
    }

    @Test
    void whatIsSaidIsOneShortPrintableLine() {
        ParameterSchema schema = ParameterSchema.parse("{\"n\": {\"type\": \"int\"}}");
        Map<String, PythonValue> arguments = new LinkedHashMap<>();
        arguments.put("n", PythonValue.of("\u001b[2J\n\u202e" + "x".repeat(100_000)));
        for (int i = 0; i < 100; i++) {
            arguments.put("\u0007\n" + i + "y".repeat(10_000), PythonValue.none());
        }
        String said = schema.check(arguments).orElseThrow();
        assertThat(said).matches("[ -~]*").hasSizeLessThan(1_000).contains("98 more");
    }

    @Test
    void aHugeIntegerIsNotSpeltOut() {
        var huge = new PythonValue.PyInt(java.math.BigInteger.TWO.pow(1_000_000));
        assertThat(ParameterSchema.parse("{\"s\": {\"type\": \"str\"}}").check(Map.of("s", huge)))
                .contains("argument 's' must be string, got int of 1000001 bits");
    }

    private static String check(String schema, String argument) {
        var arguments = (PyDict) PythonJson.read("{\"p\": " + argument + "}");
        return ParameterSchema.parse("{\"properties\": {\"p\": " + schema + "}}")
                .check(Map.of("p", arguments.entries().getFirst().value()))
                .orElse("fits");
    }
}
