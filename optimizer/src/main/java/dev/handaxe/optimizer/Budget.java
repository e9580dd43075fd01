package dev.handaxe.optimizer;

import java.util.OptionalLong;

/**
 * What a run may spend on model calls. A call is booked before it is made, so that calls at the
 * same time cannot cross the bound together.
 *
 * <p>Thread-safe.
 */
final class Budget {
    private final OptionalLong calls;
    private final OptionalLong tokens;
    private Usage spent = Usage.NONE;
    private long callsUnderWay;
    private long tokensUnderWay;

    Budget(OptionalLong calls, OptionalLong tokens) {
        this.calls = calls;
        this.tokens = tokens;
    }

    /**
     * Books a call.
     *
     * @throws BudgetExceeded if it would cross a bound; nothing is booked then
     */
    synchronized void book(long estimatedTokens) {
        if (calls.isPresent() && spent.calls() + callsUnderWay >= calls.getAsLong()) {
            throw new BudgetExceeded(calls.getAsLong() + " calls");
        }
        if (tokens.isPresent()
                && spent.tokens() + tokensUnderWay + estimatedTokens > tokens.getAsLong()) {
            throw new BudgetExceeded(tokens.getAsLong() + " tokens");
        }
        callsUnderWay++;
        tokensUnderWay += estimatedTokens;
    }

    /** The call that was booked is over and used that much. */
    synchronized void settle(long estimatedTokens, Usage used) {
        callsUnderWay--;
        tokensUnderWay -= estimatedTokens;
        spent = spent.plus(used);
    }

    /** Counts a call of an earlier session. */
    synchronized void spend(Usage usage) {
        spent = spent.plus(usage);
    }

    synchronized Usage spent() {
        return spent;
    }
}
