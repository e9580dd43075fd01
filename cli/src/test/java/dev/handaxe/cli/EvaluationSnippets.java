package dev.handaxe.cli;

import dev.handaxe.benchmarks.Evaluation;
import dev.handaxe.benchmarks.EvaluationOptions;
import dev.handaxe.benchmarks.EvaluationResult;
import dev.handaxe.benchmarks.Progress;
import java.nio.file.Path;

/** The example of docs/evaluation.md, between its two markers. */
final class EvaluationSnippets {
    private EvaluationSnippets() {}

    static String evaluation(Path data, Path samples) {
        // evaluation starts
        EvaluationOptions options =
                EvaluationOptions.builder("humaneval", data).samples(samples).workers(2).build();
        EvaluationResult result = Evaluation.run(options, Progress.NONE);
        return result.counts().passed() + " passed, " + result.passAtK();
        // evaluation ends
    }
}
