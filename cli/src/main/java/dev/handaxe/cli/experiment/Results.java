package dev.handaxe.cli.experiment;

import dev.handaxe.cli.experiment.Comparison.Pair;
import dev.handaxe.cli.experiment.RunScores.Kept;
import dev.handaxe.cli.experiment.RunScores.Used;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of an experiment's runs at some moment.
 *
 * <p>Immutable.
 *
 * @param protocol what every run has in common, by the names of the options
 * @param epochs of a training, at most
 * @param runs what each run that was begun came to, in the order of the experiment
 * @param stopped {@code running}, {@code done}, {@code budget}, {@code interrupted} or {@code
 *     failed}
 */
public record Results(
        Grid grid,
        Map<String, String> protocol,
        int epochs,
        Map<Work, RunScores> runs,
        String stopped) {
    /** Copies. */
    public Results {
        Objects.requireNonNull(grid);
        protocol = Collections.unmodifiableMap(new LinkedHashMap<>(protocol));
        runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
        Objects.requireNonNull(stopped);
    }

    /** The training of that cell, once it is finished. */
    public Optional<RunScores> training(Cell cell) {
        return finished(new Work.Training(cell));
    }

    /** That run, once it is finished. */
    public Optional<RunScores> finished(Work work) {
        return Optional.ofNullable(runs.get(work)).filter(RunScores::finished);
    }

    /** The cell's first set against its last, on its test tasks. */
    Optional<Pair> gain(Cell cell) {
        return training(cell).map(run -> new Pair(run.first().test(), run.last().test()));
    }

    /** The last set of the paper's method against that of the cell's variant: same tasks. */
    Optional<Pair> againstPaper(Cell cell) {
        return training(cell.with(Variant.PAPER))
                .flatMap(
                        paper ->
                                training(cell)
                                        .map(
                                                run ->
                                                        new Pair(
                                                                paper.last().test(),
                                                                run.last().test())));
    }

    /**
     * The target's first set against the set that came from another subject. A cell that kept no
     * set has nothing to carry over: both are the first set.
     */
    Optional<Pair> transfer(Work.Transfer transfer) {
        Optional<Kept> target = training(transfer.target()).map(RunScores::first);
        Optional<RunScores> source = training(transfer.cell());
        if (target.isEmpty() || source.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Double> before = target.get().test();
        return keptNothing(source.get())
                ? Optional.of(new Pair(before, before))
                : finished(transfer).map(run -> new Pair(before, run.last().test()));
    }

    /** Whether a training ended with the set that it began with. */
    public static boolean keptNothing(RunScores training) {
        return training.first().set().equals(training.last().set());
    }

    /** The sets of a cell that stood between the first and the last, which have no test score. */
    public List<Work.CurvePoint> between(Cell cell) {
        return training(cell)
                .map(
                        run ->
                                run.kept().stream()
                                        .filter(kept -> kept.test().isEmpty())
                                        .map(kept -> new Work.CurvePoint(cell, kept.epoch()))
                                        .toList())
                .orElse(List.of());
    }

    /** The mean test score of a set that stood; empty if it was not tested. */
    Optional<Double> test(Cell cell, Kept kept) {
        Map<String, Double> own = kept.test();
        if (!own.isEmpty()) {
            return Optional.of(mean(own));
        }
        return finished(new Work.CurvePoint(cell, kept.epoch()))
                .map(run -> mean(run.last().test()));
    }

    static double mean(Map<String, Double> byTask) {
        return byTask.values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /** What all runs took. */
    Used used() {
        return runs.values().stream().map(RunScores::used).reduce(Used.NONE, Used::plus);
    }
}
