package dev.handaxe.cli;

import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.TrainingOptions;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run takes at most: every rollout uses all its rounds, every edit all its tries, no epoch
 * is saved by an early stop.
 *
 * <p>Immutable.
 *
 * @param calls an upper bound of model calls, the budget not counted
 */
record Forecast(String dataset, Tasks tasks, long rollouts, long calls, OptionalLong budgetCalls) {
    /** The optimizer may answer so often for one edit. */
    private static final int TRIES = 3;

    /** How many tasks each split has. */
    record Tasks(int train, int validation, int test) {}

    static Forecast of(String dataset, Splits splits, TrainingOptions options) {
        Tasks tasks =
                new Tasks(splits.train().size(), splits.validation().size(), splits.test().size());
        long deciding = (long) tasks.train() + tasks.validation();
        long tested = (options.epochs() > 0 ? 2L : 1L) * tasks.test();
        long rollouts = options.repeats() * (deciding * (1 + options.epochs()) + tested);
        long edits = (long) options.epochs() * options.maxEdits();
        return new Forecast(
                dataset,
                tasks,
                rollouts,
                rollouts * options.maxRounds() + edits * TRIES,
                options.budgetCalls());
    }

    Map<String, Object> object() {
        Map<String, Object> split = new LinkedHashMap<>();
        split.put("train", tasks.train());
        split.put("validation", tasks.validation());
        split.put("test", tasks.test());
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("dataset", dataset);
        object.put("tasks", split);
        object.put("rollouts_at_most", rollouts);
        object.put("calls_at_most", atMost());
        object.put(
                "budget_calls",
                budgetCalls.isPresent() ? Optional.of(budgetCalls.getAsLong()) : Optional.empty());
        return object;
    }

    private long atMost() {
        return Math.min(calls, budgetCalls.orElse(Long.MAX_VALUE));
    }

    void print(PrintStream out) {
        out.println(
                "%s: %d training, %d validation and %d test tasks"
                        .formatted(dataset, tasks.train(), tasks.validation(), tasks.test()));
        out.println("at most %d rollouts and %d model calls".formatted(rollouts, atMost()));
        if (budgetCalls.isPresent() && budgetCalls.getAsLong() < calls) {
            out.println("the budget ends the run before the %d it might take".formatted(calls));
        }
    }
}
