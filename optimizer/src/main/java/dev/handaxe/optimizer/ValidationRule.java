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
        Comparison compared;
        if (trials.decides() == DecidingTasks.VALIDATION) {
            int repeats = Math.max(before.validation().repeats(), after.validation().repeats());
            before = trials.repeated(before, repeats, phase);
            after = trials.repeated(after, repeats, phase);
            compared = compare(before, after);
            while (repeats < options.maxRepeats() && compared.isUndecided()) {
                repeats++;
                before = trials.repeated(before, repeats, phase);
                after = trials.repeated(after, repeats, phase);
                compared = compare(before, after);
            }
        } else {
            compared = compare(before, after);
        }
        boolean smaller =
                after.isSmallerThan(before)
                        && after.train().against(before.train()).difference() >= 0;
        return new Judgement(decide(compared, smaller), before, after);
    }

    private Comparison compare(Candidate before, Candidate after) {
        Evaluation then = trials.decides().of(before);
        Evaluation now = trials.decides().of(after);
        PairedScores scores = now.against(then);
        double p = scores.pBetter(options.seed());
        return new Comparison(
                scores,
                p,
                p <= options.significance(),
                then.solvedTasks(),
                then.solvedTasksLostBy(now),
                now.repeats());
    }

    /** Both sets on the tasks that decide. */
    private record Comparison(
            PairedScores scores, double p, boolean isGain, int solved, int lost, int repeats) {
        /** A gain that more repeats could still confirm. */
        boolean isUndecided() {
            return scores.difference() > 0 && !isGain;
        }
    }

    /**
     * Decides.
     *
     * @param smaller whether the set is the smaller one, and not worse in training
     */
    private Decision decide(Comparison compared, boolean smaller) {
        PairedScores scores = compared.scores();
        double difference = scores.difference();
        boolean tooManyLost =
                compared.lost() > Math.ceil(options.maxRegressions() * compared.solved());
        boolean asGoodAndSmaller = smaller && difference >= 0;
        String reason;
        if (tooManyLost) {
            reason =
                    "%d of %d tasks that were solved are failed now"
                            .formatted(compared.lost(), compared.solved());
        } else if (compared.isGain()) {
            reason = "a gain";
        } else if (difference > 0) {
            reason = smaller ? "no clear gain, but smaller" : "the gain may be chance";
        } else if (difference == 0) {
            reason = smaller ? "as good and smaller" : "no gain";
        } else {
            reason = "a loss";
        }
        String figures =
                String.format(
                        Locale.ROOT,
                        "%d won, %d lost of %d tasks, p = %.3f",
                        scores.won(),
                        scores.lost(),
                        scores.tasks(),
                        compared.p());
        return new Decision(
                !tooManyLost && (compared.isGain() || asGoodAndSmaller),
                reason + ": " + figures,
                scores.won(),
                scores.lost(),
                compared.p(),
                compared.repeats());
    }
}
