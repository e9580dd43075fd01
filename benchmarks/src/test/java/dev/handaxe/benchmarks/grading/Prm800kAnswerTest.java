package dev.handaxe.benchmarks.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.benchmarks.AnswerGrader.Judgement;
import dev.handaxe.benchmarks.AnswerGrader.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Prm800kAnswerTest {

    /** Knows what it is told, and writes down what it is asked. Confined to one thread. */
    private static final class ToldAlgebra implements Algebra {
        private final Map<String, String> latex;
        private final Map<String, Boolean> zero;
        private final List<String> asked = new ArrayList<>();
        private boolean closed;

        ToldAlgebra(Map<String, String> latex, Map<String, Boolean> zero) {
            this.latex = latex;
            this.zero = zero;
        }

        @Override
        public Answer<Optional<String>> latexToText(String text) {
            asked.add(text);
            return latex.containsKey(text)
                    ? new Answer.Known<>(
                            Optional.of(latex.getOrDefault(text, "")).filter(s -> !s.isEmpty()))
                    : new Answer.Unknown<>("no pylatexenc");
        }

        @Override
        public Answer<Boolean> isZero(String expression) {
            asked.add(expression);
            return zero.containsKey(expression)
                    ? new Answer.Known<>(zero.getOrDefault(expression, false))
                    : new Answer.Unknown<>("no sympy");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final ToldAlgebra nothing = new ToldAlgebra(Map.of(), Map.of());

    private static Judgement grade(Algebra algebra, String prediction, String gold) {
        try (Prm800kAnswer grader = new Prm800kAnswer(algebra)) {
            return grader.grade(Pair.of(prediction, gold));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.5|\\frac12|true",
                "\\text{even}|even|true",
                "1,000|1000|true",
                "Evelyn|evelyn|true",
                "5 cm|5|true",
                "|5|false",
                "(1,2)|(1,2,3)|false",
                "(1,x)|[1,x]|false",
                "(1,2)|(1,3.5)|false",
                "2/4|1/2|false",
                "5.5|5|false",
                "6|5|false",
                "-5|5|false",
                "(1,2)|(1,0)|false",
                "abc|abd|false",
                "x^10|x^10+0|false",
                "x^(2)y|x|false",
                "2^3^2|2^9|false"
            })
    void whatIsPlainNeedsNoPackage(String pair) {
        String[] parts = pair.split("\\|", -1);
        assertThat(grade(nothing, parts[0], parts[1]).correct())
                .contains(Boolean.valueOf(parts[2]));
        assertThat(nothing.asked).isEmpty();
    }

    @Test
    void sympyIsAskedForTheDifferenceOfEachElement() {
        ToldAlgebra algebra =
                new ToldAlgebra(Map.of(), Map.of("(2*x)-(x+x)", true, "(y)-(z)", false));
        assertThat(grade(algebra, "x+x", "2*x").correct()).contains(true);
        assertThat(grade(algebra, "(x+x,z)", "(2*x,y)").correct()).contains(false);
        assertThat(algebra.asked).containsExactly("(2*x)-(x+x)", "(2*x)-(x+x)", "(y)-(z)");
    }

    @Test
    void anElementThatIsWrongAsTextSpoilsTheRestUnasked() {
        assertThat(grade(nothing, "(x+x,1/2)", "(2*x,2/4)").correct()).contains(false);
        assertThat(nothing.asked).isEmpty();
    }

    @Test
    void whatNeedsAMissingPackageIsUndecidedAndSaysSo() {
        Judgement algebra = grade(nothing, "x+x", "2*x");
        assertThat(algebra.correct()).isEmpty();
        assertThat(algebra.reason()).isEqualTo("no sympy");
        Judgement latex = grade(nothing, "\\frac{x}{3}", "x/3");
        assertThat(latex.correct()).isEmpty();
        assertThat(latex.reason()).isEqualTo("no pylatexenc");
    }

    @Test
    void aWrongElementDecidesAlthoughAnotherIsUndecided() {
        ToldAlgebra algebra = new ToldAlgebra(Map.of(), Map.of("(y)-(z)", false));
        assertThat(grade(algebra, "(x+x,z)", "(2*x,y)").correct()).contains(false);
    }

    @Test
    void latexIsReadAndWhatItCannotReadStays() {
        ToldAlgebra algebra =
                new ToldAlgebra(Map.of(" \\frac{x}{3}", "x/3", "\\a", "", "\\b", ""), Map.of());
        assertThat(grade(algebra, "\\frac{x}{3}", "x/3").correct()).contains(true);
        assertThat(grade(algebra, "\\a", "\\b").correct()).isEmpty();
        assertThat(algebra.asked).contains("(\\b)-(\\a)");
    }

    @Test
    void nothingIsNeverRight() {
        Optional<String> none = Optional.empty();
        Prm800kAnswer grader = new Prm800kAnswer(nothing);
        assertThat(grader.grade(new Pair(none, none, none, List.of())).correct()).contains(false);
        assertThat(grader.grade(new Pair(Optional.of("5"), none, none, List.of())).correct())
                .contains(false);
        grader.close();
        assertThat(nothing.closed).isTrue();
    }
}
