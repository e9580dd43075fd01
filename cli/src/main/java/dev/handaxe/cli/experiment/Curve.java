package dev.handaxe.cli.experiment;

import dev.handaxe.cli.experiment.RunScores.Kept;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Mean scores, epoch by epoch, of the sets that stood. Test scores of sets between the first and
 * the last were measured after all trainings were over and decided nothing.
 *
 * <p>Immutable.
 *
 * @param points from epoch 0, the first set, on
 */
public record Curve(
        Benchmark benchmark, String agent, Variant variant, int runs, List<Point> points) {
    /** Copies. */
    public Curve {
        points = List.copyOf(points);
    }

    /**
     * An epoch.
     *
     * @param train mean training score of the sets that stood after it
     * @param test mean test score; empty unless all of them were tested
     */
    public record Point(int epoch, Optional<Double> train, Optional<Double> test) {}

    /** The curve of those cells, which have one benchmark, agent and variant. */
    static Optional<Curve> of(Results results, List<Cell> cells) {
        List<Cell> trained =
                cells.stream().filter(cell -> results.training(cell).isPresent()).toList();
        if (trained.isEmpty()) {
            return Optional.empty();
        }
        List<Point> points = new ArrayList<>();
        for (int epoch = 0; epoch <= results.epochs(); epoch++) {
            List<Optional<Double>> train = new ArrayList<>();
            List<Optional<Double>> test = new ArrayList<>();
            for (Cell cell : trained) {
                Kept standing = standing(results.training(cell).orElseThrow(), epoch);
                train.add(standing.train());
                test.add(results.test(cell, standing));
            }
            points.add(new Point(epoch, mean(train), mean(test)));
        }
        Cell any = trained.getFirst();
        return Optional.of(
                new Curve(any.benchmark(), any.agent(), any.variant(), trained.size(), points));
    }

    private static Kept standing(RunScores run, int epoch) {
        return run.kept().stream()
                .filter(kept -> kept.epoch() <= epoch)
                .reduce((_, later) -> later)
                .orElse(run.first());
    }

    private static Optional<Double> mean(List<Optional<Double>> scores) {
        return scores.stream().allMatch(Optional::isPresent)
                ? Optional.of(
                        scores.stream()
                                .flatMap(Optional::stream)
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElse(0))
                : Optional.empty();
    }

    /** Whether every epoch has a test score. */
    public boolean tested() {
        return points.stream().allMatch(point -> point.test().isPresent());
    }

    /** The epoch with the highest test score: known afterwards only; empty if all are equal. */
    public Optional<Point> best() {
        long different = points.stream().map(Point::test).distinct().count();
        return tested() && different > 1
                ? points.stream()
                        .max(Comparator.comparing((Point point) -> point.test().orElse(0.0)))
                : Optional.empty();
    }
}
