package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @Test
    void secondsAreMeantUnlessAUnitIsGiven() {
        assertThat(DurationText.parse("--t", "90")).isEqualTo(Duration.ofSeconds(90));
        assertThat(DurationText.parse("--t", "30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(DurationText.parse("--t", "500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(DurationText.parse("--t", "2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(DurationText.parse("--t", "3h")).isEqualTo(Duration.ofHours(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1d", "1.5s", "s", "9999999999"})
    void otherTextsAreUsageErrors(String text) {
        assertThatThrownBy(() -> DurationText.parse("--t", text))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--t: ");
    }
}
