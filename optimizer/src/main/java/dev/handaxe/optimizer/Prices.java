package dev.handaxe.optimizer;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * What the two models of a run cost. A model without a price is not counted in money.
 *
 * <p>Immutable.
 *
 * @param currency of both prices
 * @param agent the agent's model
 * @param optimizer the optimizer's model
 */
public record Prices(String currency, Optional<Price> agent, Optional<Price> optimizer) {
    /** No model has one. */
    public static final Prices NONE = new Prices("", Optional.empty(), Optional.empty());

    /** Rejects nulls. */
    public Prices {
        Objects.requireNonNull(currency);
        Objects.requireNonNull(agent);
        Objects.requireNonNull(optimizer);
    }

    /** Whether any model has a price. */
    public boolean any() {
        return agent.isPresent() || optimizer.isPresent();
    }

    Optional<Price> of(CallLabel.Role role) {
        return switch (role) {
            case AGENT -> agent;
            case OPTIMIZER -> optimizer;
        };
    }

    /** What that usage of the models cost; empty if neither has a price. */
    public Optional<Money> cost(Usage byAgent, Usage byOptimizer) {
        return any()
                ? Optional.of(
                        new Money(cost(agent, byAgent).add(cost(optimizer, byOptimizer)), currency))
                : Optional.empty();
    }

    private static BigDecimal cost(Optional<Price> price, Usage usage) {
        return price.map(known -> known.of(usage.inputTokens(), usage.outputTokens()))
                .orElse(BigDecimal.ZERO);
    }
}
