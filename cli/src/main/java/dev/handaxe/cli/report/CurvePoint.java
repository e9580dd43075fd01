package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.ReportedEpoch;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.optimizer.report.SplitScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one epoch's set scored.
 *
 * <p>Immutable.
 *
 * @param epoch 0 for the set the run began with
 * @param fate in a word: {@code start}, {@code kept}, {@code rolled back}, {@code not decided}
 */
record CurvePoint(int epoch, String fate, String set) {
    static final List<String> SPLITS = List.of("train", "validation", "test");

    /** The set the run began with, and every set that an epoch tried. */
    static List<CurvePoint> of(RunReport run) {
        List<CurvePoint> points = new ArrayList<>();
        points.add(new CurvePoint(0, "start", run.firstSet()));
        for (ReportedEpoch epoch : run.epochs()) {
            points.add(new CurvePoint(epoch.number(), SetNames.word(epoch), epoch.set()));
        }
        return points;
    }

    boolean kept() {
        return fate.equals("kept") || fate.equals("start");
    }

    Optional<SplitScores> scores(RunReport run, String split) {
        return set.isEmpty() ? Optional.empty() : run.scores(set, split);
    }
}
