package dev.handaxe.optimizer;

import dev.handaxe.optimizer.SamplingArm.Seen;
import dev.handaxe.optimizer.findings.ControlArm;
import dev.handaxe.optimizer.findings.ControlArm.Bound;
import dev.handaxe.optimizer.findings.ControlArm.Outcome;
import dev.handaxe.optimizer.findings.ControlArm.Spent;
import dev.handaxe.optimizer.findings.ControlArm.Trained;
import dev.handaxe.optimizer.findings.Controls;
import dev.handaxe.optimizer.findings.TestComparison.Share;
import dev.handaxe.optimizer.statistics.PairedScores;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs the controls on the test split, after both sets were read there: what the tokens of training
 * buy without it. The attempts are samples as the model is set up: a model that always says the
 * same gains nothing from more of them, and that is then the finding.
 *
 * <p>Confined to one thread.
 */
final class ControlTrials {
    private final Trials trials;
    private final TrainingOptions options;
    private final Tested tested;
    private final long budget;
    private final List<ControlArm> arms = new ArrayList<>();
    private @Nullable BudgetExceeded ended;

    /**
     * The two readings of the test split.
     *
     * @param start of the set the run began with
     * @param trained of the one that was kept
     */
    record Tested(Evaluation start, Evaluation trained) {}

    /**
     * The set that one optimizing step made of the first one.
     *
     * @param tokens it took: the optimizer's, and those of the rollouts it was shown
     */
    record Rewrite(FunctionSet functions, long tokens) {}

    /**
     * Sets them up.
     *
     * @param budget the tokens that training took
     */
    ControlTrials(Trials trials, TrainingOptions options, Tested tested, long budget) {
        this.trials = trials;
        this.options = options;
        this.tested = tested;
        this.budget = budget;
    }

    /** Runs every arm; one that the run's budget ends is not finished, see {@link #ended}. */
    Controls run(Supplier<Rewrite> rewrite) {
        var attempts = new Attempts(trials, tested.start(), options.controlAttempts());
        arm(Controls.SINGLE_REWRITE, () -> rewritten(rewrite.get()));
        arm(Controls.RETRIES, () -> sampled(attempts, SamplingArm.RETRIES));
        arm(Controls.SELF_CONSISTENCY, () -> sampled(attempts, SamplingArm.SELF_CONSISTENCY));
        arm(Controls.ORACLE, () -> oracle(attempts));
        return new Controls(budget, arms);
    }

    /** What ended an arm, if something did. */
    Optional<BudgetExceeded> ended() {
        return Optional.ofNullable(ended);
    }

    private void arm(String name, Supplier<Outcome> run) {
        try {
            arms.add(new ControlArm(name, Optional.of(run.get())));
        } catch (BudgetExceeded e) {
            ended = e;
            arms.add(new ControlArm(name, Optional.empty()));
        }
    }

    private Outcome rewritten(Rewrite rewrite) {
        Evaluation evaluation =
                rewrite.functions().equals(tested.start().functions())
                        ? tested.start()
                        : trials.test(rewrite.functions(), "control " + Controls.SINGLE_REWRITE);
        return outcome(
                evaluation.means(),
                new Spent(rewrite.tokens(), evaluation.rollouts().size(), Bound.NONE));
    }

    private Outcome sampled(Attempts attempts, SamplingArm arm) {
        Attempts.Draw draw = attempts.draw(arm, budget);
        return outcome(
                draw,
                task -> {
                    int chosen = arm.choose(task.stream().map(Seen::of).toList());
                    return task.get(chosen).verdict().score();
                });
    }

    /** The best attempt of each task: only who knows the right answer can choose it. */
    private Outcome oracle(Attempts attempts) {
        return outcome(
                attempts.draw(SamplingArm.SELF_CONSISTENCY, budget),
                task -> task.stream().mapToDouble(one -> one.verdict().score()).max().orElse(0));
    }

    private Outcome outcome(Attempts.Draw draw, ToDoubleFunction<List<Rollout>> score) {
        double[] scores = draw.byTask().stream().mapToDouble(score).toArray();
        return outcome(scores, new Spent(draw.tokens(), draw.attempts(), draw.bound()));
    }

    private Outcome outcome(double[] scores, Spent spent) {
        return new Outcome(
                Share.of(scores),
                Trained.of(PairedScores.of(scores, tested.trained().means()), options.seed()),
                spent);
    }
}
