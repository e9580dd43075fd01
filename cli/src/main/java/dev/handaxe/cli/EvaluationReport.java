package dev.handaxe.cli;

import dev.handaxe.benchmarks.EvaluationResult;
import java.io.PrintStream;
import java.util.Locale;

/** An evaluation's result for people. */
final class EvaluationReport {
    private EvaluationReport() {}

    static void print(EvaluationResult result, PrintStream out) {
        EvaluationResult.Counts counts = result.counts();
        result.failures()
                .shown()
                .forEach(
                        failure ->
                                out.println(
                                        "%-18s %-14s %s"
                                                .formatted(
                                                        failure.taskId(),
                                                        failure.kind().key(),
                                                        failure.reason()
                                                                .lines()
                                                                .findFirst()
                                                                .orElse(""))));
        if (result.failures().leftOut() > 0) {
            out.println("... and " + result.failures().leftOut() + " more");
        }
        out.println(
                "%s: %d of %d samples passed, %d tasks"
                        .formatted(
                                result.dataSet(),
                                counts.passed(),
                                counts.samples(),
                                counts.tasks()));
        result.passAtK()
                .forEach(
                        (k, value) ->
                                out.println(String.format(Locale.ROOT, "pass@%d  %.4f", k, value)));
        counts.outcomes()
                .forEach(
                        (kind, count) -> {
                            if (count > 0) {
                                out.println("%-15s %d".formatted(kind.key(), count));
                            }
                        });
        for (EvaluationResult.Pass pass : result.passes()) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%.1f s, %d passed, %.1f samples a second",
                            pass.seconds(),
                            pass.passed(),
                            pass.seconds() > 0 ? counts.samples() / pass.seconds() : 0));
        }
    }
}
