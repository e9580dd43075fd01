package dev.handaxe.benchmarks.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.benchmarks.python.PythonLiteral;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvalPlusRuleTest {

    private static PythonValue value(String literal) {
        return PythonLiteral.parse(literal);
    }

    private static boolean passes(EvalPlusRule rule, String value, String expected) {
        return rule.passes(List.of(), value(value), value(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "0 | 3 | 3.0 | true",
                "0 | True | 1 | true",
                "0 | (1, 2) | [1, 2] | false",
                "0 | 3.0000001 | 3.0 | true",
                "0 | 3.00001 | 3.0 | false",
                "0 | 3 | 3.0000001 | false",
                "0 | [1.0000001, 2.0] | [1.0, 2.0] | true",
                "0 | [1.0000001, 2] | [1.0, 2] | false",
                "0 | [1.0] | [1.0, 2.0] | false",
                "0 | (1.0000001,) | [1.0] | false",
                "0 | [3] | [] | false",
                "0.01 | [1.001, 2] | [1, 2] | true",
                "0.01 | [[1.001], 2] | [[1], 2] | true",
                "0.01 | 'a' | 'b' | false",
                "0.01 | ['a', 1.001] | ['a', 1] | false",
                "0.01 | None | None | true",
                "0.01 | {1: 1.001} | {1: 1} | false",
                "0.01 | 1e30 | 1.0000000001e30 | true",
                "0.01 | 1e308 | 1e400 | false",
                "0.01 | 36893488147419103232 | 36893488147419103233 | false"
            })
    void comparesExactlyAndThenWithinTheTolerance(
            double atol, String value, String expected, boolean passes) {
        assertThat(passes(new EvalPlusRule("f", atol), value, expected)).isEqualTo(passes);
    }

    @Test
    void anExpectedFloatLoosensWhatFollows() {
        EvalPlusRule rule = new EvalPlusRule("f", 0);
        assertThat(passes(rule, "[1, 2.0000001]", "[1, 2.0]")).isFalse();
        assertThat(passes(rule, "5.0", "5.0")).isTrue();
        assertThat(passes(rule, "[1, 2.0000001]", "[1, 2.0]")).isTrue();
    }

    @Test
    void anEmptyListIsAllFloatsToo() {
        EvalPlusRule rule = new EvalPlusRule("f", 0);
        assertThat(passes(rule, "[]", "[]")).isTrue();
        assertThat(passes(rule, "[1, 2.0000001]", "[1, 2.0]")).isTrue();
    }

    @Test
    void aRootIsJudgedByItsPolynomial() {
        EvalPlusRule rule = new EvalPlusRule("find_zero", 1e-4);
        List<PythonValue> parabola = List.of(value("[-4, 0, 1]"));
        assertThat(rule.passes(parabola, value("-2.0"), value("2.0"))).isTrue();
        assertThat(rule.passes(parabola, value("2"), value("0.0"))).isTrue();
        assertThat(rule.passes(parabola, value("2.1"), value("2.1"))).isFalse();
        assertThat(rule.passes(parabola, value("None"), value("2.0"))).isFalse();
        assertThat(rule.passes(List.of(), value("2.0"), value("2.0"))).isFalse();
    }
}
