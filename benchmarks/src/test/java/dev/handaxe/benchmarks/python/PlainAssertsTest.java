package dev.handaxe.benchmarks.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.benchmarks.TestFiles;
import dev.handaxe.benchmarks.data.DataFiles;
import dev.handaxe.benchmarks.python.PlainAssert.Comparison;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainAssertsTest {

    private static PlainAssert one(String statement) {
        List<PlainAssert> read = PlainAsserts.statements(statement).orElseThrow();
        assertThat(read).hasSize(1);
        return read.getFirst();
    }

    @Test
    void aCallWithLiteralsIsComparedWithALiteral() {
        PlainAssert read = one("assert  f ( [1, 2.0], 'a' \"b\", {1: (2,)}, ) == -3 , 'message'");
        assertThat(read.function()).isEqualTo("f");
        assertThat(read.arguments())
                .containsExactly(
                        PythonLiteral.parse("[1, 2.0]"),
                        PythonLiteral.parse("'ab'"),
                        PythonLiteral.parse("{1: (2,)}"));
        assertThat(read.comparison()).isEqualTo(Comparison.EQUAL);
        assertThat(read.expected()).isEqualTo(PythonLiteral.parse("-3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assert f(1) == 2",
                "assert f(1)==2 # why",
                "assert (f(1)) == 2",
                "assert (f(1) == 2)",
                "assert (f(1)\n   ==\n 2), \"f(1) is 2\"",
                "assert f(\n1,\n) == 2, f(1)",
                "\n\nassert f(1) == 2\n\n",
                "    assert True, 'first'\n    pass\n    assert f(1) == 2"
            })
    void spaceMessagesAndParenthesesChangeNothing(String statement) {
        assertThat(one(statement))
                .isEqualTo(
                        new PlainAssert(
                                "f",
                                List.of(PythonLiteral.parse("1")),
                                Comparison.EQUAL,
                                PythonLiteral.parse("2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pass",
                "assert True",
                "assert False",
                "assert f(1) != 2",
                "assert f(1) == 2 == 2",
                "assert f(1) == 2 and g(1)",
                "assert f(1) == 2 if x else 3",
                "assert f(1) == 1 + 1",
                "assert f(1) == 2 * 3",
                "assert f(1) == [1, 2][0]",
                "assert f(1) == 'a'.upper()",
                "assert f(1) == '%s' % 1",
                "assert f(1) == f'{x}'",
                "assert f(1) == g(1)",
                "assert f(1) == x",
                "assert f(x) == 1",
                "assert f(n=1) == 1",
                "assert f(*[1]) == 1",
                "assert f(3 * 19) == 1",
                "assert f(1).real == 1",
                "assert f(1)[0] == 1",
                "assert f(1)(2) == 1",
                "assert f == 1",
                "assert 1 == f(1)",
                "assert 1",
                "assert (f(1) == 2, 'a tuple is always true')",
                "assert not f(1) == 2",
                "assert not not f(1)",
                "assert f(1) is 1",
                "assert f(1) is not None",
                "assert f(1) is Nonesuch",
                "assert f(1) in [1]",
                "assert abs(f(1) - 2) < 1e-6",
                "assert lambda: f(1)",
                "assert f(1) == 2; x = 1",
                "assert f(1) == 2, 'a'; x = 1",
                "assert f(1) == 2, 'a' \\\n + g(1)",
                "assert f(1) == 2\nx = 1",
                "assert f(1) == 2\n  assert f(1) == 2",
                "for i in (1,):\n    assert f(1) == 2",
                "x = 1\nassert f(1) == 2",
                "assert f(1) == 2 assert f(2) == 3",
                "assertf(1) == 2",
                "assert f(1) == (2",
                "assert f(1) ="
            })
    void whatIsNotPlainIsNotRead(String statement) {
        assertThat(PlainAsserts.statements(statement)).isEmpty();
    }

    @Test
    void truthAndIdentityAreLookedAtAsPythonDoes() {
        assertThat(one("assert f(1)").holdsFor(PythonLiteral.parse("[0]"))).isTrue();
        assertThat(one("assert f(1)").holdsFor(PythonLiteral.parse("0.0"))).isFalse();
        assertThat(one("assert not f(1)").holdsFor(PythonLiteral.parse("''"))).isTrue();
        assertThat(one("assert not f(1)").holdsFor(PythonLiteral.parse("b'0'"))).isFalse();
        assertThat(one("assert f(1) is True").holdsFor(PythonLiteral.parse("True"))).isTrue();
        assertThat(one("assert f(1) is True").holdsFor(PythonLiteral.parse("1"))).isFalse();
        assertThat(one("assert f(1) == True").holdsFor(PythonLiteral.parse("1"))).isTrue();
        assertThat(one("assert f(1) is None").holdsFor(PythonLiteral.parse("False"))).isFalse();
        assertThat(one("assert f(1) == (1,)").holdsFor(PythonLiteral.parse("[1]"))).isFalse();
    }

    @Test
    void theCheckOfHumanEvalIsReadWithItsParameter() {
        Optional<PlainAsserts.Check> read =
                PlainAsserts.check(
                        """


                        METADATA = {
                            'author': 'x'
                        }

                        # A comment.
                        def check(candidate):

                            # Simple cases
                            assert candidate(1) == 2, "This prints"
                            assert True, "This too"

                            assert candidate(2) == 3

                        """);
        assertThat(read.orElseThrow().parameter()).isEqualTo("candidate");
        assertThat(read.orElseThrow().asserts()).hasSize(2);
        assertThat(PlainAsserts.check("import os\ndef check(candidate):\n    assert candidate(1)"))
                .isEmpty();
        assertThat(PlainAsserts.check("def check(f):\n    assert f(1)\nx = 1")).isEmpty();
        assertThat(PlainAsserts.check("def check(f):\n    for x in f: pass")).isEmpty();
    }

    @Test
    void mostOfThePublishedTestsArePlain() {
        long humanEval =
                DataFiles.all(TestFiles.shared("data/humaneval/HumanEval.jsonl.gz"), r -> r)
                        .stream()
                        .filter(each -> PlainAsserts.check(each.text("test")).isPresent())
                        .count();
        assertThat(humanEval).isBetween(140L, 146L);
        long mbpp =
                DataFiles.all(TestFiles.shared("data/mbpp/mbpp.jsonl"), r -> r).stream()
                        .filter(
                                each ->
                                        PlainAsserts.statements(
                                                        String.join("\n", each.texts("test_list")))
                                                .isPresent())
                        .count();
        assertThat(mbpp).isBetween(960L, 967L);
    }
}
