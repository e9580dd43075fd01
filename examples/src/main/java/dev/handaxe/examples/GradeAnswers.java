package dev.handaxe.examples;

import dev.handaxe.benchmarks.AnswerGrader;
import dev.handaxe.benchmarks.AnswerGrader.Judgement;
import dev.handaxe.benchmarks.AnswerGrader.Pair;
import java.util.List;
import java.util.Optional;

/** Answers are graded by the rules of their data sets: the example of docs/grading.md. No state. */
public final class GradeAnswers {
    private GradeAnswers() {}

    /** Whether the first is right, and why the second is. */
    public static String run() {
        // example starts
        AnswerGrader grader = AnswerGrader.of("tabmwp");
        Pair options =
                new Pair(
                        Optional.of("The answer is (B) of the two."),
                        Optional.of("nonlinear"),
                        Optional.empty(),
                        List.of("linear", "nonlinear"));
        Judgement judgement = grader.grade(options);
        Judgement math = AnswerGrader.of("math").grade(Pair.of("0.5", "\\frac12"));
        return judgement.correct().orElse(false) + ", " + math.reason();
        // example ends
    }
}
