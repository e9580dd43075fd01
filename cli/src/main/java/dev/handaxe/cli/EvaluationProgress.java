package dev.handaxe.cli;

import dev.handaxe.benchmarks.EvaluationResult;
import dev.handaxe.benchmarks.Progress;

/** An evaluation's progress on stderr. Confined to one thread. */
final class EvaluationProgress implements Progress {
    private final ProgressDisplay display;
    private String phase = "samples";
    private long notPassed;

    EvaluationProgress(ProgressDisplay display) {
        this.display = display;
    }

    @Override
    public void started(int pass, int passes, long samples) {
        phase = passes > 1 ? "pass %d of %d".formatted(pass, passes) : "samples";
        notPassed = 0;
        display.update(phase, 0, samples);
    }

    @Override
    public void finished(String taskId, EvaluationResult.Kind kind, long done, long samples) {
        if (kind != EvaluationResult.Kind.PASSED) {
            notPassed++;
        }
        display.update(
                phase, done, samples, notPassed > 0 ? ", " + notPassed + " did not pass" : "");
    }

    @Override
    public void advanced(long done, long samples) {
        display.update(phase, done, samples);
    }

    @Override
    public void warned(String message) {
        display.say("warning: " + message);
    }
}
