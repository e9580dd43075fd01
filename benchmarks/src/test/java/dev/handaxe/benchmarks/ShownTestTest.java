package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.benchmarks.python.PlainAssert;
import dev.handaxe.runtime.PythonValue;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTestTest {
    @Test
    void thePromptOfAnInterpreterIsAnExampleWithTheLineBelowIt() {
        String prompt =
                """
                def add(a, b):
                    \"\"\"Adds.

                    >>> add(1, 2)
                    3
                    >>> add(x, 2)
                    5
                    >>> other(1)
                    1
                    >>> add(1,
                    ...     1)
                    2
                    \"\"\"
                """;

        assertThat(ShownTest.examples(prompt, "add"))
                .singleElement()
                .satisfies(
                        test -> {
                            assertThat(test.code()).isEqualTo("add(1, 2)");
                            assertThat(test.plain().map(PlainAssert::expected))
                                    .contains(PythonValue.of(3));
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "f(1) == 2",
                "f([1, 2]) => [2]",
                "f(1) ==> 2",
                "f(1) ➞ 2",
                "f(1) -> 2",
                "For example, f(1) = 2.",
                "f(\"a\") returns \"b\"",
                "* f(148, 412) should return 16."
            })
    void signsThatPromptsAreWrittenWithMakeExamples(String line) {
        assertThat(ShownTest.examples("def f(x):\n    '''" + line + "\n", "f")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "f(1) == true",
                "f(n) = n + 1",
                "g(1) == 2",
                "f(1) is odd",
                "f(1) -> 1 - 0 = 1",
                "f('a') == '\\\\n'"
            })
    void whatHasNoLiteralIsNone(String line) {
        assertThat(ShownTest.examples(line, "f")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "assert f(1, \"a == b\") == [\"==\"] | f(1, \"a == b\")",
                "assert f( [25, 3],3)==[85, 75]  | f( [25, 3],3)",
                "assert f(2) | f(2)"
            })
    void theCallOfAPlainTestIsToldFromItsValue(String test, String call) {
        assertThat(ShownTest.of(test).code()).isEqualTo(call);
        assertThat(ShownTest.of(test).plain()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "assert set(f(1)) == set((1, 2))",
                "assert not f(3)",
                "assert f(1) is None",
                "assert f(1) + 1 == 2"
            })
    void anyOtherTestIsTakenAsItIs(String test) {
        assertThat(ShownTest.of(test)).isEqualTo(new ShownTest(test, Optional.empty()));
    }
}
