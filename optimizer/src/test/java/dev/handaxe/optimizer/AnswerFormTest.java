package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerFormTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42                              | 42",
                "The answer is 42.               | 42.00",
                "**Answer: 1,234 apples**        | 1234",
                "so it costs #### 7              | 7",
                "thus \\boxed{\\frac{1}{2}}      | $\\boxed{\\frac{1}{2}}$",
                "Final answer: Paris             | paris.",
                "-0                              | 0",
            })
    void theSameAnswerInOtherWordsIsTheSame(String one, String other) {
        assertThat(AnswerForm.of(one)).isNotEmpty().isEqualTo(AnswerForm.of(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42              | -42",
                "1/2             | 1/3",
                "from 1 to 3     | from 2 to 3",
                "x^2             | x^3",
                "\\boxed{3}      | \\boxed{4}",
                "Paris           | London",
            })
    void differentAnswersAreDifferent(String one, String other) {
        assertThat(AnswerForm.of(one)).isNotEqualTo(AnswerForm.of(other));
    }

    @Test
    void onlyTheLastLineCounts() {
        assertThat(AnswerForm.of("first 17\nthen 18\nThe answer is 19\n\n")).isEqualTo("19");
    }

    @Test
    void aMessageWithoutAnAnswerHasNone() {
        assertThat(AnswerForm.of("")).isEmpty();
        assertThat(AnswerForm.of(" \n ** \n")).isEmpty();
    }

    @Test
    void aHugeMessageIsBounded() {
        assertThat(AnswerForm.of("9".repeat(1_000_000)).length()).isLessThanOrEqualTo(400);
        assertThat(AnswerForm.of("\\boxed{" + "{".repeat(100_000))).hasSizeLessThanOrEqualTo(400);
    }

    @Test
    void aProgramIsItsCodeWithoutCommentsAndFormatting() {
        String one = "Here:\n```python\ndef f(x):\n    return x+1\n```";
        String other = "```\ndef f(x):\n\n  # better\n  return x + 1\n```\nDone. #### 7";

        assertThat(AnswerForm.of(one)).isEqualTo(AnswerForm.of(other));
        assertThat(AnswerForm.of(one)).isNotEqualTo(AnswerForm.of(one.replace("x+1", "x+2")));
        assertThat(AnswerForm.of("```\n#### 7\n```")).isEqualTo("7");
    }
}
