package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.Exam.Question;
import dev.handaxe.benchmarks.Exam.Ruling;
import dev.handaxe.benchmarks.python.PythonEquality;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a prediction of CRUXEval is judged: by {@code assert OUTPUT == PREDICTION} after the task's
 * code, as in its own harness, but with the output kept outside the guest. A prediction is one
 * expression, so {@code 1 or True} has the value 1 instead of holding for every output.
 */
final class CruxPrediction {
    private static final String FUNCTION = "handaxe_prediction";

    private CruxPrediction() {}

    /** To be run: of several expressions the first counts, as what follows is a message. */
    static Attempt expression(String code, String prediction, PythonValue expected) {
        String source =
                code + "\n\n\ndef " + FUNCTION + "():\n    return [" + prediction + "\n    ][0]\n";
        return new Attempt.Examined(
                CodeTask.newlines(source),
                List.of(
                        new ListExam.Step(
                                new Question(FUNCTION, List.of(), Map.of()),
                                (value, nanos) -> problem(value, expected))));
    }

    /** Why a value is wrong; empty if Python says that it equals the output. */
    static Optional<Ruling> problem(PythonValue predicted, PythonValue expected) {
        return PythonEquality.areEqual(expected, predicted)
                ? Optional.empty()
                : Optional.of(
                        new Ruling(
                                Kind.FAILED,
                                "predicted %s, it is %s"
                                        .formatted(
                                                TaskTests.shown(predicted),
                                                TaskTests.shown(expected))));
    }
}
