package dev.handaxe.cli;

import dev.handaxe.optimizer.Prices;
import dev.handaxe.optimizer.Prices.Money;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.TrainingOptions;
import dev.handaxe.optimizer.TrainingOptions.ControlMode;
import dev.handaxe.optimizer.TrainingOptions.CreditMode;
import dev.handaxe.optimizer.Usage;
import java.util.List;
import java.util.Optional;

/**
 * Model calls that are expected, by figures that were seen in runs on word problems: two calls a
 * rollout, a token for four characters. Rough, and meant for a decision before the start.
 *
 * <p>Immutable.
 *
 * @param agent calls of rollouts
 * @param optimizer calls of optimizing steps
 */
record ExpectedWork(Usage agent, Usage optimizer) {
    private static final int CALLS_PER_ROLLOUT = 2;
    private static final int CHARS_PER_TOKEN = 4;

    /** Instructions, tools, and half of what the first call adds for the second. */
    private static final int TOKENS_AROUND_QUESTION = 400;

    private static final int TOKENS_OF_ANSWER = 150;
    private static final int TOKENS_OF_EVIDENCE = 5_000;
    private static final int TOKENS_OF_EDIT = 500;
    private static final int EXPECTED_FUNCTIONS = 3;

    /**
     * The baseline, and the test of the first set and of the last; of folds all but their epochs.
     */
    static ExpectedWork besideEpochs(Splits splits, TrainingOptions options) {
        if (options.folds() > 0) {
            // each fold's training has all tasks but its own, on which it tests both sets
            Usage all = all(splits, options);
            return new ExpectedWork(share(all, options.folds() + 2.0), Usage.NONE);
        }
        Usage tested = rollouts(splits.test(), options);
        Usage all = deciding(splits, options).plus(tested);
        return new ExpectedWork(options.epochs() > 0 ? all.plus(tested) : all, Usage.NONE);
    }

    /** A step and the evaluation of its set. */
    static ExpectedWork ofEpoch(Splits splits, TrainingOptions options) {
        int folds = options.folds();
        int trained =
                splits.train().size()
                        + (folds > 0 ? splits.validation().size() + splits.test().size() : 0);
        long edits = (long) options.answersOfAStep() * options.subsets(trained) * (1 + folds);
        return new ExpectedWork(
                folds > 0 ? share(all(splits, options), folds) : deciding(splits, options),
                new Usage(edits, edits * TOKENS_OF_EVIDENCE, edits * TOKENS_OF_EDIT));
    }

    /**
     * Credit and controls: each of some functions left out in half of the validation tasks; half of
     * the training tasks tried again, the single rewrite's test, and attempts at the test tasks,
     * which take no more tokens than training did.
     */
    static ExpectedWork afterTraining(
            Splits splits, TrainingOptions options, ExpectedWork training) {
        if (options.epochs() == 0) {
            return new ExpectedWork(Usage.NONE, Usage.NONE);
        }
        Usage credit =
                options.credit() == CreditMode.FREE
                        ? Usage.NONE
                        : share(rollouts(splits.validation(), options), EXPECTED_FUNCTIONS / 2.0);
        if (options.controls() == ControlMode.OFF || options.folds() > 0) {
            return new ExpectedWork(share(credit, 1.0 + options.folds()), Usage.NONE);
        }
        Usage once = rollouts(splits.test(), options);
        Usage attempts = share(once, (options.controlAttempts() - 1.0) / options.repeats());
        double drawn = attempts.inputTokens() + (double) attempts.outputTokens();
        double affordable = Math.min(1, (double) training.tokens() / Math.max(1, drawn));
        Usage controls =
                share(rollouts(splits.train(), options), 0.5 / options.repeats())
                        .plus(once)
                        .plus(share(attempts, affordable));
        return new ExpectedWork(credit.plus(controls), Usage.NONE);
    }

    private static Usage share(Usage usage, double share) {
        return new Usage(
                Math.round(usage.calls() * share),
                Math.round(usage.inputTokens() * share),
                Math.round(usage.outputTokens() * share));
    }

    private static Usage all(Splits splits, TrainingOptions options) {
        return deciding(splits, options).plus(rollouts(splits.test(), options));
    }

    private static Usage deciding(Splits splits, TrainingOptions options) {
        return rollouts(splits.train(), options).plus(rollouts(splits.validation(), options));
    }

    private static Usage rollouts(List<Task> tasks, TrainingOptions options) {
        long calls = (long) tasks.size() * options.repeats() * CALLS_PER_ROLLOUT;
        long asked =
                tasks.stream()
                        .mapToLong(task -> task.question().length() + task.answerFormat().length())
                        .sum();
        long questions = asked / CHARS_PER_TOKEN * options.repeats() * CALLS_PER_ROLLOUT;
        return new Usage(
                calls, questions + calls * TOKENS_AROUND_QUESTION, calls * TOKENS_OF_ANSWER);
    }

    long calls() {
        return agent.calls() + optimizer.calls();
    }

    long input() {
        return agent.inputTokens() + optimizer.inputTokens();
    }

    long output() {
        return agent.outputTokens() + optimizer.outputTokens();
    }

    long tokens() {
        return input() + output();
    }

    /** What it costs, where prices are known. */
    Optional<Money> cost(Prices prices) {
        return prices.cost(agent, optimizer);
    }

    ExpectedWork plus(ExpectedWork other) {
        return new ExpectedWork(agent.plus(other.agent), optimizer.plus(other.optimizer));
    }

    ExpectedWork times(long count) {
        return new ExpectedWork(times(agent, count), times(optimizer, count));
    }

    private static Usage times(Usage usage, long count) {
        return new Usage(
                usage.calls() * count, usage.inputTokens() * count, usage.outputTokens() * count);
    }
}
