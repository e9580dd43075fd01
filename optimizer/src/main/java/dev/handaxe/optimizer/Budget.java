package dev.handaxe.optimizer;

import dev.handaxe.optimizer.CallLabel.Role;
import dev.handaxe.optimizer.Prices.Money;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What a run may spend. The most that a call may cost is booked before it is made, and what it did
 * cost is settled, so that calls at the same time cannot cross a bound together. A call that does
 * not fit beside those under way waits for them; one that does not fit alone is refused.
 *
 * <p>Thread-safe.
 */
final class Budget {
    /** The answer that is reckoned with where none was longer and no bound is asked for. */
    private static final long FIRST_ANSWER = 1_024;

    private final Allowance allowance;
    private final OptionalInt maxOutput;
    private final Supplier<Duration> elapsed;
    private final Map<Role, Usage> spent = new EnumMap<>(Role.class);
    private long longestAnswer = FIRST_ANSWER;
    private long callsUnderWay;
    private long tokensUnderWay;
    private BigDecimal moneyUnderWay = BigDecimal.ZERO;

    /**
     * The most a call may cost.
     *
     * @param money zero where the model has no price
     */
    record Booking(Role role, long tokens, BigDecimal money) {}

    /** A budget that knows no time and no price. */
    Budget(OptionalLong calls, OptionalLong tokens) {
        this(
                new Allowance(calls, tokens, Optional.empty(), Optional.empty(), Prices.NONE),
                OptionalInt.empty(),
                () -> Duration.ZERO);
    }

    /**
     * A budget.
     *
     * @param maxOutput the longest answer that models are asked for
     * @param elapsed time spent on the run
     */
    Budget(Allowance allowance, OptionalInt maxOutput, Supplier<Duration> elapsed) {
        this.allowance = allowance;
        this.maxOutput = maxOutput;
        this.elapsed = elapsed;
        for (Role role : Role.values()) {
            spent.put(role, Usage.NONE);
        }
    }

    /**
     * Books a call; waits while it does not fit only because of those under way.
     *
     * @param input the most tokens that the prompt can have
     * @throws BudgetExceeded if it would cross a bound; nothing is booked then
     * @throws HandaxeException with {@link Code#INTERRUPTED}
     */
    synchronized Booking book(Role role, long input) {
        while (true) {
            Booking wanted = booking(role, input);
            Optional<String> crossed = crossed(wanted);
            if (crossed.isEmpty()) {
                callsUnderWay++;
                tokensUnderWay += wanted.tokens();
                moneyUnderWay = moneyUnderWay.add(wanted.money());
                return wanted;
            }
            if (callsUnderWay == 0 || timeIsUp()) {
                throw new BudgetExceeded(crossed.get());
            }
            try {
                wait(); // until one under way is settled
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HandaxeException(Code.INTERRUPTED, "a model call was interrupted", e);
            }
        }
    }

    private Booking booking(Role role, long input) {
        long output = maxOutput.isPresent() ? maxOutput.getAsInt() : longestAnswer;
        BigDecimal money =
                allowance.prices().of(role).map(p -> p.of(input, output)).orElse(BigDecimal.ZERO);
        return new Booking(role, input + output, money);
    }

    /** The bound that one call more could cross. */
    private Optional<String> crossed(Booking wanted) {
        Usage all = usage();
        if (timeIsUp()) {
            return allowance.time().map(time -> time.toSeconds() + " s");
        }
        if (all.calls() + callsUnderWay + 1 > allowance.calls().orElse(Long.MAX_VALUE)) {
            return Optional.of(allowance.calls().orElseThrow() + " calls");
        }
        if (all.tokens() + tokensUnderWay + wanted.tokens()
                > allowance.tokens().orElse(Long.MAX_VALUE)) {
            return Optional.of(allowance.tokens().orElseThrow() + " tokens");
        }
        BigDecimal cost = cost().add(moneyUnderWay).add(wanted.money());
        return allowance
                .money()
                .filter(most -> cost.compareTo(most) > 0)
                .map(most -> new Money(most, allowance.prices().currency()).toString());
    }

    private BigDecimal cost() {
        return money().map(Money::amount).orElse(BigDecimal.ZERO);
    }

    /** The call that was booked is over and used that much. */
    synchronized void settle(Booking booking, Usage used) {
        callsUnderWay--;
        tokensUnderWay -= booking.tokens();
        moneyUnderWay = moneyUnderWay.subtract(booking.money());
        spend(booking.role(), used);
        notifyAll();
    }

    /** Counts a call, such as one of an earlier session. */
    synchronized void spend(Role role, Usage used) {
        spent.merge(role, used, Usage::plus);
        longestAnswer = Math.max(longestAnswer, used.outputTokens());
    }

    synchronized Usage spent(Role role) {
        return spent.getOrDefault(role, Usage.NONE);
    }

    /** All that was spent. */
    Usage usage() {
        return spent(Role.AGENT).plus(spent(Role.OPTIMIZER));
    }

    /** What it cost. */
    Optional<Money> money() {
        return allowance.prices().cost(spent(Role.AGENT), spent(Role.OPTIMIZER));
    }

    /** The longest answer that models are asked for. */
    OptionalInt maxOutput() {
        return maxOutput;
    }

    /** The time that is left, if it is bounded. */
    Optional<Duration> timeLeft() {
        return allowance.time().map(time -> time.minus(elapsed.get()));
    }

    private boolean timeIsUp() {
        return timeLeft().filter(left -> !left.isPositive()).isPresent();
    }

    /** What is thrown when the time is up. */
    BudgetExceeded outOfTime() {
        return new BudgetExceeded(allowance.time().orElse(Duration.ZERO).toSeconds() + " s");
    }
}
