package dev.handaxe.cli.experiment;

import dev.handaxe.cli.experiment.RunScores.Kept;
import dev.handaxe.cli.experiment.RunScores.Used;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results of runs that were not made. */
public final class Samples {
    private Samples() {}

    /** So many tasks, of which the first ones are solved. */
    static Map<String, Double> scores(int tasks, int solved) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (int i = 0; i < tasks; i++) {
            scores.put("task" + i, i < solved ? 1.0 : 0.0);
        }
        return scores;
    }

    /** A finished training of 10 test tasks that kept one set, in epoch 2. */
    static RunScores trained(int before, int after) {
        return run(
                "epochs", kept(0, "first", scores(10, before)), kept(2, "last", scores(10, after)));
    }

    static RunScores run(String stopped, Kept... kept) {
        return new RunScores(
                Optional.of(stopped).filter(word -> !word.isEmpty()),
                List.of(kept),
                new Used(10, 1_000, 100, BigDecimal.ZERO, 1.5));
    }

    static Kept kept(int epoch, String set, Map<String, Double> test) {
        return new Kept(epoch, set, epoch, Optional.of(epoch / 10.0), test);
    }

    /** Results of two subjects and two seeds: 4 of 10 before, 6 of 10 after. */
    public static Results results() {
        Grid grid =
                new Grid(
                        List.of("algebra", "geometry"),
                        List.of("react"),
                        List.of(Variant.PAPER, Variant.NO_ROLLBACK),
                        List.of(1L, 2L));
        Map<Work, RunScores> runs = new LinkedHashMap<>();
        for (Cell cell : grid.cells()) {
            boolean paper = cell.variant() == Variant.PAPER;
            runs.put(new Work.Training(cell), trained(4, paper ? 6 : 3));
        }
        return results(grid, runs);
    }

    static Results results(Grid grid, Map<Work, RunScores> runs) {
        return new Results(grid, Map.of("epochs", "3"), 3, runs, "done");
    }
}
