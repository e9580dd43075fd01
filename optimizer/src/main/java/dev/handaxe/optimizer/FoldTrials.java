package dev.handaxe.optimizer;

import dev.handaxe.optimizer.ControlTrials.Tested;
import dev.handaxe.optimizer.TrainingLoop.Parts;
import dev.handaxe.optimizer.findings.Folds;
import dev.handaxe.optimizer.findings.Folds.Fold;
import dev.handaxe.optimizer.findings.TestComparison;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Trains once for each fold, with that fold as sealed test. What is finished can be asked for at
 * any moment. Confined to one thread.
 */
final class FoldTrials {
    private final Function<TrainingOptions, Parts> parts;
    private final FoldPlan plan;
    private final FunctionSet start;
    private final TrainingOptions options;
    private final List<Fold> folds = new ArrayList<>();
    private final List<Rollout> before = new ArrayList<>();
    private final List<Rollout> after = new ArrayList<>();

    FoldTrials(
            Function<TrainingOptions, Parts> parts,
            FoldPlan plan,
            FunctionSet start,
            TrainingOptions options) {
        this.parts = parts;
        this.plan = plan;
        this.start = start;
        this.options = options;
    }

    /**
     * Trains them all.
     *
     * @throws BudgetExceeded if the budget ended it
     */
    void run(Supplier<Usage> usage) {
        for (int number = 1; number <= plan.folds(); number++) {
            TrainingOptions inFold = options.inFold(number);
            Parts own = parts.apply(inFold);
            Splits splits = plan.fold(number);
            own.listener()
                    .note(
                            "Fold %d of %d: trained on %d tasks, tested on %d."
                                    .formatted(
                                            number,
                                            plan.folds(),
                                            splits.train().size() + splits.validation().size(),
                                            splits.test().size()));
            var course = new Course(own, splits, start, inFold);
            String stopped = course.run(usage);
            Tested tested = course.tested().orElseThrow();
            before.addAll(tested.start().rollouts());
            after.addAll(tested.trained().rollouts());
            folds.add(
                    new Fold(
                            number,
                            splits.test().size(),
                            tested.start().score().orElse(0.0),
                            tested.trained().score().orElse(0.0),
                            course.best().functions().size(),
                            stopped));
        }
    }

    /** What is known by now. */
    Folds folds() {
        var pooled =
                TestComparison.of(
                        new Evaluation(start, before).means(),
                        new Evaluation(start, after).means(),
                        Optional.empty(),
                        options.seed());
        return new Folds(plan.folds(), pooled, folds);
    }
}
