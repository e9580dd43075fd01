package dev.handaxe.benchmarks.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.PythonValue;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PythonLiteralTest {

    private static void reads(String literal, PythonValue value) {
        assertThat(PythonLiteral.parse(literal)).as(literal).isEqualTo(value);
    }

    private static PythonValue bytes(String latin1) {
        return new PyBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void readsIntegersOfAnySizeAndBase() {
        reads("0", PythonValue.of(0));
        reads("000", PythonValue.of(0));
        reads("0_0", PythonValue.of(0));
        reads("-1_000", PythonValue.of(-1000));
        reads("0xFf_0", PythonValue.of(0xff0));
        reads("0x_f", PythonValue.of(15));
        reads("0o17", PythonValue.of(15));
        reads("0B101", PythonValue.of(5));
        reads("- + -7", PythonValue.of(7));
        reads("(5)", PythonValue.of(5));
        String digits = "7".repeat(90_000);
        reads(digits, new PyInt(new BigInteger(digits)));
        reads(
                "1_" + "2_".repeat(40_000) + "3",
                new PyInt(new BigInteger("1" + "2".repeat(40_000) + "3")));
    }

    @Test
    void readsFloatsAndComplexNumbers() {
        reads("1.", new PyFloat(1));
        reads(".5", new PyFloat(0.5));
        reads("-0.0", new PyFloat(-0.0));
        reads("1e5", new PyFloat(1e5));
        reads("1_0.0_1E+1_0", new PyFloat(10.01e10));
        reads("01.5", new PyFloat(1.5));
        reads("1e400", new PyFloat(Double.POSITIVE_INFINITY));
        reads("5e-324", new PyFloat(Double.MIN_VALUE));
        reads("2j", new PyComplex(0, 2));
        reads("01J", new PyComplex(0, 1));
        reads("-1j", new PyComplex(-0.0, -1));
        reads("1+2j", new PyComplex(1, 2));
        reads("(-1.5 - 2e0j)", new PyComplex(-1.5, -2));
    }

    @Test
    void typesStayApart() {
        assertThat(PythonLiteral.parse("1")).isNotEqualTo(PythonLiteral.parse("1.0"));
        assertThat(PythonLiteral.parse("1")).isNotEqualTo(PythonLiteral.parse("True"));
        assertThat(PythonLiteral.parse("(1,)")).isNotEqualTo(PythonLiteral.parse("[1]"));
        assertThat(PythonLiteral.parse("'a'")).isNotEqualTo(PythonLiteral.parse("b'a'"));
        reads("None", PythonValue.none());
        reads("False", new PyBool(false));
    }

    @Test
    void readsEveryEscapeOfStrings() {
        reads("'\\a\\b\\f\\n\\r\\t\\v\\\\\\'\\\"'", PythonValue.of("\u0007\b\f\n\r\t\u000b\\'\""));
        reads("'\\0\\12\\777\\1018'", PythonValue.of("\0\n\u01ffA8"));
        reads("'\\x41\\u00e9\\U0001f680'", PythonValue.of("A\u00e9\ud83d\ude80"));
        reads("'\\N{GREEK SMALL LETTER ALPHA}'", PythonValue.of("\u03b1"));
        reads("'\\ud800'", PythonValue.of("\ud800"));
        reads("'a\\\nb'", PythonValue.of("ab"));
        reads("'\\d\\('", PythonValue.of("\\d\\("));
    }

    @Test
    void readsEveryPrefixAndQuote() {
        reads("\"it's\"", PythonValue.of("it's"));
        reads("'''a\n'b''c'''", PythonValue.of("a\n'b''c"));
        reads("\"\"\"a\"\"\"", PythonValue.of("a"));
        reads("''", PythonValue.of(""));
        reads("R'\\n\\''", PythonValue.of("\\n\\'"));
        reads("u'a'", PythonValue.of("a"));
        reads("b'\\xff\\377\\u0041'", bytes("\u00ff\u00ff\\u0041"));
        reads("rB'\\x'", bytes("\\x"));
        reads("'''a\r\nb'''", PythonValue.of("a\nb"));
    }

    @Test
    void joinsStringsSideBySide() {
        reads("'a' \"b\"'''c'''", PythonValue.of("abc"));
        reads("('a'\n  r'\\b' # why not\n)", PythonValue.of("a\\b"));
        reads("b'a' b'b'", bytes("ab"));
    }

    @Test
    void commentsAroundItAreIgnored() {
        reads("# the answer:\n 1 # one\n# done", PythonValue.of(1));
    }

    @Test
    void readsContainers() {
        PythonValue one = PythonValue.of(1);
        PythonValue two = PythonValue.of(2);
        reads("[]", new PyList(List.of()));
        reads(" [1, 2,] ", new PyList(List.of(one, two)));
        reads("()", new PyTuple(List.of()));
        reads("(1,)", new PyTuple(List.of(one)));
        reads("(\n1,\n2\n)", new PyTuple(List.of(one, two)));
        reads("{}", new PyDict(List.of()));
        reads("{2, 1}", new PySet(Set.of(one, two)));
        reads("set()", new PySet(Set.of()));
        reads("set([1, 1])", new PySet(Set.of(one)));
        reads("frozenset({2, 1})", new PyFrozenSet(Set.of(one, two)));
        reads("frozenset()", new PyFrozenSet(Set.of()));
        reads(
                "{'a': [(1, {2})], None: {}}",
                new PyDict(
                        List.of(
                                new PyDict.Entry(
                                        PythonValue.of("a"),
                                        new PyList(
                                                List.of(
                                                        new PyTuple(
                                                                List.of(
                                                                        one,
                                                                        new PySet(Set.of(two))))))),
                                new PyDict.Entry(PythonValue.none(), new PyDict(List.of())))));
    }

    @Test
    void dictsKeepTheirOrder() {
        assertThat(PythonLiteral.parse("{1: 2, 3: 4}"))
                .isNotEqualTo(PythonLiteral.parse("{3: 4, 1: 2}"));
    }

    @Test
    void equalKeysFallTogetherAsInPython() {
        reads("{1, 1.0, True}", new PySet(Set.of(PythonValue.of(1))));
        reads("{True, 1}", new PySet(Set.of(new PyBool(true))));
        reads(
                "{0: 'a', -0.0: 'b'}",
                new PyDict(List.of(new PyDict.Entry(PythonValue.of(0), PythonValue.of("b")))));
        assertThat(((PySet) PythonLiteral.parse("{(1, 2), (1.0, 2+0j)}")).items()).hasSize(1);
        assertThat(((PySet) PythonLiteral.parse("{1e400, 1}")).items()).hasSize(2);
        assertThat(((PySet) PythonLiteral.parse("{frozenset([1]), frozenset([True])}")).items())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1, 2",
                "1 2",
                "[1",
                "[1,,2]",
                "[,]",
                "(,)",
                "(1 2)",
                "{1: 2, 3}",
                "{1, 2: 3}",
                "{[1]}",
                "{{}: 1}",
                "set(1)",
                "set",
                "set([1], [2])",
                "list()",
                "1+2",
                "1j+2",
                "1+2j+3",
                "+",
                "-True",
                "--",
                "not 1",
                "x",
                "true",
                "null",
                "nan",
                "...",
                "f'a'",
                "fr'a'",
                "bu'a'",
                "ur'a'",
                "'a",
                "'a\nb'",
                "'''a'",
                "'\\x4'",
                "'\\u123'",
                "'\\U00110000'",
                "'\\N{no such name}'",
                "'\\N{BULLET }'",
                "'\\N'",
                "b'\u00e9'",
                "'a' b'b'",
                "012",
                "1__0",
                "_1",
                "1_",
                "0x",
                "0xg",
                "0b2",
                "0_x1",
                "1e",
                "1_e5",
                "1e_5",
                "1.5.2",
                "1._5",
                "1a",
                "1jj",
                "'a'.upper()",
                "[1][0]",
                "lambda: 1",
                "1 if 1 else 2",
                "\0",
                "'a\0b'",
                "[1]\n[2]",
                "\u0661",
                "a\u0308",
                "*[1]",
                "{**{}}",
                "`1`"
            })
    void refusesWhatIsNoLiteral(String text) {
        assertThatThrownBy(() -> PythonLiteral.parse(text))
                .isInstanceOf(PythonLiteral.Malformed.class)
                .hasMessageMatching("(?s)position \\d+: .+");
    }

    @Test
    void saysWhereItIsWrong() {
        assertThatThrownBy(() -> PythonLiteral.parse("[1, {2: x}]"))
                .hasMessageContaining("position 8: a name is no literal");
        assertThatThrownBy(() -> PythonLiteral.parse("1, 2"))
                .hasMessageContaining("position 1: a tuple needs parentheses");
    }

    @Test
    void hostileTextEndsInAnErrorAndNotInAnOverflow() {
        for (String text :
                List.of(
                        "[".repeat(1_000_000),
                        "(".repeat(500_000) + ")".repeat(500_000),
                        "{1:".repeat(300_000),
                        "-".repeat(2_000_000),
                        "9".repeat(2_000_000),
                        "'a' ".repeat(200_000) + "b'c'",
                        "frozenset(".repeat(100_000))) {
            assertThatThrownBy(() -> PythonLiteral.parse(text))
                    .isInstanceOf(PythonLiteral.Malformed.class);
        }
    }

    @Test
    void readsAsDeepAsItSays() {
        assertThat(PythonLiteral.parse("[".repeat(200) + "]".repeat(200)))
                .isInstanceOf(PyList.class);
        assertThatThrownBy(() -> PythonLiteral.parse("[".repeat(201) + "]".repeat(201)))
                .hasMessageContaining("nested deeper than 200");
    }
}
