package dev.handaxe.optimizer;

import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.TrainingOptions.ControlMode;
import dev.handaxe.optimizer.findings.Headroom;
import dev.handaxe.optimizer.findings.Headroom.Bar;
import dev.handaxe.optimizer.findings.Headroom.SecondTry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures what there is to win. It asks no model, but for a second attempt at the training tasks
 * that failed where controls are on. The test split is counted, not read. Confined to one thread.
 */
final class HeadroomTrial {
    private final Trials trials;
    private final TrainingOptions options;
    private Usage usage = Usage.NONE;

    HeadroomTrial(Trials trials, TrainingOptions options) {
        this.trials = trials;
        this.options = options;
    }

    /** What second attempts cost: it is spent to know, not to train. */
    Usage usage() {
        return usage;
    }

    /** Looks at the baseline; without second attempts if the budget ended them. */
    Headroom measure(Candidate baseline) {
        int failed = winnable(baseline.train()) + winnable(baseline.validation());
        int tasks = baseline.train().tasks() + baseline.validation().tasks();
        int testTasks = trials.splits().test().size();
        return new Headroom(
                failed,
                tasks,
                secondTry(baseline.train()),
                deciding(baseline),
                testTasks == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Bar(
                                        "test",
                                        testTasks,
                                        testTasks,
                                        Headroom.TEST_SIGNIFICANCE,
                                        Headroom.wins(Headroom.TEST_SIGNIFICANCE / 2))));
    }

    private Optional<Bar> deciding(Candidate baseline) {
        DecidingTasks decides = trials.decides();
        Evaluation deciding = decides.of(baseline);
        if (options.acceptance() != Acceptance.VALIDATION || deciding.rollouts().isEmpty()) {
            return Optional.empty();
        }
        double significance = options.significance();
        return Optional.of(
                new Bar(
                        decides.split(),
                        deciding.tasks(),
                        winnable(deciding),
                        significance,
                        Headroom.wins(significance)));
    }

    private static int winnable(Evaluation evaluation) {
        return (int) evaluation.byTask().values().stream().filter(score -> score < 1).count();
    }

    /** Repeats that were made anyway are the second attempt. */
    private Optional<SecondTry> secondTry(Evaluation train) {
        if (options.controls() == ControlMode.OFF) {
            return Optional.empty();
        }
        Map<String, List<Rollout>> attempts = train.rolloutsByTask();
        List<Task> failed =
                trials.splits().train().stream()
                        .filter(task -> isFailed(attempts.getOrDefault(task.id(), List.of()), 0))
                        .toList();
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        long solved;
        if (train.repeats() > 1) {
            solved =
                    failed.stream()
                            .filter(
                                    task ->
                                            !isFailed(
                                                    attempts.getOrDefault(task.id(), List.of()), 1))
                            .count();
        } else {
            Evaluation again;
            try {
                again = trials.secondTry(train.functions(), failed);
            } catch (BudgetExceeded _) {
                // training comes first, and will end by the same budget
                return Optional.empty();
            }
            usage = again.usage();
            solved = again.rollouts().stream().filter(Rollout::solved).count();
        }
        return Optional.of(new SecondTry(failed.size(), (int) solved));
    }

    private static boolean isFailed(List<Rollout> attempts, int attempt) {
        return attempts.size() > attempt && !attempts.get(attempt).solved();
    }
}
