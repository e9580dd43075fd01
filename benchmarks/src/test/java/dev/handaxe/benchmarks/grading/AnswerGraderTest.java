package dev.handaxe.benchmarks.grading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.benchmarks.AnswerGrader;
import dev.handaxe.benchmarks.AnswerGrader.Judgement;
import dev.handaxe.benchmarks.AnswerGrader.Pair;
import dev.handaxe.benchmarks.TestFiles;
import dev.handaxe.benchmarks.data.DataFiles;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.runtime.HandaxeException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerGraderTest {

    private static boolean isRight(String grader, String prediction, String gold) {
        return AnswerGrader.of(grader).grade(Pair.of(prediction, gold)).isCorrect();
    }

    private static Verdict verdict(String grader, String answer, String message) {
        AnswerRule rule = AnswerRule.of(grader);
        Grader forAgents = rule.forAgents();
        return forAgents.grade(new Task("t", "?", answer, rule.answerFormat()), message);
    }

    private static boolean solves(String grader, String answer, String message) {
        return verdict(grader, answer, message).score() == 1;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    so #### 72            | #### 72      | true
                    #### 1,500            | #### 1500    | true
                    #### 72 then #### 73  | #### 73      | false
                    #### 72.0             | #### 72      | false
                    #### 72.              | #### 72      | false
                    #### $72              | #### 72      | false
                    ####72                | #### 72      | false
                    72                    | #### 72      | false
                    #### -5 degrees       | #### -5      | true
                    #### 72               | 72           | false
                    """)
    void gsm8kComparesTheFirstMarkedNumberAsText(String prediction, String gold, boolean right) {
        assertThat(isRight("gsm8k", prediction, gold)).isEqualTo(right);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    \\frac12                 | \\frac{1}{2}   | true
                    \\dfrac{1}{2}            | 0.5            | true
                    1/2                      | \\frac{1}{2}   | true
                    2/4                      | \\frac{1}{2}   | false
                    01/2                     | \\frac{1}{2}   | false
                    x = 5                    | 5              | true
                    xyz=5                    | 5              | false
                    \\sqrt3                  | \\sqrt{3}      | true
                    5\\text{ cm}             | 5              | true
                    5\\text{cm}              | 5              | false
                    \\left( 1, 2 \\right)    | (1,2)          | true
                    30^\\circ                | 30             | true
                    \\$5                     | 5              | true
                    50\\%                    | 50             | true
                    .25                      | 0.25           | true
                    1\\!000                  | 1000           | true
                    \\frac1\\frac2           | \\frac1\\frac2 | true
                    2\\sqrt                  | 2\\sqrt        | true
                    2\\sqrt                  | 2\\sqrt{}      | false
                    """)
    void mathComparesNormalForms(String prediction, String gold, boolean right) {
        assertThat(isRight("math", prediction, gold)).isEqualTo(right);
    }

    @Test
    void nothingEqualsNothingOnlyWhereItIsAskedFor() {
        Pair nothing = new Pair(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        assertThat(AnswerGrader.of("math").grade(nothing).isCorrect()).isFalse();
        assertThat(AnswerGrader.of("math:official").grade(nothing).isCorrect()).isTrue();
        Pair half = new Pair(Optional.empty(), Optional.of("5"), Optional.empty(), List.of());
        assertThat(AnswerGrader.of("math:official").grade(half).isCorrect()).isFalse();
    }

    @Test
    void theLastClosedBoxHoldsTheAnswer() {
        assertThat(MathAnswer.lastBoxed("\\boxed{1} and \\boxed{\\frac{1}{2}}."))
                .contains("\\frac{1}{2}");
        assertThat(MathAnswer.lastBoxed("\\boxed{\\boxed{5}}")).contains("5");
        assertThat(MathAnswer.lastBoxed("\\boxed{}")).contains("");
        for (String text :
                List.of("", "5", "\\boxed 5", "\\boxed {5}", "\\fbox{5}", "\\boxed{5", "\\boxed")) {
            assertThat(MathAnswer.lastBoxed(text)).as(text).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    numeric      | 1,000      | 1000       | true
                    numeric      | 1000.0     | 1000       | true
                    numeric      | 1e3        | 1000       | true
                    numeric      | 2000/2     | 1000       | true
                    numeric      | 1/3        | 0.3333333333333 | true
                    numeric      | 0.333      | 1/3        | false
                    numeric      | 1000000001 | 1000000000 | false
                    numeric      | 7998.951   | 7998.95    | false
                    numeric      | 7998.950   | 7998.95    | true
                    numeric      | −5         | -5         | true
                    numeric      | 10,00      | 1000       | false
                    numeric      | 5 apples   | 5          | false
                    numeric      | 1/0        | 5          | false
                    numeric      | nan        | 5          | false
                    numeric      | 1e99999    | 5          | false
                    numeric:0.01 | 3.14       | 3.1415     | true
                    numeric:0.01 | 101        | 100        | true
                    numeric:0.01 | 102        | 100        | false
                    numeric:0    | 0.10       | 0.1        | true
                    exact        | Oslo       | Oslo       | true
                    exact        | oslo       | Oslo       | false
                    """)
    void numbersAndTextsAreCompared(String grader, String prediction, String gold, boolean right) {
        assertThat(isRight(grader, prediction, gold)).isEqualTo(right);
    }

    @Test
    void aGoldAnswerThatIsNoNumberIsNotDecided() {
        assertThat(AnswerGrader.of("numeric").grade(Pair.of("5", "five")).correct()).isEmpty();
    }

    @Test
    void anAgentsAnswerIsFoundWhereItsFormatSays() {
        assertThat(solves("gsm8k", "1500", "That makes 1,500.\n#### 1,500")).isTrue();
        assertThat(solves("gsm8k", "1500", "1500")).isFalse();
        assertThat(solves("math", "\\frac{1}{2}", "So $\\boxed{0.5}$.")).isTrue();
        assertThat(solves("math", "\\boxed{5}", "\\boxed{5}")).isTrue();
        assertThat(solves("math", "5", "5")).isFalse();
        assertThat(solves("numeric", "42", "ANSWER: 41\n\nANSWER: 42\n")).isTrue();
        assertThat(solves("numeric", "42", "It is 42.\nSo,\n- **Answer:** `42`")).isTrue();
        assertThat(solves("numeric", "-42", "ANSWER: -42")).isTrue();
        assertThat(solves("numeric", "42", "42")).isTrue();
        assertThat(solves("numeric", "42", "I think\n42")).isFalse();
        assertThat(solves("exact", "Oslo", "ANSWER: Oslo\nThat is all.")).isTrue();
        assertThat(solves("exact", "Oslo", "ANSWER: Bergen, not Oslo")).isFalse();
    }

    @Test
    void everyAnswerFormatSaysHowToWriteWhatIsLookedFor() {
        assertThat(AnswerRule.of("gsm8k").answerFormat()).contains("#### 42");
        assertThat(AnswerRule.of("math").answerFormat()).contains("\\boxed{");
        assertThat(AnswerRule.of("numeric").answerFormat()).contains("ANSWER:");
        assertThat(AnswerRule.of("exact").answerFormat()).contains("ANSWER:");
    }

    @Test
    void garbageIsWrongAndNeverThrows() {
        List<String> garbage =
                List.of(
                        "",
                        "\0\u202e\ud800",
                        "\\boxed{".repeat(10_000),
                        "\\boxed{" + "\\frac".repeat(5_000) + "}",
                        "\\boxed{" + "\\sqrt".repeat(5_000) + "}",
                        "\\boxed{\\text{ a}\\text{ b}}",
                        "#### " + ",".repeat(50_000),
                        "ANSWER:" + " *".repeat(50_000),
                        "ANSWER: " + "1".repeat(200_000),
                        "ANSWER: " + "1,".repeat(100_000) + "x",
                        "ANSWER\n".repeat(50_000),
                        "\n".repeat(200_000));
        for (String grader : AnswerRule.names()) {
            for (String message : garbage) {
                assertThat(verdict(grader, "42", message).score()).isZero();
                assertThat(verdict(grader, "42", message).reason()).hasSizeLessThan(600);
            }
        }
    }

    @Test
    void aReasonIsOnePrintableLine() {
        Judgement judgement = Judgement.undecided("sympy: x\n\ty\r\u2028" + "z".repeat(5000));
        assertThat(judgement.reason())
                .startsWith("sympy: x  y\\x0d\\u2028z")
                .hasSizeLessThanOrEqualTo(1000);
        for (String grader : AnswerRule.names()) {
            String reason = AnswerGrader.of(grader).grade(Pair.of("4\t\n2", "4\r\n3")).reason();
            assertThat(reason).doesNotContain("\n", "\t", "\r");
        }
    }

    @Test
    void anUnknownGraderIsNamedWithTheKnownOnes() {
        for (String name : List.of("bleu", "numeric:", "numeric:x", "numeric:-1", "numeric:2")) {
            assertThatThrownBy(() -> AnswerGrader.of(name)).isInstanceOf(HandaxeException.class);
        }
        assertThatThrownBy(() -> AnswerGrader.of("bleu"))
                .hasMessageContaining("bleu")
                .hasMessageContaining("gsm8k, math");
        assertThatThrownBy(() -> AnswerGrader.of("prm800k"))
                .hasMessageContaining("prm800k needs a sandbox");
        assertThat(AnswerGrader.names()).contains("prm800k", "tabmwp", "gaia", "arc");
    }

    @Test
    void meetsTheOfficialVerdictsOnGsm8k() {
        DataFiles.each(
                TestFiles.shared("verdicts/gsm8k_pairs.json"),
                found -> {
                    assertThat(isRight("gsm8k", found.text("completion"), found.text("gold")))
                            .as(found.node().toString())
                            .isEqualTo(found.flag("official"));
                    assertThat(Gsm8kAnswer.extract(found.text("completion")).orElse("[invalid]"))
                            .isEqualTo(found.text("official_extract"));
                });
    }

    @Test
    void meetsTheOfficialVerdictsOnMath() {
        DataFiles.each(
                TestFiles.shared("verdicts/math_pairs.json"),
                found -> {
                    String prediction = found.text("pred");
                    String gold = found.text("gold");
                    assertThat(isRight("math", prediction, gold))
                            .as(found.node().toString())
                            .isEqualTo(found.flag("hendrycks_is_equiv"));
                    if (found.node().get("hendrycks_normalised").isArray()) {
                        assertThat(
                                        List.of(
                                                MathText.normalised(prediction).orElse("raised"),
                                                MathText.normalised(gold).orElse("raised")))
                                .isEqualTo(found.texts("hendrycks_normalised"));
                    } else {
                        assertThat(MathText.normalised(prediction)).isEmpty();
                    }
                });
    }
}
