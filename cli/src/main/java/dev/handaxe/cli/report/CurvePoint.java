package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.ReportedEpoch;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.optimizer.report.SplitScores;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one epoch's set scored.
 *
 * <p>Immutable.
 *
 * @param epoch 0 for the set the run began with
 * @param fate in a word: {@code start}, {@code kept}, {@code rolled back}, {@code not decided},
 *     {@code pruned}
 */
record CurvePoint(int epoch, String fate, String set) {
    private static final String PRUNED = "pruned";
    static final List<String> SPLITS = List.of("train", "validation", "test");

    /** The set the run began with, and every set that an epoch tried. */
    static List<CurvePoint> of(RunReport run) {
        List<CurvePoint> points = new ArrayList<>();
        points.add(new CurvePoint(0, "start", run.firstSet()));
        for (ReportedEpoch epoch : run.epochs()) {
            points.add(new CurvePoint(epoch.number(), SetNames.word(epoch), epoch.set()));
        }
        for (Version version : run.versions()) {
            if (version.provenance().containsKey("pruned")) {
                int after = points.getLast().epoch() + 1;
                points.add(new CurvePoint(after, PRUNED, version.functions().hash()));
            }
        }
        return points;
    }

    boolean kept() {
        return fate.equals("kept") || fate.equals("start") || fate.equals(PRUNED);
    }

    /** As a number, but for what pruning made after the last epoch. */
    String label() {
        return fate.equals(PRUNED) ? PRUNED : Integer.toString(epoch);
    }

    /**
     * The set's score. On test tasks only the first set and the last have one: what a control
     * measured of another is no part of the curve.
     */
    Optional<SplitScores> scores(RunReport run, String split) {
        boolean sealed =
                split.equals("test") && !set.equals(run.firstSet()) && !set.equals(run.finalSet());
        return set.isEmpty() || sealed ? Optional.empty() : run.scores(set, split);
    }
}
