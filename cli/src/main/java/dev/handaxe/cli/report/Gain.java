package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.optimizer.report.SplitScores;
import dev.handaxe.optimizer.statistics.PairedScores;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a run helped, said so that nobody takes chance for a gain: on the tasks that were kept
 * back if there are any, compared task by task.
 *
 * <p>Immutable.
 *
 * @param split whose tasks are compared
 * @param p of a difference at least as large either way, were both sets equally good
 */
record Gain(String split, SplitScores before, SplitScores after, PairedScores pairs, double p) {
    private static final double ALPHA = 0.05;

    /** Of the bootstrap: the same report says the same. */
    private static final long SEED = 0;

    /** The comparison on the split that says most; empty if no split has both sets' scores. */
    static Optional<Gain> of(RunReport run) {
        return List.of("test", "validation", "train").stream()
                .flatMap(split -> on(run, split).stream())
                .findFirst();
    }

    private static Optional<Gain> on(RunReport run, String split) {
        Optional<SplitScores> before = run.scores(run.firstSet(), split);
        Optional<SplitScores> after = run.scores(run.finalSet(), split);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        OptionalDouble measured =
                split.equals("test")
                        ? run.outcome().measured().tested().comparison().number("p")
                        : OptionalDouble.empty();
        return after.get()
                .against(before.get())
                .map(
                        pairs ->
                                new Gain(
                                        split,
                                        before.get(),
                                        after.get(),
                                        pairs,
                                        measured.orElseGet(() -> pairs.pDifferent(SEED))));
    }

    /** One or two words. */
    String headline() {
        boolean certain = p < ALPHA;
        if (pairs.difference() > 0) {
            return certain ? "Training helped" : "Not distinguishable from no gain";
        }
        return pairs.difference() < 0 && certain
                ? "Training made it worse"
                : pairs.difference() < 0 ? "No gain was found" : "No gain";
    }

    /** The evidence. */
    String sentence() {
        return String.format(
                Locale.ROOT,
                "On the %s tasks the score went from %s to %s: %+.1f points, %d tasks won and %d"
                        + " lost, %s (paired, two-sided).%s",
                split,
                Numbers.score(before),
                Numbers.score(after),
                100 * pairs.difference(),
                pairs.won(),
                pairs.lost(),
                Numbers.p(p),
                caution());
    }

    private String caution() {
        return switch (split) {
            case "validation" ->
                    " These tasks chose the set, so the figure flatters it; no test score is there.";
            case "train" ->
                    " The optimizer saw these tasks, so the figure flatters the set; no other score"
                            + " is there.";
            default -> "";
        };
    }
}
