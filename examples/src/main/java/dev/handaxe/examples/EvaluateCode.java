package dev.handaxe.examples;

import dev.handaxe.benchmarks.Evaluation;
import dev.handaxe.benchmarks.EvaluationOptions;
import dev.handaxe.benchmarks.EvaluationResult;
import dev.handaxe.benchmarks.Progress;
import java.nio.file.Path;

/**
 * A model's programs are run against the tests of their data set: the example of
 * docs/evaluation.md. No state.
 */
public final class EvaluateCode {
    private EvaluateCode() {}

    /** How many passed, and pass@k. */
    public static String run(Path data, Path samples) {
        // example starts
        EvaluationOptions options =
                EvaluationOptions.builder("humaneval", data).samples(samples).workers(2).build();
        EvaluationResult result = Evaluation.run(options, Progress.NONE);
        return result.counts().passed() + " passed, " + result.passAtK();
        // example ends
    }
}
