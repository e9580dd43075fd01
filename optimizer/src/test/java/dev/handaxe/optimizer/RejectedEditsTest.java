package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.PastEdit.Fate;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.ParameterSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectedEditsTest {
    private static final String MEAN =
            """
            def mean(xs, digits=2):
                \"""The mean.\"""
                total = 0
                for x in xs:
                    total += x
                if not xs:
                    raise ValueError(f"no numbers: {xs!r}")
                return round(total / len(xs), digits)
            """;
    private static final String DESCRIPTION =
            "Computes the arithmetic mean of a list of numbers, rounded to some digits.";

    private static FunctionDefinition function(String name, String code, String description) {
        return FunctionDefinition.builder(name, code)
                .description(description)
                .parameters(ParameterSchema.parse(World.SCHEMA))
                .build();
    }

    private static FunctionSet mean(String code) {
        return FunctionSet.of(List.of(function("mean", code, DESCRIPTION)));
    }

    private static boolean repeats(FunctionSet proposed) {
        var rejected = new RejectedEdits();
        rejected.add(
                new PastEdit(7, List.of(new Edit("add_function", "mean")), new Fate.Refused("")),
                mean(MEAN));
        return rejected.nearDuplicate(proposed).filter(edit -> edit.epoch() == 7).isPresent();
    }

    @Test
    void formattingCommentsDocstringsAndNamesOfLocalsMakeNoDifference() {
        assertThat(
                        repeats(
                                mean(
                                        """
                                        # Means.


                                        def mean(
                                            xs,
                                            digits = 2,
                                        ):
                                          s = 0  # the sum

                                          for value in xs: # every one

                                              s += value
                                          if not xs:
                                             raise ValueError( f'no numbers: {xs!r}' )
                                          return round(s / len(xs),
                                                       digits)
                                        """)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "total = 0|total = 1",
                "total += x|total -= x",
                "total / len(xs)|len(xs) / total",
                "if not xs|if xs",
                "digits=2|digits=3",
                "no numbers|none",
                "ValueError|KeyError",
                "round(total|int(total",
                "total = 0|total = digits = 0",
            })
    void oneTokenMakesADifference(String change) {
        String[] parts = change.split("\\|", -1);
        assertThat(MEAN).contains(parts[0]);

        assertThat(repeats(mean(MEAN.replace(parts[0], parts[1])))).isFalse();
    }

    @Test
    void theNameOfTheFunctionMakesNoDifference() {
        String code = MEAN.replace("mean", "average");

        assertThat(repeats(FunctionSet.of(List.of(function("average", code, DESCRIPTION)))))
                .isTrue();
    }

    @Test
    void anotherDescriptionMakesADifferenceAndAnotherWordingDoesNot() {
        String reworded = DESCRIPTION.replace("some", "so many").replace("Computes", "computes");

        assertThat(repeats(FunctionSet.of(List.of(function("mean", MEAN, reworded))))).isTrue();
        assertThat(
                        repeats(
                                FunctionSet.of(
                                        List.of(
                                                function(
                                                        "mean",
                                                        MEAN,
                                                        "Call it for averages; give percent.")))))
                .isFalse();
    }

    @Test
    void anotherFunctionBesideItMakesADifference() {
        assertThat(repeats(mean(MEAN).with(World.square(World.GOOD)))).isFalse();
        assertThat(repeats(FunctionSet.empty())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f(a=1)|f(b=1)",
                "x = (1,)|x = (1)",
                "x.a = 1|x.b = 1",
                "x = t[1,]|x = t[1]",
                "def h(a, b): return a - b\nh(a=1, b=2)|def h(b, a): return b - a\nh(a=1, b=2)",
                "if a:\n  f()\ng()|if a:\n  f()\n  g()",
                "x = r'\\n'|x = '\\n'",
                "y = z|w = q",
            })
    void differentProgramsHaveDifferentForms(String pair) {
        String[] parts = pair.split("\\|", -1);

        assertThat(PythonForm.of(parts[0], "f")).isNotEqualTo(PythonForm.of(parts[1], "f"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "g = lambda a: a + 1|g = lambda b: b + 1",
                "y = [a * 2 for a in z]|w = [b * 2 for b in z]",
                "a, b = z; c = a|p, q = z\nr = p",
                "with f() as a: print(a)|with f() as b: print(b)",
                "x = f(1, 2,)|x = f(1, 2)",
                "if (n := 3): print(n)|if (m := 3): print(m)",
                "x = f(\n  1)|x = f(1)",
                "x = 1 + \\\n 2|x = 1 + 2",
                "try:\n\tf()\nexcept E as e:\n\tg(e)|try:\n  f()\nexcept E as o:\n  g(o)",
                "def f(a, *b, c=1, **d): return a|def f(p, *q, r=1, **s): return p",
            })
    void theSameProgramsHaveTheSameForm(String pair) {
        String[] parts = pair.split("\\|", -1);

        assertThat(PythonForm.of(parts[0], "f")).isEqualTo(PythonForm.of(parts[1], "f"));
    }

    @Test
    void whatIsNoPythonHasAFormToo() {
        for (String source :
                List.of("", "(((", "'open", "\"\"\"open", "\\", "\t", ")]}", "f\"{", "x = 1,")) {
            assertThat(PythonForm.of(source, "f")).isNotNull();
        }
    }
}
