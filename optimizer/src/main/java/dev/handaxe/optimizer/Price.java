package dev.handaxe.optimizer;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.math.BigDecimal;

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
