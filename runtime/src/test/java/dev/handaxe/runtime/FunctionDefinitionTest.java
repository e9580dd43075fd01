package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.FunctionDefinition.Example;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionDefinitionTest {

    @Test
    void allButNameAndSourceIsTakenOver() {
        FunctionDefinition function =
                FunctionDefinition.builder("f", "def f(): return 1")
                        .description("one")
                        .parameters(ParameterSchema.none())
                        .packages(List.of("sympy"))
                        .examples(List.of(new Example(Map.of(), PythonValue.of(1))))
                        .build();
        FunctionDefinition renamed = function.toBuilder("g", "def g(): return 1").build();

        assertThat(renamed.name()).isEqualTo("g");
        assertThat(renamed.source()).isEqualTo("def g(): return 1");
        assertThat(renamed.toBuilder("f", function.source()).build()).isEqualTo(function);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "_", "add_2", "Foo", "match"})
    void pythonIdentifiersNameFunctions(String name) {
        assertThat(FunctionDefinition.builder(name, "").build().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2x",
                "a-b",
                "a b",
                "é",
                "f\n",
                "class",
                "None",
                "__debug__",
                "../f",
                "a.b",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void otherWordsDoNot(String name) {
        assertInvalid(() -> FunctionDefinition.builder(name, ""), "cannot name a function");
    }

    @Test
    void aHostileNameIsShownEscaped() {
        assertThatThrownBy(() -> FunctionDefinition.builder("\u001b[2J\n", ""))
                .message()
                .matches("[ -~]*");
    }

    @Test
    void lineEndsAreNormalised() {
        assertThat(FunctionDefinition.builder("f", "a\r\nb\rc\n").build().source())
                .isEqualTo("a\nb\nc\n");
    }

    @Test
    void textThatNoFileCanKeepIsRefused() {
        assertInvalid(() -> FunctionDefinition.builder("f", "'\ud800'"), "the source holds half");
        assertInvalid(
                () -> FunctionDefinition.builder("f", "").description("\udc00"),
                "the description holds half");
    }

    @Test
    void packagesMustBeNames() {
        assertThat(
                        FunctionDefinition.builder("f", "")
                                .packages(List.of("ruamel.yaml", "a"))
                                .build()
                                .packages())
                .containsExactly("ruamel.yaml", "a");
        for (String wrong : List.of("", "a b", "../x", "-r", "x\n")) {
            assertInvalid(
                    () -> FunctionDefinition.builder("f", "").packages(List.of(wrong)),
                    "is not the name of a package");
        }
    }

    @Test
    void theHashCoversAllThatACallDependsOnAndPartsDoNotRunTogether() {
        Stream<FunctionDefinition> different =
                Stream.of(
                        definition("f", "s", "d", ParameterSchema.any(), List.of("a", "b")),
                        definition("g", "s", "d", ParameterSchema.any(), List.of("a", "b")),
                        definition("f", "t", "d", ParameterSchema.any(), List.of("a", "b")),
                        definition("f", "s", "e", ParameterSchema.any(), List.of("a", "b")),
                        definition("f", "s", "d", ParameterSchema.none(), List.of("a", "b")),
                        definition("f", "s", "d", ParameterSchema.any(), List.of("b", "a")),
                        definition("f", "s", "d", ParameterSchema.any(), List.of("ab")),
                        definition("f", "s\0d", "", ParameterSchema.any(), List.of("a", "b")),
                        definition("f", "s", "\0d", ParameterSchema.any(), List.of("a", "b")),
                        definition("f", "s\0", "d", ParameterSchema.any(), List.of("a", "b")),
                        definition("f", "s1:d", "", ParameterSchema.any(), List.of("a", "b")));
        assertThat(different.map(FunctionDefinition::hash)).doesNotHaveDuplicates();
        assertThat(definition("f", "s", "d", ParameterSchema.none(), List.of()).hash())
                .isEqualTo(definition("f", "s", "d", ParameterSchema.parse("{}"), List.of()).hash())
                .matches("[0-9a-f]{64}");
    }

    @Test
    void examplesMakeADifferenceButNotToTheHash() {
        FunctionDefinition bare = FunctionDefinition.builder("f", "").build();
        FunctionDefinition shown =
                FunctionDefinition.builder("f", "")
                        .examples(List.of(new Example(Map.of(), PythonValue.none())))
                        .build();
        assertThat(shown).isNotEqualTo(bare).hasSameHashCodeAs(bare);
        assertThat(shown.hash()).isEqualTo(bare.hash());
        assertThat(FunctionSet.of(List.of(shown))).isNotEqualTo(FunctionSet.of(List.of(bare)));
    }

    @Test
    void anExampleKeepsTheOrderOfItsArgumentsAndCopies() {
        Map<String, PythonValue> arguments = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            arguments.put("p" + (i * 7 % 20), PythonValue.of(i));
        }
        var example = new Example(arguments, PythonValue.none());
        List<String> order = List.copyOf(arguments.keySet());
        arguments.clear();
        assertThat(example.arguments().keySet()).containsExactlyElementsOf(order);
        assertThatThrownBy(() -> example.arguments().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static FunctionDefinition definition(
            String name,
            String source,
            String description,
            ParameterSchema parameters,
            List<String> packages) {
        return FunctionDefinition.builder(name, source)
                .description(description)
                .parameters(parameters)
                .packages(packages)
                .build();
    }

    private static void assertInvalid(Runnable action, String message) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT))
                .hasMessageContaining(message);
    }
}
