package dev.handaxe.optimizer;

import dev.handaxe.optimizer.SamplingArm.Seen;
import dev.handaxe.optimizer.findings.ControlArm.Bound;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Attempts of one set at the test tasks, drawn for arms within a bound of tokens. Arms share them:
 * the second attempt at a task is the same for all. An attempt that would cross the bound is not
 * the arm's; what it cost counts for the run.
 *
 * <p>Confined to one thread.
 */
final class Attempts {
    private final Trials trials;
    private final FunctionSet functions;
    private final List<Task> tasks;
    private final List<List<Rollout>> made = new ArrayList<>();
    private final int cap;

    /**
     * Begins with the attempts that were made for the test.
     *
     * @param cap attempts of a task, at most
     */
    Attempts(Trials trials, Evaluation tested, int cap) {
        this.trials = trials;
        this.functions = tested.functions();
        this.tasks = trials.splits().test();
        this.cap = cap;
        Map<String, List<Rollout>> byTask = tested.rolloutsByTask();
        tasks.forEach(task -> made.add(new ArrayList<>(byTask.getOrDefault(task.id(), List.of()))));
    }

    /**
     * What an arm drew.
     *
     * @param byTask the attempts, in the order of the tasks
     * @param tokens of all but the first attempts
     */
    record Draw(List<List<Rollout>> byTask, long tokens, Bound bound) {
        int attempts() {
            return byTask.stream().mapToInt(List::size).sum();
        }
    }

    /** The state of a draw. */
    private static final class Drawing {
        private final List<List<Rollout>> byTask = new ArrayList<>();
        private final long budget;
        private long tokens;

        Drawing(List<List<Rollout>> made, long budget) {
            this.budget = budget;
            made.forEach(attempts -> byTask.add(new ArrayList<>(attempts.subList(0, 1))));
        }

        private List<Integer> wanting(Predicate<List<Seen>> wantsMore) {
            List<Integer> wanting = new ArrayList<>();
            for (int task = 0; task < byTask.size(); task++) {
                if (wantsMore.test(byTask.get(task).stream().map(Seen::of).toList())) {
                    wanting.add(task);
                }
            }
            return wanting;
        }

        /** The first of them that fit, if an attempt costs what the task's dearest one did. */
        private List<Integer> affordable(List<Integer> wanting) {
            List<Integer> fit = new ArrayList<>();
            long sum = tokens;
            for (int task : wanting) {
                sum +=
                        byTask.get(task).stream()
                                .mapToLong(rollout -> rollout.usage().tokens())
                                .max()
                                .orElse(0);
                if (sum > budget) {
                    break;
                }
                fit.add(task);
            }
            return fit;
        }

        /** Whether the attempt is within the budget; it counts only then. */
        private boolean take(int task, Rollout attempt) {
            long sum = tokens + attempt.usage().tokens();
            if (sum > budget) {
                return false;
            }
            tokens = sum;
            byTask.get(task).add(attempt);
            return true;
        }

        private Draw ended(Bound bound) {
            return new Draw(List.copyOf(byTask), tokens, bound);
        }
    }

    /**
     * Draws attempts as long as the arm wants some.
     *
     * @param budget tokens of the arm
     * @throws BudgetExceeded if the run's own budget ended it
     */
    Draw draw(SamplingArm arm, long budget) {
        Drawing drawing = new Drawing(made, budget);
        for (int attempt = 2; ; attempt++) {
            List<Integer> wanting = drawing.wanting(arm::wantsMore);
            if (wanting.isEmpty()) {
                return drawing.ended(Bound.NONE);
            }
            if (attempt > cap) {
                return drawing.ended(Bound.CAP);
            }
            List<Integer> affordable = drawing.affordable(wanting);
            make(affordable, attempt, arm);
            for (int task : affordable) {
                if (!drawing.take(task, made.get(task).get(attempt - 1))) {
                    return drawing.ended(Bound.BUDGET);
                }
            }
            if (affordable.size() < wanting.size()) {
                return drawing.ended(Bound.BUDGET);
            }
        }
    }

    private void make(List<Integer> indices, int attempt, SamplingArm arm) {
        List<Integer> missing =
                indices.stream().filter(task -> made.get(task).size() < attempt).toList();
        if (missing.isEmpty()) {
            return;
        }
        Evaluation more =
                trials.attempt(
                        functions,
                        missing.stream().map(tasks::get).toList(),
                        attempt,
                        "control %s, attempt %d".formatted(arm.text(), attempt));
        for (int i = 0; i < missing.size(); i++) {
            made.get(missing.get(i)).add(more.rollouts().get(i));
        }
    }
}
