package dev.handaxe.cli;

import dev.handaxe.optimizer.Allowance;
import dev.handaxe.optimizer.Prices;
import dev.handaxe.optimizer.Prices.Money;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.TrainingOptions;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run takes: at most, by {@link WorkBound}; and about, by {@link ExpectedWork}'s rough
 * figures.
 *
 * <p>Immutable.
 */
record Forecast(String dataset, Tasks tasks, WorkBound most, Plan plan) {
    /** How many tasks each split has. */
    record Tasks(int train, int validation, int test) {}

    /**
     * What is reckoned with: what is beside epochs, an epoch's work, that of credit and controls,
     * which come after them, and what may be spent.
     */
    record Plan(
            int epochs,
            ExpectedWork beside,
            ExpectedWork epoch,
            ExpectedWork after,
            Allowance allowance) {
        ExpectedWork whole() {
            return of(epochs);
        }

        private ExpectedWork of(long count) {
            return beside.plus(epoch.times(count));
        }

        /**
         * The epochs that fit, as a budget is spent on training first; empty if nothing that can be
         * reckoned is bounded.
         */
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
        ExpectedWork beside = ExpectedWork.besideEpochs(splits, options);
        ExpectedWork epoch = ExpectedWork.ofEpoch(splits, options);
        ExpectedWork training = beside.plus(epoch.times(options.epochs()));
        return new Forecast(
                dataset,
                new Tasks(splits.train().size(), splits.validation().size(), splits.test().size()),
                WorkBound.of(splits, options),
                new Plan(
                        options.epochs(),
                        beside,
                        epoch,
                        ExpectedWork.afterTraining(splits, options, training),
                        options.allowance()));
    }

    private Allowance allowance() {
        return plan.allowance();
    }

    Map<String, Object> object() {
        Map<String, Object> split = new LinkedHashMap<>();
        split.put("train", tasks.train());
        split.put("validation", tasks.validation());
        split.put("test", tasks.test());
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("dataset", dataset);
        object.put("tasks", split);
        object.put("rollouts_at_most", most.rollouts());
        object.put("calls_at_most", atMost());
        object.put("rollouts_at_most_of_a_function", most.rolloutsOfAFunction());
        object.put("tokens_at_most", boxed(allowance().tokens()));
        object.put("cost_at_most", costAtMost().map(Forecast::object));
        object.put("expected", object(plan.whole(), allowance().prices()));
        object.put("expected_after_training", object(plan.after(), allowance().prices()));
        object.put("budget_calls", boxed(allowance().calls()));
        object.put("budget_seconds", allowance().time().map(time -> time.toMillis() / 1000.0));
        object.put("epochs_affordable", boxed(plan.affordable()));
        return object;
    }

    /** The work in the words of the forecast's JSON. */
    static Map<String, Object> object(ExpectedWork work, Prices prices) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("calls", work.calls());
        object.put("input_tokens", work.input());
        object.put("output_tokens", work.output());
        object.put("cost", work.cost(prices).map(Forecast::object));
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
        return Math.min(most.calls(), allowance().calls().orElse(Long.MAX_VALUE));
    }

    void print(PrintStream out) {
        lines().forEach(out::println);
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s: %d training, %d validation and %d test tasks"
                        .formatted(dataset, tasks.train(), tasks.validation(), tasks.test()));
        lines.add(
                "at most %d rollouts and %d model calls%s"
                        .formatted(most.rollouts(), atMost(), creditAtMost()));
        lines.add("about %s, if every epoch is used".formatted(text(plan.whole())));
        if (plan.after().calls() > 0) {
            lines.add("then about %s for credit and controls".formatted(text(plan.after())));
        }
        plan.affordable()
                .ifPresent(
                        fit ->
                                lines.add(
                                        "the budget affords about %d of %d epochs"
                                                .formatted(fit, plan.epochs())));
        if (allowance().calls().isPresent() && allowance().calls().getAsLong() < most.calls()) {
            lines.add(
                    "the budget ends the run before the %d it might take".formatted(most.calls()));
        }
        return lines;
    }

    private String creditAtMost() {
        return most.rolloutsOfAFunction() == 0
                ? ""
                : ", and %d rollouts for each function that is left out"
                        .formatted(most.rolloutsOfAFunction());
    }

    private String text(ExpectedWork work) {
        return "%d model calls, %d tokens in and %d out%s"
                .formatted(
                        work.calls(),
                        work.input(),
                        work.output(),
                        work.cost(allowance().prices()).map(cost -> ", " + cost).orElse(""));
    }
}
