package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.HandaxeException.Code;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link ParameterSchema#parse} makes of schemas; {@link SchemaCheckTest} has the checks. */
class ParameterSchemaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"object\", \"properties\": {\"n\": {\"type\": \"integer\"}}}",
                "{\"type\": \"dict\", \"properties\": {\"n\": {\"type\": \"int\"}}, \"required\": [\"n\"]}",
                "{\"properties\": {\"n\": {\"type\": \"Integer\"}}}",
                "{\"n\": {\"type\": \"int\"}}",
                "{\"$schema\": \"x\", \"title\": \"T\", \"type\": \"object\", \"additionalProperties\": false,"
                        + " \"properties\": {\"n\": {\"title\": \"N\", \"type\": [\"integer\"], \"format\": \"int32\"}}}",
            })
    void allWaysToWriteAnIntegerParameterAreOneSchema(String json) {
        ParameterSchema schema = ParameterSchema.parse(json);
        assertThat(schema.json())
                .isEqualTo(
                        "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}");
        assertThat(schema.names()).containsExactly("n");
        assertThat(schema.required()).containsExactly("n");
        assertThat(schema.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\": \"str\"}|{\"type\":\"string\"}",
                "{\"type\": \"float\"}|{\"type\":\"number\"}",
                "{\"type\": \"bool\"}|{\"type\":\"boolean\"}",
                "{\"type\": \"NoneType\"}|{\"type\":\"null\"}",
                "{\"type\": \"any\"}|{}",
                "{\"type\": \"Any\", \"enum\": [1, \"a\"]}|{\"anyOf\":[{\"type\":\"integer\",\"enum\":[1]},{\"type\":\"string\",\"enum\":[\"a\"]}]}",
                "{}|{}",
                "true|{}",
                "{\"type\": \"list\"}|{\"type\":\"array\",\"items\":{}}",
                "{\"type\": \"set\", \"items\": {\"type\": \"int\"}}|{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}",
                "{\"items\": {\"type\": \"tuple\"}}|{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":{}}}",
                "{\"type\": \"array\", \"items\": [{\"type\": \"int\"}, {\"type\": \"str\"}]}|{\"type\":\"array\",\"items\":{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"string\"}]}}",
                "{\"type\": \"dict\"}|{\"type\":\"object\"}",
                "{\"properties\": {\"a b\": {\"type\": \"int\"}, \"c\": {\"default\": 1}}}|{\"type\":\"object\",\"properties\":{\"a b\":{\"type\":\"integer\"},\"c\":{\"description\":\"Default: 1.\"}},\"required\":[\"a b\"]}",
                "{\"type\": [\"string\", \"None\"], \"description\": \" d \"}|{\"description\":\"d\",\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}",
                "{\"type\": \"string\", \"nullable\": true}|{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}",
                "{\"oneOf\": [{\"type\": \"int\"}, {\"type\": \"str\"}]}|{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"string\"}]}",
                "{\"anyOf\": [{\"type\": \"int\"}], \"description\": \"d\"}|{\"description\":\"d\",\"type\":\"integer\"}",
                "{\"anyOf\": [{\"type\": \"int\"}, {}]}|{}",
                "{\"enum\": [\"a\", \"b\", \"a\"]}|{\"type\":\"string\",\"enum\":[\"a\",\"b\"]}",
                "{\"type\": \"string\", \"enum\": [\"a\", null]}|{\"anyOf\":[{\"type\":\"string\",\"enum\":[\"a\"]},{\"type\":\"null\"}]}",
                "{\"enum\": [1, 2.5]}|{\"type\":\"number\",\"enum\":[1,2.5]}",
                "{\"const\": \"a\"}|{\"type\":\"string\",\"enum\":[\"a\"]}",
                "{\"type\": \"int\", \"minimum\": 0, \"maximum\": 9, \"default\": 3, \"description\": \"Digits.\"}|{\"description\":\"Digits. Default: 3. Minimum: 0. Maximum: 9.\",\"type\":\"integer\"}",
                "{\"type\": \"string\", \"pattern\": \"x\", \"minLength\": 1, \"examples\": [1]}|{\"type\":\"string\"}",
            })
    void aPropertyIsNormalised(String given, String expected) {
        ParameterSchema schema = ParameterSchema.parse("{\"properties\": {\"p\": " + given + "}}");
        assertThat(schema.json())
                .startsWith("{\"type\":\"object\",\"properties\":{\"p\":" + expected + "},");
        assertThat(ParameterSchema.parse(schema.json())).as("once more").isEqualTo(schema);
    }

    @Test
    void requiredIsFilledInWithWhatHasNoDefault() {
        assertThat(
                        required(
                                "{\"a\": {}, \"b\": {\"default\": null}, \"c\": {\"required\": false}, \"d\": {\"required\": true}}",
                                ""))
                .isEqualTo("[a, d]");
        assertThat(required("{\"a\": {\"default\": 1}}", "")).isEqualTo("[]");
    }

    @Test
    void requiredThatIsListedStaysInTheOrderOfTheParameters() {
        assertThat(
                        required(
                                "{\"a\": {}, \"b\": {\"default\": 1}, \"c\": {}}",
                                ", \"required\": [\"b\", \"a\", \"b\"]"))
                .isEqualTo("[a, b]");
        assertThat(required("{\"a\": {}}", ", \"required\": []")).isEqualTo("[]");
    }

    private static String required(String properties, String more) {
        ParameterSchema schema =
                ParameterSchema.parse("{\"properties\": " + properties + more + "}");
        assertThat(ParameterSchema.parse(schema.json())).as("once more").isEqualTo(schema);
        return schema.required().toString();
    }

    @Test
    void noArgumentsAreWrittenInManyWays() {
        for (String json : new String[] {"{}", "{\"type\": \"object\"}", "{\"properties\": {}}"}) {
            assertThat(ParameterSchema.parse(json)).isEqualTo(ParameterSchema.none());
        }
        assertThat(ParameterSchema.none().json())
                .isEqualTo("{\"type\":\"object\",\"properties\":{}}");
        assertThat(ParameterSchema.none().names()).isEmpty();
    }

    @Test
    void anyIsNotNone() {
        assertThat(ParameterSchema.any().isOpen()).isTrue();
        assertThat(ParameterSchema.any()).isNotEqualTo(ParameterSchema.none());
        assertThat(ParameterSchema.any().json()).isEqualTo(ParameterSchema.none().json());
    }

    @Test
    void aBareMapMayUseTheWordsOfSchemasAsNames() {
        assertThat(
                        ParameterSchema.parse(
                                        "{\"type\": {\"type\": \"str\"}, \"items\": {\"type\": \"list\"}}")
                                .names())
                .containsExactly("type", "items");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|must be a JSON object",
                "{|line 1, column 2",
                "{\"a\": {}, \"a\": {}}|Duplicate field 'a'",
                "{\"n\": 5}|must be an object schema, or a map of names to schemas",
                "{\"n\": {\"x\": 1}}|must be an object schema, or a map of names to schemas",
                "{\"type\": \"string\"}|/type: must be object at the top",
                "{\"type\": {}, \"properties\": {}}|/type: must be object at the top",
                "{\"type\": \"object\", \"n\": {\"type\": \"integer\"}}|/n: no keyword of a schema: a parameter belongs into properties",
                "{\"properties\": {}, \"anyOf\": []}|/anyOf: cannot stand at the top",
                "{\"properties\": []}|/properties: must be an object of names and schemas",
                "{\"properties\": {\"a\": 1}}|/properties/a: must be a schema",
                "{\"properties\": {\"a\": {\"$ref\": \"#/$defs/A\"}}}|/properties/a: uses $ref",
                "{\"properties\": {\"a\": {\"type\": \"list[int]\"}}}|/properties/a/type: unknown type \"list[int]\"; known are string",
                "{\"properties\": {\"a\": {\"type\": 5}}}|/properties/a/type: unknown type 5",
                "{\"properties\": {\"a\": {\"type\": \"int\", \"enum\": [\"x\"]}}}|/properties/a/enum: \"x\" is not of the type integer",
                "{\"properties\": {\"a\": {\"enum\": []}}}|/properties/a/enum: must be a list",
                "{\"properties\": {\"a\": {\"enum\": [[]]}}}|/properties/a/enum: must be a list",
                "{\"properties\": {\"a\": {\"enum\": [1e999]}}}|/properties/a/enum: must be a list",
                "{\"properties\": {\"a\": {\"anyOf\": {}}}}|/properties/a/anyOf: must be a list of schemas",
                "{\"properties\": {\"a\": {\"description\": 1}}}|/properties/a/description: must be a string",
                "{\"properties\": {\"a\": {}}, \"required\": [\"b\"]}|/required: \"b\" is not a property",
                "{\"properties\": {\"a\": {}}, \"required\": \"a\"}|/required: must be a list of names",
                "{\"properties\": {\"a-b\": {}}}|/properties/a-b: cannot name a parameter",
                "{\"class\": {}}|/class: cannot name a parameter",
                "{\"é\": {}}|cannot name a parameter",
                "{\"a\": {\"description\": \"\\ud800\"}}|half a surrogate pair",
            })
    void aBrokenSchemaIsRefusedWithItsPlace(String json, String message) {
        assertThatThrownBy(() -> ParameterSchema.parse(json))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT))
                .hasMessageStartingWith("parameters: ")
                .hasMessageContaining(message);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(
                        () ->
                                ParameterSchema.parse(
                                        "{\"a\": {\"type\": \"x\"}, \"b\": {\"items\": 1}, \"if\": {}}"))
                .hasMessage(
                        "parameters: /a/type: unknown type \"x\"; known are string, integer, number,"
                                + " boolean, array, object, null; /b/items: must be a schema such as"
                                + " {\"type\": \"integer\"}; /if: cannot name a parameter: a Python"
                                + " identifier of at most 64 ASCII letters, digits and underscores can");
    }

    @Test
    void sizesAreBounded() {
        String nested = "{\"type\": \"int\"}";
        for (int i = 0; i < 9; i++) {
            nested = "{\"items\": " + nested + "}";
        }
        String deepest = nested.replaceFirst("\\{\"items\": ", "");
        assertThat(
                        ParameterSchema.parse(
                                        "{\"a\": "
                                                + deepest.substring(0, deepest.length() - 1)
                                                + "}")
                                .names())
                .hasSize(1);
        String tooDeep = "{\"a\": " + nested + "}";
        assertThatThrownBy(() -> ParameterSchema.parse(tooDeep))
                .hasMessageContaining("nested deeper than 10 levels");
        assertThat(ParameterSchema.parse(many(64)).names()).hasSize(64);
        assertThatThrownBy(() -> ParameterSchema.parse(many(65)))
                .hasMessageContaining("has 65 names, at most 64");
        assertThatThrownBy(() -> ParameterSchema.parse(" ".repeat(70_000) + "{}"))
                .hasMessageContaining("longer than");
        assertThatThrownBy(() -> ParameterSchema.parse("{\"a\":".repeat(10_000)))
                .isInstanceOf(HandaxeException.class);
    }

    @Test
    void problemsAreBoundedAndPrintable() {
        String json =
                IntStream.range(0, 60)
                        .mapToObj(i -> "\"\\u001b\\n\\u202e" + i + "\": {\"type\": \"\\u001b[2J\"}")
                        .collect(Collectors.joining(",", "{", "}"));
        assertThatThrownBy(() -> ParameterSchema.parse(json))
                .hasMessageContaining("100 more")
                .message()
                .matches("[ -~]*");
    }

    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"p" + i + "\": {}")
                .collect(Collectors.joining(",", "{", "}"));
    }
}
