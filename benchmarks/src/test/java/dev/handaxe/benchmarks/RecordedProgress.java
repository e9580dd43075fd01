package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an evaluation told. Confined to one thread. */
final class RecordedProgress implements Progress {
    private final List<String> warnings = new ArrayList<>();
    private final List<Long> done = new ArrayList<>();

    @Override
    public void finished(String taskId, Kind kind, long count, long samples) {
        done.add(count);
    }

    @Override
    public void warned(String message) {
        warnings.add(message);
    }

    /** The warnings, in their order. */
    List<String> warnings() {
        return warnings;
    }

    /** How many samples had their verdicts, after each of them. */
    List<Long> done() {
        return done;
    }
}
