package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.runtime.HandaxeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingOptionsTest {
    @Test
    void theDefaultsAreThePapersNumbersWithValidation() {
        TrainingOptions options = TrainingOptions.builder().build();

        assertThat(options.epochs()).isEqualTo(10);
        assertThat(options.patience()).isEqualTo(10);
        assertThat(options.maxEdits()).isEqualTo(3);
        assertThat(options.acceptance()).isEqualTo(Acceptance.VALIDATION);
        assertThat(options.requestTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.allowance()).isEqualTo(Allowance.UNLIMITED);
    }

    @Test
    void aValueOutOfRangeIsNamedWithTheRange() {
        assertThatThrownBy(() -> TrainingOptions.builder().epochs(-1))
                .isInstanceOf(HandaxeException.class)
                .hasMessage("epochs is -1, allowed is 0 to 1000");
        assertThatThrownBy(() -> TrainingOptions.builder().budgetCalls(-1))
                .hasMessage("budget-calls is -1, allowed is 0 or more");
        assertThatThrownBy(() -> TrainingOptions.builder().requestTimeout(Duration.ZERO))
                .hasMessageContaining("request-timeout");
    }

    @Test
    void aSearchThatComparesNeedsARuleThatDoes() {
        var builder =
                TrainingOptions.builder()
                        .accept(Acceptance.ALWAYS)
                        .search(TrainingOptions.SearchMethod.PARETO);

        assertThatThrownBy(builder::build)
                .isInstanceOf(HandaxeException.class)
                .hasMessage("accept is always, and a pareto search has to compare: use hill-climb");
    }

    @Test
    void theIdentityOfAHillClimbHasNothingOfTheOtherSearch() {
        assertThat(RunIdentity.of(TrainingOptions.builder().build()).has("crossover_every"))
                .isFalse();
        assertThat(
                        RunIdentity.of(
                                        TrainingOptions.builder()
                                                .search(TrainingOptions.SearchMethod.PARETO)
                                                .build())
                                .toString())
                .contains("\"search\":\"pareto\"", "\"crossover_every\":3");
    }

    @Test
    void aBuilderThatGoesOnDoesNotChangeWhatItBuilt() {
        var builder = TrainingOptions.builder().epochs(1);
        TrainingOptions options = builder.build();
        builder.epochs(2);

        assertThat(options.epochs()).isEqualTo(1);
    }
}
