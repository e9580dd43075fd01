package dev.handaxe.optimizer;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run may spend in all, sessions before a resume included; what is empty has no bound.
 *
 * <pre>{@code
 * Allowance allowance = Allowance.UNLIMITED.withCalls(500).withTime(Duration.ofHours(1));
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param calls answered model calls
 * @param tokens in and out
 * @param money for model calls, in the currency of the prices
 * @param time from the start, pauses between sessions not counted
 * @param prices of the models
 */
public record Allowance(
        OptionalLong calls,
        OptionalLong tokens,
        Optional<BigDecimal> money,
        Optional<Duration> time,
        Prices prices) {
    /** No bound, and no price. */
    public static final Allowance UNLIMITED =
            new Allowance(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Prices.NONE);

    /**
     * Checks that what is bounded can be counted.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if a bound is negative, or money is
     *     bounded and a model has no price
     */
    public Allowance {
        Objects.requireNonNull(prices);
        notNegative("budget-calls", calls.orElse(0));
        notNegative("budget-tokens", tokens.orElse(0));
        notNegative("budget-money", money.map(BigDecimal::signum).orElse(0));
        notNegative("budget-time (ms)", time.map(Duration::toMillis).orElse(0L));
        if (money.isPresent() && (prices.agent().isEmpty() || prices.optimizer().isEmpty())) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "a budget of money needs a price for each model: the %s's has none"
                            .formatted(prices.agent().isEmpty() ? "agent" : "optimizer"));
        }
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, name + " is " + value + ", allowed is 0 or more");
        }
    }

    /** The same with at most so many model calls. */
    public Allowance withCalls(long most) {
        return new Allowance(OptionalLong.of(most), tokens, money, time, prices);
    }

    /** The same with at most so many tokens. */
    public Allowance withTokens(long most) {
        return new Allowance(calls, OptionalLong.of(most), money, time, prices);
    }

    /** The same with at most so much money, and the prices to count it by. */
    public Allowance withMoney(BigDecimal most, Prices by) {
        return new Allowance(calls, tokens, Optional.of(most), time, by);
    }

    /** The same with at most so much time. */
    public Allowance withTime(Duration most) {
        return new Allowance(calls, tokens, money, Optional.of(most), prices);
    }

    /** The same with those prices. */
    public Allowance withPrices(Prices by) {
        return new Allowance(calls, tokens, money, time, by);
    }
}
