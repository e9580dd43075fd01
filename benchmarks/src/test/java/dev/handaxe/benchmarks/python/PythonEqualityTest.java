package dev.handaxe.benchmarks.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.PythonValue.PyFloat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PythonEqualityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 | 1.0 | true",
                "True | 1 | true",
                "1 | (1+0j) | true",
                "9007199254740993 | 9007199254740992.0 | false",
                "0.0 | -0.0 | true",
                "'1' | 1 | false",
                "'a' | b'a' | false",
                "[1, [2]] | [1.0, [2]] | true",
                "[1, 2] | [1] | false",
                "[1] | (1,) | false",
                "{1, 2.0} | frozenset([2, 1]) | true",
                "{1} | {1, 2} | false",
                "{1} | [1] | false",
                "{'a': 1, 'b': [2]} | {'b': [2.0], 'a': True} | true",
                "{'a': 1} | {'a': 2} | false",
                "{'a': 1} | {'b': 1} | false",
                "{'a': 1} | {'a': 1, 'b': 2} | false",
                "None | None | true",
                "None | False | false"
            })
    void isPythons(String one, String other, boolean equal) {
        assertThat(PythonEquality.areEqual(PythonLiteral.parse(one), PythonLiteral.parse(other)))
                .isEqualTo(equal);
        assertThat(PythonEquality.areEqual(PythonLiteral.parse(other), PythonLiteral.parse(one)))
                .isEqualTo(equal);
    }

    @Test
    void nanEqualsNothing() {
        PyFloat value = new PyFloat(Double.NaN);
        assertThat(PythonEquality.areEqual(value, value)).isFalse();
    }
}
