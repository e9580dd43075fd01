package dev.handaxe.optimizer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

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
