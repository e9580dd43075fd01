package dev.handaxe.optimizer.findings;

import dev.handaxe.optimizer.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether there is anything to win, said before training: what the set it begins with fails, how
 * much of that is chance, and which gain the splits are large enough to show.
 *
 * <p>Immutable.
 *
 * @param failed training and validation tasks that the baseline does not always solve
 * @param tasks training and validation tasks
 * @param secondTry empty unless failures were tried again
 * @param deciding what a gain takes that is to be kept; empty if significance does not decide
 * @param test what a gain on the test split takes; empty without test tasks
 */
public record Headroom(
        int failed,
        int tasks,
        Optional<SecondTry> secondTry,
        Optional<Bar> deciding,
        Optional<Bar> test) {
    /** Two-sided, by convention, for what is claimed in the end. */
    public static final double TEST_SIGNIFICANCE = 0.05;

    /** Checks the counts. */
    public Headroom {
        if (failed < 0 || failed > tasks) {
            throw new IllegalArgumentException(failed + " of " + tasks + " tasks");
        }
        Objects.requireNonNull(secondTry);
        Objects.requireNonNull(deciding);
        Objects.requireNonNull(test);
    }

    /**
     * Training tasks that failed, tried once more: what is solved then was failed by chance, not by
     * inability.
     *
     * @param tried how many
     * @param solved how many of them at the second attempt
     */
    public record SecondTry(int tried, int solved) {}

    /**
     * The smallest gain that a split can show: so many tasks won and none lost. It is the exact
     * test's bound: n tasks that differ can bring p down to 0.5 to the power of n.
     *
     * @param split {@code validation}, {@code train}, {@code train and validation} or {@code test}
     * @param tasks of the split
     * @param winnable how many of them the baseline does not always solve; all, where that must not
     *     be known yet
     * @param significance p up to which a gain counts
     * @param wins tasks to be won
     */
    public record Bar(String split, int tasks, int winnable, double significance, int wins) {
        /** Rejects nulls. */
        public Bar {
            Objects.requireNonNull(split);
        }

        /** Whether no gain can reach it. */
        public boolean isOutOfReach() {
            return wins > winnable;
        }
    }

    /**
     * The tasks that must be won, and none lost, for a one-sided p of at most that.
     *
     * @return more than any split has for 0
     */
    public static int wins(double significance) {
        int wins = 1;
        for (double p = 0.5; p > significance; p /= 2) {
            wins++;
        }
        return wins;
    }

    /** Whether there is nothing to win. */
    public boolean isEmpty() {
        return failed == 0;
    }

    /** In sentences. */
    public String text() {
        if (isEmpty()) {
            return "Headroom: none. The baseline solves all %d tasks.".formatted(tasks);
        }
        Interval share = Interval.wilson(failed, tasks);
        List<String> sentences = new ArrayList<>();
        sentences.add(
                String.format(
                        Locale.ROOT,
                        "Headroom: the baseline fails %d of %d tasks (95 %% interval %.0f to %.0f %%).",
                        failed,
                        tasks,
                        100 * share.low(),
                        100 * share.high()));
        secondTry.ifPresent(
                again ->
                        sentences.add(
                                "%d of %d failures on training tasks were solved at the second attempt."
                                        .formatted(again.solved(), again.tried())));
        deciding.ifPresent(
                bar ->
                        sentences.add(
                                "A gain that counts takes %d of %d %s tasks won and none lost."
                                        .formatted(bar.wins(), bar.tasks(), bar.split())));
        test.ifPresent(
                bar ->
                        sentences.add(
                                "To be shown on test (p <= 0.05) it takes %d of %d."
                                        .formatted(bar.wins(), bar.tasks())));
        return String.join(" ", sentences);
    }

    /** What the splits are too small for, one line each. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (isEmpty()) {
            return warnings;
        }
        deciding.filter(Bar::isOutOfReach)
                .ifPresent(
                        bar ->
                                warnings.add(
                                        String.format(
                                                Locale.ROOT,
                                                "No gain can count: the baseline fails %d of the %d %s tasks, and p <="
                                                        + " %s takes %d won and none lost. More tasks would help.",
                                                bar.winnable(),
                                                bar.tasks(),
                                                bar.split(),
                                                bar.significance(),
                                                bar.wins())));
        test.filter(Bar::isOutOfReach)
                .ifPresent(
                        bar ->
                                warnings.add(
                                        "The test split of %d cannot show a gain at p <= 0.05: that takes %d tasks won and none lost."
                                                .formatted(bar.tasks(), bar.wins())));
        return warnings;
    }
}
