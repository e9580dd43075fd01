package dev.handaxe.optimizer;

import dev.handaxe.optimizer.findings.TestComparison.Share;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One run: its training, the folds that estimate it, and what a budget leaves of both. The run's
 * own training comes first, so that its set is in hand when a budget ends the folds.
 *
 * <p>Confined to one thread.
 */
final class TrainingLoop {
    private static final int FEW_TASKS = 100;

    private final Parts parts;
    private final Splits splits;
    private final TrainingOptions options;
    private final Course course;
    private final Optional<FoldTrials> folds;
    private final List<String> notes = new ArrayList<>();

    /**
     * What a training works with.
     *
     * @param optimizer whose edits the listener hears of
     * @param rewriter the same, unheard: for controls
     */
    record Parts(
            Evaluator evaluator,
            EpochStep optimizer,
            EpochStep rewriter,
            Ledger ledger,
            RunFolder run,
            TrainingListener listener) {}

    /**
     * Sets a run up.
     *
     * @param parts of a training with those options: the run's own, or a fold's
     */
    TrainingLoop(
            Function<TrainingOptions, Parts> parts,
            Splits splits,
            FunctionSet start,
            TrainingOptions options) {
        this.parts = parts.apply(options);
        this.splits = splits;
        this.options = options;
        if (options.folds() == 0) {
            course = new Course(this.parts, splits, start, options);
            folds = Optional.empty();
        } else {
            var plan = new FoldPlan(splits, options.folds(), options.seed());
            course = new Course(this.parts, plan.all(), start, options);
            folds = Optional.of(new FoldTrials(parts, plan, start, options));
        }
    }

    TrainingResult run(Supplier<Spending> spending) {
        Supplier<Usage> usage = () -> spending.get().usage();
        String stopped;
        if (isSmall()) {
            parts.listener()
                    .note(
                            "There are %d tasks in all, so a test says little: --folds 5 would test on each of them."
                                    .formatted(tasks()));
        }
        try {
            stopped = course.run(usage);
            adviseFolds();
            folds.ifPresent(trials -> trials.run(usage));
        } catch (BudgetExceeded e) {
            stopped = "budget";
            note("The budget of " + e.getMessage() + " ended the run; what is known is reported.");
        }
        List<String> all = new ArrayList<>(course.notes());
        all.addAll(notes);
        var ending =
                new TrainingResult.Ending(
                        stopped, parts.ledger().elapsed().toMillis() / 1000.0, all);
        var result =
                new TrainingResult(
                        parts.run().path().toString(),
                        course.baselineScores(),
                        course.bestScores(),
                        course.epochs(),
                        course.best().functions(),
                        spending.get(),
                        course.findings().withFolds(folds.map(FoldTrials::folds)),
                        ending);
        parts.ledger().append("finished", stopped + " " + result.usage().calls(), result.node());
        return result;
    }

    private boolean isSmall() {
        return options.folds() == 0 && options.epochs() > 0 && tasks() < FEW_TASKS;
    }

    private int tasks() {
        return splits.train().size() + splits.validation().size() + splits.test().size();
    }

    /** With few tasks a test split says little, and every task could be a test task. */
    private void adviseFolds() {
        if (!isSmall()) {
            return;
        }
        String known =
                course.findings()
                        .test()
                        .map(test -> interval(test.after()))
                        .orElse("There are no test tasks");
        note("%s: --folds 5 would test on all %d tasks.".formatted(known, tasks()));
    }

    private static String interval(Share share) {
        return String.format(
                Locale.ROOT,
                "On %d test tasks the score is known within %.0f to %.0f %%",
                share.tasks(),
                100 * share.interval().low(),
                100 * share.interval().high());
    }

    private void note(String text) {
        notes.add(text);
        parts.listener().note(text);
    }
}
