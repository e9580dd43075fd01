package dev.handaxe.cli;

import dev.handaxe.optimizer.Allowance;
import dev.handaxe.optimizer.Prices.Money;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.TrainingOptions;
import dev.handaxe.optimizer.TrainingOptions.ControlMode;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run takes: at most, when every rollout uses all its rounds, every edit all its tries and
 * no epoch is saved by an early stop; and about, by {@link ExpectedWork}'s rough figures. Credit is
 * not counted: how many functions there will be to leave out is not known before.
 *
 * <p>Immutable.
 *
 * @param rollouts an upper bound, the budget not counted
 * @param calls an upper bound of model calls, the budget not counted
 */
record Forecast(String dataset, Tasks tasks, long rollouts, long calls, Plan plan) {
    /** How many tasks each split has. */
    record Tasks(int train, int validation, int test) {}

    /** What is reckoned with: an epoch's work, what is beside epochs, and what may be spent. */
    record Plan(int epochs, ExpectedWork beside, ExpectedWork epoch, Allowance allowance) {
        ExpectedWork whole() {
            return of(epochs);
        }

        private ExpectedWork of(long count) {
            return beside.plus(epoch.times(count));
        }

        /** The epochs that fit; empty if nothing that can be reckoned is bounded. */
        OptionalLong affordable() {
            Allowance all = allowance;
            if (all.calls().isEmpty() && all.tokens().isEmpty() && all.money().isEmpty()) {
                return OptionalLong.empty();
            }
            long fit = 0;
            while (fit < epochs && fits(fit + 1)) {
                fit++;
            }
            return OptionalLong.of(fit);
        }

        private boolean fits(long count) {
            ExpectedWork work = of(count);
            return work.calls() <= allowance.calls().orElse(Long.MAX_VALUE)
                    && work.tokens() <= allowance.tokens().orElse(Long.MAX_VALUE)
                    && allowance
                            .money()
                            .map(
                                    most ->
                                            work.cost(allowance.prices())
                                                    .filter(
                                                            cost ->
                                                                    cost.amount().compareTo(most)
                                                                            > 0)
                                                    .isEmpty())
                            .orElse(true);
        }
    }

    static Forecast of(String dataset, Splits splits, TrainingOptions options) {
        Tasks tasks =
                new Tasks(splits.train().size(), splits.validation().size(), splits.test().size());
        long deciding = (long) tasks.train() + tasks.validation();
        long tested = (options.epochs() > 0 ? 2L : 1L) * tasks.test();
        long rollouts =
                options.repeats() * (deciding * (1 + options.epochs()) + tested)
                        + controls(tasks, options);
        int trainings = 1;
        if (options.folds() > 0) {
            // a fold trains on all but its own tasks, and tests both sets on those
            long all = deciding + tasks.test();
            long passes = options.repeats() * (1L + options.epochs());
            rollouts =
                    all * passes * options.folds()
                            + 2L * options.repeats() * all
                            + (options.controls() == ControlMode.OFF ? 0 : all);
            trainings = 1 + options.folds();
        }
        int parts = options.subsets(tasks.train());
        long edits = (long) trainings * options.epochs() * options.maxEdits() * parts;
        // a merge takes two changes at least
        edits += parts > 1 ? edits / 2 : 0;
        return new Forecast(
                dataset,
                tasks,
                rollouts,
                rollouts * options.maxRounds() + edits * (1 + options.repairs()),
                new Plan(
                        options.epochs(),
                        ExpectedWork.besideEpochs(splits, options),
                        ExpectedWork.ofEpoch(splits, options),
                        options.allowance()));
    }

    private Allowance allowance() {
        return plan.allowance();
    }

    private Optional<Money> expectedCost() {
        return plan.whole().cost(allowance().prices());
    }

    /** Second attempts at training tasks, further ones at test tasks, and one rewritten set. */
    private static long controls(Tasks tasks, TrainingOptions options) {
        boolean none = options.controls() == ControlMode.OFF || options.epochs() == 0;
        return none
                ? 0
                : tasks.train()
                        + (long) tasks.test() * (options.controlAttempts() - 1 + options.repeats());
    }

    Map<String, Object> object() {
        Map<String, Object> split = new LinkedHashMap<>();
        split.put("train", tasks.train());
        split.put("validation", tasks.validation());
        split.put("test", tasks.test());
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("calls", plan.whole().calls());
        expected.put("input_tokens", plan.whole().input());
        expected.put("output_tokens", plan.whole().output());
        expected.put("cost", expectedCost().map(Forecast::object));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("dataset", dataset);
        object.put("tasks", split);
        object.put("rollouts_at_most", rollouts);
        object.put("calls_at_most", atMost());
        object.put("tokens_at_most", boxed(allowance().tokens()));
        object.put("cost_at_most", costAtMost().map(Forecast::object));
        object.put("expected", expected);
        object.put("budget_calls", boxed(allowance().calls()));
        object.put("budget_seconds", allowance().time().map(time -> time.toMillis() / 1000.0));
        object.put("epochs_affordable", boxed(plan.affordable()));
        return object;
    }

    private static Object object(Money money) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("amount", money.amount().doubleValue());
        object.put("currency", money.currency());
        return object;
    }

    private static Optional<Object> boxed(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private Optional<Money> costAtMost() {
        return allowance().money().map(most -> new Money(most, allowance().prices().currency()));
    }

    private long atMost() {
        return Math.min(calls, allowance().calls().orElse(Long.MAX_VALUE));
    }

    void print(PrintStream out) {
        out.println(
                "%s: %d training, %d validation and %d test tasks"
                        .formatted(dataset, tasks.train(), tasks.validation(), tasks.test()));
        out.println("at most %d rollouts and %d model calls".formatted(rollouts, atMost()));
        out.println(
                "about %d model calls, %d tokens in and %d out%s, if every epoch is used"
                        .formatted(
                                plan.whole().calls(),
                                plan.whole().input(),
                                plan.whole().output(),
                                expectedCost().map(cost -> ", " + cost).orElse("")));
        plan.affordable()
                .ifPresent(
                        fit ->
                                out.println(
                                        "the budget affords about %d of %d epochs"
                                                .formatted(fit, plan.epochs())));
        if (allowance().calls().isPresent() && allowance().calls().getAsLong() < calls) {
            out.println("the budget ends the run before the %d it might take".formatted(calls));
        }
    }
}
