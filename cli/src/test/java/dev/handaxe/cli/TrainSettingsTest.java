package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainSettingsTest {
    private final TrainSettings begun =
            new TrainSettings(
                    Map.of(
                            "dataset", "gsm8k",
                            "model", "openai:m",
                            "epochs", "3",
                            "data", "/data/gsm8k",
                            "base-url", "http://127.0.0.1:1/v1",
                            "concurrency", "2"));

    @Test
    void aResumedRunMayChangeHowItIsRunButNotWhatItIs() {
        TrainSettings resumed =
                begun.resumedWith(Map.of("concurrency", "8", "epochs", "3", "dataset", "gsm8k"));

        assertThat(resumed.get("concurrency")).contains("8");
        assertThat(resumed.get("epochs")).contains("3");
        assertThatThrownBy(() -> begun.resumedWith(Map.of("epochs", "4")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--epochs: the run was begun with 3");
        assertThatThrownBy(() -> begun.resumedWith(Map.of("dataset", "math")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("DATASET: the run was begun with gsm8k");
        assertThatThrownBy(() -> begun.resumedWith(Map.of("seed", "1")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("the default");
    }

    @Test
    void theAgentIsPartOfWhatARunIs() {
        TrainSettings react =
                new TrainSettings(
                        Map.of("dataset", "gsm8k", "model", "openai:m", "agent", "react"));

        assertThat(react.options().agentName()).isEqualTo("react");
        assertThat(begun.options().agentName()).isEqualTo("function-calling");
        assertThat(begun.options().maxTools()).isEqualTo(20);
        assertThat(new TrainSettings(Map.of("max-tools", "7")).options().maxTools()).isEqualTo(7);
        assertThat(react.recorded()).containsEntry("agent", "react");
        assertThatThrownBy(() -> begun.resumedWith(Map.of("agent", "react")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--agent: the run was begun with the default");
    }

    @Test
    void recordingsHoldNeitherPathsNorAddressesNorModels() {
        assertThat(begun.recorded()).isEqualTo(Map.of("dataset", "gsm8k", "epochs", "3"));
    }
}
