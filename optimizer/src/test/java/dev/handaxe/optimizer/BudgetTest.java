package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.CallLabel.Role;
import dev.handaxe.optimizer.Prices.Price;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final Prices PRICES =
            new Prices("EUR", Optional.of(price("2", "8")), Optional.of(price("10", "40")));

    private static Price price(String input, String output) {
        return new Price(new BigDecimal(input), new BigDecimal(output));
    }

    private static Budget budget(Allowance allowance, int maxOutput) {
        return new Budget(allowance, OptionalInt.of(maxOutput), () -> Duration.ZERO);
    }

    /** Whatever calls are made at the same time, and whatever they use of what was booked. */
    @Test
    void noBoundIsEverCrossed() throws Exception {
        for (long seed = 1; seed <= 60; seed++) {
            var random = new Random(seed);
            Allowance allowance =
                    new Allowance(
                            OptionalLong.of(random.nextInt(80)),
                            OptionalLong.of(random.nextInt(60_000)),
                            Optional.of(BigDecimal.valueOf(random.nextInt(700), 3)),
                            Optional.empty(),
                            PRICES);
            Budget budget = budget(allowance, 1 + random.nextInt(900));
            spendAll(budget, seed);

            assertThat(budget.usage().calls())
                    .as("seed %s", seed)
                    .isLessThanOrEqualTo(allowance.calls().getAsLong());
            assertThat(budget.usage().tokens())
                    .as("seed %s", seed)
                    .isLessThanOrEqualTo(allowance.tokens().getAsLong());
            assertThat(budget.money().orElseThrow().amount())
                    .as("seed %s", seed)
                    .isLessThanOrEqualTo(allowance.money().orElseThrow());
        }
    }

    /** Sixteen callers, each until it is refused. */
    private static void spendAll(Budget budget, long seed) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < 16; caller++) {
                var random = new Random(seed * 100 + caller);
                all.add(callers.submit(() -> spendUntilRefused(budget, random)));
            }
            for (Future<?> caller : all) {
                caller.get();
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // another order of threads is another case, no more
    private static void spendUntilRefused(Budget budget, Random random) {
        while (true) {
            Role role = random.nextInt(4) == 0 ? Role.OPTIMIZER : Role.AGENT;
            int input = 1 + random.nextInt(3_000);
            Budget.Booking booking;
            try {
                booking = budget.book(role, input);
            } catch (BudgetExceeded e) {
                return;
            }
            for (int i = random.nextInt(20); i > 0; i--) {
                Thread.yield();
            }
            int output = budget.maxOutput().getAsInt();
            boolean failed = random.nextInt(10) == 0;
            budget.settle(
                    booking,
                    failed
                            ? Usage.NONE
                            : new Usage(
                                    1,
                                    random.nextBoolean() ? input : random.nextInt(input),
                                    random.nextBoolean() ? output : random.nextInt(output)));
        }
    }

    @Test
    void whatWasBookedAndNotUsedIsThereForTheNext() {
        Budget budget = budget(Allowance.UNLIMITED.withTokens(1_000), 100);
        for (int call = 0; call < 4; call++) {
            budget.settle(budget.book(Role.AGENT, 500), new Usage(1, 90, 10));
        }

        assertThatCode(() -> budget.book(Role.AGENT, 500)).doesNotThrowAnyException();
    }

    @Test
    void aCallThatFitsAloneWaitsForThoseUnderWay() throws Exception {
        Budget budget = budget(Allowance.UNLIMITED.withTokens(1_000), 100);
        Budget.Booking first = budget.book(Role.AGENT, 600);
        var second = new AtomicReference<Budget.Booking>();
        Thread waiting = Thread.ofPlatform().start(() -> second.set(budget.book(Role.AGENT, 600)));
        while (waiting.isAlive() && waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(second).hasValue(null);

        budget.settle(first, new Usage(1, 150, 50));
        waiting.join();

        assertThat(second.get()).isNotNull();
    }

    @Test
    void aCallThatWaitsCanBeInterrupted() {
        Budget budget = budget(Allowance.UNLIMITED.withTokens(1_000), 100);
        budget.book(Role.AGENT, 600);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> budget.book(Role.AGENT, 600))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aCallThatDoesNotFitAloneIsRefusedWithTheBoundItWouldCross() {
        assertThatThrownBy(() -> budget(Allowance.UNLIMITED.withCalls(0), 1).book(Role.AGENT, 1))
                .hasMessage("0 calls");
        assertThatThrownBy(
                        () -> budget(Allowance.UNLIMITED.withTokens(99), 50).book(Role.AGENT, 50))
                .hasMessage("99 tokens");
        assertThatThrownBy(
                        () ->
                                budget(
                                                Allowance.UNLIMITED.withMoney(
                                                        new BigDecimal("0.0099"), PRICES),
                                                100)
                                        .book(Role.OPTIMIZER, 600))
                .as("600 at 10 and 100 at 40 a million are 0.0100")
                .hasMessage("0.0099 EUR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0100", "1"})
    void aCallThatFitsIsBooked(String most) {
        Budget budget = budget(Allowance.UNLIMITED.withMoney(new BigDecimal(most), PRICES), 100);

        assertThat(budget.book(Role.OPTIMIZER, 600).money()).isEqualByComparingTo("0.01");
    }

    @Test
    void eachRoleHasItsPrice() {
        Budget budget = budget(Allowance.UNLIMITED.withPrices(PRICES), 100);
        budget.spend(Role.AGENT, new Usage(1, 1_000_000, 500_000));
        budget.spend(Role.OPTIMIZER, new Usage(1, 100_000, 100_000));

        assertThat(budget.money().orElseThrow().toString()).isEqualTo("11.0000 EUR");
        assertThat(budget.spent(Role.OPTIMIZER)).isEqualTo(new Usage(1, 100_000, 100_000));
        assertThat(budget.usage().calls()).isEqualTo(2);
    }

    @Test
    void withoutABoundOfAnswersTheLongestSoFarIsReckonedWith() {
        Budget budget =
                new Budget(
                        Allowance.UNLIMITED.withTokens(100_000),
                        OptionalInt.empty(),
                        () -> Duration.ZERO);
        assertThat(budget.book(Role.AGENT, 100).tokens()).isEqualTo(1_124);
        budget.spend(Role.AGENT, new Usage(1, 100, 5_000));

        assertThat(budget.book(Role.AGENT, 100).tokens()).isEqualTo(5_100);
    }

    @Test
    void noCallBeginsAfterTheTimeIsUp() {
        var elapsed = new AtomicReference<>(Duration.ofSeconds(59));
        Budget budget =
                new Budget(
                        Allowance.UNLIMITED.withTime(Duration.ofMinutes(1)),
                        OptionalInt.empty(),
                        elapsed::get);
        budget.book(Role.AGENT, 1);
        assertThat(budget.timeLeft()).hasValue(Duration.ofSeconds(1));
        elapsed.set(Duration.ofSeconds(60));

        assertThatThrownBy(() -> budget.book(Role.AGENT, 1)).hasMessage("60 s");
    }

    @Test
    void moneyCannotBeBoundedWithoutThePriceOfBothModels() {
        Prices half = new Prices("EUR", Optional.of(price("1", "1")), Optional.empty());

        assertThatThrownBy(() -> Allowance.UNLIMITED.withMoney(BigDecimal.ONE, half))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT))
                .hasMessage(
                        "a budget of money needs a price for each model: the optimizer's has none");
    }
}
