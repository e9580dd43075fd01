package dev.handaxe.optimizer;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.math.BigDecimal;
import java.math.RoundingMode;
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

    /**
     * What a million tokens of a model cost, in a currency that is said elsewhere.
     *
     * <p>Immutable.
     *
     * @param input of prompts
     * @param output of answers
     */
    public record Price(BigDecimal input, BigDecimal output) {
        private static final int MILLION_DIGITS = 6;

        /**
         * Rejects negative prices.
         *
         * @throws HandaxeException with {@link Code#INVALID_INPUT} if one is negative
         */
        public Price {
            if (input.signum() < 0 || output.signum() < 0) {
                throw new HandaxeException(Code.INVALID_INPUT, "a price is negative");
            }
        }

        /** What so many tokens cost, exactly. */
        public BigDecimal of(long inputTokens, long outputTokens) {
            return input.multiply(BigDecimal.valueOf(inputTokens))
                    .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                    .movePointLeft(MILLION_DIGITS);
        }
    }

    /**
     * An amount of a currency.
     *
     * <p>Immutable.
     *
     * @param amount exact
     * @param currency as the price list names it
     */
    public record Money(BigDecimal amount, String currency) {
        private static final int DECIMALS = 4;

        /** Rejects nulls. */
        public Money {
            Objects.requireNonNull(amount);
            Objects.requireNonNull(currency);
        }

        /** Such as {@code 0.1250 USD}. */
        @Override
        public String toString() {
            return amount.setScale(DECIMALS, RoundingMode.HALF_UP).toPlainString() + " " + currency;
        }
    }
}
