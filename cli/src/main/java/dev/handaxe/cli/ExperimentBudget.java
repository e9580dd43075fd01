package dev.handaxe.cli;

import dev.handaxe.cli.experiment.RunScores.Used;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What all runs of an experiment may spend together: each gets what the others leave.
 *
 * <p>Immutable.
 */
final class ExperimentBudget {
    private final Optional<Long> calls;
    private final Optional<Long> tokens;
    private final Optional<BigDecimal> money;
    private final Optional<Duration> time;

    ExperimentBudget(ExperimentPlan plan) {
        calls = plan.total("budget-calls").map(Long::valueOf);
        tokens = plan.total("budget-tokens").map(Long::valueOf);
        money = plan.total("budget-money").map(BigDecimal::new);
        time = plan.total("budget-time").map(text -> DurationText.parse("--budget-time", text));
    }

    /** What a run may spend, by the names of the options, if the others took that much. */
    Map<String, String> left(Used others) {
        Map<String, String> left = new LinkedHashMap<>();
        calls.map(most -> Math.max(0, most - others.calls()))
                .ifPresent(rest -> left.put("budget-calls", rest.toString()));
        tokens.map(most -> Math.max(0, most - others.tokens()))
                .ifPresent(rest -> left.put("budget-tokens", rest.toString()));
        money.map(most -> most.subtract(others.money()).max(BigDecimal.ZERO))
                .ifPresent(rest -> left.put("budget-money", rest.toPlainString()));
        time.map(most -> Math.max(1, most.toSeconds() - (long) others.seconds()))
                .ifPresent(rest -> left.put("budget-time", rest + "s"));
        return left;
    }

    /** Whether nothing is left of some of it. */
    boolean isSpent(Used others) {
        return calls.filter(most -> others.calls() >= most).isPresent()
                || tokens.filter(most -> others.tokens() >= most).isPresent()
                || money.filter(most -> others.money().compareTo(most) >= 0).isPresent()
                || time.filter(most -> others.seconds() >= most.toSeconds()).isPresent();
    }
}
