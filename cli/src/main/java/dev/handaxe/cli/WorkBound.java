package dev.handaxe.cli;

import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.TrainingOptions;
import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.TrainingOptions.ControlMode;
import dev.handaxe.optimizer.TrainingOptions.CreditMode;

/**
 * The most that a run can take, its budget not counted: every rollout uses all its rounds, every
 * edit all its tries, every gain stays undecided, and no epoch is saved by an early stop.
 *
 * <p>Immutable.
 *
 * @param rollouts without those that leave a function out
 * @param calls of models, for these rollouts and the optimizer
 * @param rolloutsOfAFunction more, to leave a function out, for each that the kept set has
 */
record WorkBound(long rollouts, long calls, long rolloutsOfAFunction) {
    static WorkBound of(Splits splits, TrainingOptions options) {
        var sizes = new Sizes(splits.train().size(), splits.validation().size(), options);
        boolean trains = options.epochs() > 0;
        boolean credit = trains && options.credit() == CreditMode.FULL;
        boolean controls = trains && options.controls() == ControlMode.ON;
        // the baseline, the set of each epoch, and the pruned one
        long candidates = 1L + options.epochs() + (credit ? 1 : 0);
        long test = splits.test().size();
        long tested = (trains ? 2L : 1L) * test * options.repeats();
        long rollouts = sizes.candidate() * candidates + tested;
        long trainings = 1;
        int trained = sizes.train();
        if (options.folds() > 0) {
            // the run's own training has all tasks, a fold's all but its own, which test both sets
            long all = sizes.train() + sizes.validation() + test;
            trainings += options.folds();
            trained = (int) all;
            rollouts =
                    all * sizes.most() * candidates * options.folds()
                            + 2L * all * options.repeats()
                            + (controls ? all : 0);
        } else if (controls) {
            // second attempts in training; further ones in the test, and the single rewrite's
            rollouts += sizes.train() + test * (options.controlAttempts() - 1L + options.repeats());
        }
        return new WorkBound(
                rollouts,
                rollouts * options.maxRounds() + trainings * editCalls(trained, options),
                credit ? sizes.candidate() : 0);
    }

    /** A candidate's rollouts grow from the repeats that all have to the most while undecided. */
    private record Sizes(int train, int validation, TrainingOptions options) {
        int most() {
            return options.acceptance() == Acceptance.VALIDATION
                    ? Math.max(options.repeats(), options.maxRepeats())
                    : options.repeats();
        }

        long candidate() {
            return (long) train * options.repeats() + (long) validation * most();
        }
    }

    private static long editCalls(int train, TrainingOptions options) {
        int parts = options.subsets(train);
        long edits = (long) options.epochs() * options.answersOfAStep() * parts;
        // a merge takes two changes at least
        edits += parts > 1 ? edits / 2 : 0;
        return edits * (1 + options.repairs());
    }
}
