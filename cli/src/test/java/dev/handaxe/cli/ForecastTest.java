package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.handaxe.optimizer.Allowance;
import dev.handaxe.optimizer.Prices;
import dev.handaxe.optimizer.Prices.Price;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.TrainingOptions;
import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.TrainingOptions.ControlMode;
import dev.handaxe.optimizer.TrainingOptions.CreditMode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final Price PRICE = new Price(new BigDecimal("2"), new BigDecimal("8"));
    private static final Prices PRICES = new Prices("EUR", Optional.of(PRICE), Optional.of(PRICE));

    /** 400 characters each. */
    private static List<Task> tasks(String split, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> new Task(split + n, "x".repeat(380), "1", "y".repeat(20)))
                .toList();
    }

    private static Forecast forecast(Allowance allowance) {
        return forecast(options().allowance(allowance));
    }

    private static TrainingOptions.Builder options() {
        return TrainingOptions.builder()
                .epochs(10)
                .maxEdits(3)
                .maxRepeats(1)
                .controls(ControlMode.OFF)
                .credit(CreditMode.FREE);
    }

    private static Forecast forecast(TrainingOptions.Builder options) {
        return Forecast.of(
                "jsonl",
                new Splits(tasks("a", 20), tasks("b", 20), tasks("c", 80)),
                options.build());
    }

    private static String text(Forecast forecast) {
        var bytes = new ByteArrayOutputStream();
        forecast.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void expectedWorkIsTwoCallsARolloutAndThreeEditsAnEpoch() {
        // 2 * (40 * 11 + 160) of the agent and 30 of the optimizer
        assertThat(text(forecast(Allowance.UNLIMITED)))
                .contains("at most 600 rollouts and 4890 model calls\n")
                .contains("about 1230 model calls, 750000 tokens in and 195000 out, if every")
                .doesNotContain("affords");
    }

    @Test
    void aGainMayStayUndecidedInEveryEpoch() {
        assertThat(forecast(options().maxRepeats(3)).most().rollouts())
                .isEqualTo((20 + 3 * 20) * 11 + 160);
        assertThat(forecast(options().repeats(2)).most().rollouts())
                .isEqualTo((2 * 20 + 2 * 20) * 11 + 320);
        assertThat(forecast(options().maxRepeats(3).accept(Acceptance.PAPER)).most().rollouts())
                .isEqualTo(600);
    }

    @Test
    void creditAndControlsAreSaidApart() {
        var options = options().controls(ControlMode.ON).credit(CreditMode.FULL).controlAttempts(4);
        Forecast forecast = forecast(options);

        // one more candidate, second attempts, 3 more of each test task, and the rewrite's
        assertThat(forecast.most().rollouts()).isEqualTo(40 * 12 + 160 + 20 + 3 * 80 + 80);
        // 30 of credit; 10 and 80 and 240 of controls; two calls each
        assertThat(text(forecast))
                .contains(", and 40 rollouts for each function that is left out\n")
                .contains("about 1230 model calls, 750000 tokens in")
                .contains("then about 720 model calls, 360000 tokens in and 108000 out for credit");
        assertThat(Json.write(forecast.object()))
                .contains("\"expected_after_training\":{\"calls\":720,");
    }

    /** 120 tasks are pooled: 4 folds train on three quarters each, the run itself on all. */
    @Test
    void foldsAreTrainingsToo() {
        Forecast forecast = forecast(options().folds(4));

        assertThat(forecast.most().rollouts()).isEqualTo(120 * 11 * 4 + 2 * 120);
        assertThat(forecast.most().calls())
                .as("two parts and their merges, three tries each, in five trainings")
                .isEqualTo((120 * 11 * 4 + 240) * 8 + 5 * 90 * 3);
        assertThat(text(forecast)).contains("about 11340 model calls");
    }

    @Test
    void attemptsOfControlsTakeNoMoreThanTraining() {
        var options = options().epochs(1).controls(ControlMode.ON).controlAttempts(100);
        Forecast forecast = forecast(options);
        ExpectedWork rest = forecast(options.controlAttempts(1)).plan().after();

        assertThat(forecast.plan().after().tokens() - rest.tokens())
                .isCloseTo(forecast.plan().whole().tokens(), within(2L));
    }

    @Test
    void pricesMakeItACost() {
        Forecast forecast = forecast(Allowance.UNLIMITED.withPrices(PRICES));

        assertThat(text(forecast)).contains("195000 out, 3.0600 EUR, if");
        assertThat(Json.write(forecast.object()))
                .contains("\"cost\":{\"amount\":3.06,\"currency\":\"EUR\"}")
                .doesNotContain("at_most\":{");
    }

    /** 400 calls beside the epochs, 83 in each. */
    @Test
    void aBudgetOfCallsAffordsSoManyEpochs() {
        assertThat(forecast(Allowance.UNLIMITED.withCalls(399)).plan().affordable())
                .isEqualTo(OptionalLong.of(0));
        assertThat(forecast(Allowance.UNLIMITED.withCalls(400 + 2 * 83)).plan().affordable())
                .isEqualTo(OptionalLong.of(2));
        assertThat(forecast(Allowance.UNLIMITED.withCalls(400 + 3 * 83 - 1)).plan().affordable())
                .isEqualTo(OptionalLong.of(2));
        assertThat(forecast(Allowance.UNLIMITED.withCalls(1_000_000)).plan().affordable())
                .isEqualTo(OptionalLong.of(10));
        assertThat(text(forecast(Allowance.UNLIMITED.withCalls(700))))
                .contains("at most 600 rollouts and 700 model calls\n")
                .contains("the budget affords about 3 of 10 epochs\n");
    }

    @Test
    void theTightestBudgetCounts() {
        Allowance money = Allowance.UNLIMITED.withMoney(new BigDecimal("1.30"), PRICES);

        assertThat(forecast(money).plan().affordable()).isEqualTo(OptionalLong.of(1));
        assertThat(forecast(money.withTokens(1_000)).plan().affordable())
                .isEqualTo(OptionalLong.of(0));
        assertThat(Json.write(forecast(money.withTokens(1_000)).object()))
                .contains("\"tokens_at_most\":1000")
                .contains("\"cost_at_most\":{\"amount\":1.3,\"currency\":\"EUR\"}")
                .contains("\"epochs_affordable\":0");
    }
}
