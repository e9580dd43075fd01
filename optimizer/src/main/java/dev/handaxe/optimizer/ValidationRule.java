package dev.handaxe.optimizer;

import dev.handaxe.optimizer.statistics.PairedScores;
import java.util.Locale;

/**
 * Compares both sets task by task on the tasks that the optimizer never sees. A set is kept if its
 * gain is unlikely to be chance; among sets that cannot be told apart the smaller is kept. While a
 * gain stays undecided, both get another repeat, so that repeats are spent near the boundary only.
 * A set that fails too many tasks that were solved before is rolled back whatever it gains. Where
 * there are too few validation tasks to show any gain, training tasks are compared as well.
 *
 * <p>Confined to one thread.
 */
final class ValidationRule implements AcceptanceRule {
    private final TrainingOptions options;
    private final Trials trials;

    ValidationRule(TrainingOptions options, Trials trials) {
        this.options = options;
        this.trials = trials;
    }

    @Override
    public Judgement judge(Candidate standing, Candidate next, String phase) {
        Candidate before = standing;
        Candidate after = next;
        if (!after.validation().rollouts().isEmpty()) {
            int repeats = Math.max(after.validation().repeats(), before.validation().repeats());
            while (true) {
                before = trials.repeated(before, repeats, phase);
                after = trials.repeated(after, repeats, phase);
                if (repeats >= options.maxRepeats() || !isUndecided(before, after)) {
                    break;
                }
                repeats++;
            }
        }
        return new Judgement(decide(before, after), before, after);
    }

    private PairedScores compare(Candidate before, Candidate after) {
        return deciding(after).against(deciding(before));
    }

    private Evaluation deciding(Candidate candidate) {
        Evaluation validation = candidate.validation();
        return canDecide(validation.tasks(), options)
                ? validation
                : candidate.train().and(validation);
    }

    /** Whether so many tasks, all won, would be a gain. */
    static boolean canDecide(int tasks, TrainingOptions options) {
        return Math.pow(0.5, tasks) <= options.significance();
    }

    /** A gain that more repeats could still confirm. */
    private boolean isUndecided(Candidate before, Candidate after) {
        PairedScores scores = compare(before, after);
        return scores.difference() > 0 && scores.pBetter(options.seed()) > options.significance();
    }

    private Decision decide(Candidate before, Candidate after) {
        PairedScores scores = compare(before, after);
        double p = scores.pBetter(options.seed());
        String figures =
                String.format(
                        Locale.ROOT,
                        "%d won, %d lost of %d tasks, p = %.3f",
                        scores.won(),
                        scores.lost(),
                        scores.tasks(),
                        p);
        boolean gain = p <= options.significance();
        int solved = deciding(before).solvedTasks();
        int lost = deciding(before).solvedTasksLostBy(deciding(after));
        boolean tooManyLost = lost > Math.ceil(options.maxRegressions() * solved);
        boolean smaller = after.isSmallerThan(before);
        boolean notWorse =
                scores.difference() >= 0 && after.train().against(before.train()).difference() >= 0;
        String reason;
        if (tooManyLost) {
            reason = "%d of %d tasks that were solved are failed now".formatted(lost, solved);
        } else if (gain) {
            reason = "a gain";
        } else if (scores.difference() > 0) {
            reason = smaller && notWorse ? "no clear gain, but smaller" : "the gain may be chance";
        } else if (scores.difference() == 0) {
            reason = smaller && notWorse ? "as good and smaller" : "no gain";
        } else {
            reason = "a loss";
        }
        return new Decision(
                !tooManyLost && (gain || (smaller && notWorse)),
                reason + ": " + figures,
                scores.won(),
                scores.lost(),
                p,
                deciding(after).repeats());
    }
}
