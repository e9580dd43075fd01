package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.TrainingOptions.ControlMode;
import dev.handaxe.optimizer.TrainingOptions.CreditMode;
import java.util.HashMap;
import java.util.List;
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
    void controlsAndCreditThatCostCallsAreOnForLiveModelsAndNotForWhatWasBegunWithout() {
        TrainSettings live = TrainSettings.of(Map.of("dataset", "gsm8k", "model", "openai:m"));
        TrainSettings demo = TrainSettings.of(Map.of("dataset", "demo"));

        assertThat(live.options().controls()).isEqualTo(ControlMode.ON);
        assertThat(live.options().credit()).isEqualTo(CreditMode.FULL);
        assertThat(live.recorded()).containsEntry("controls", "on").containsEntry("credit", "full");
        for (TrainSettings quiet : List.of(demo, begun)) {
            assertThat(quiet.options().controls()).isEqualTo(ControlMode.OFF);
            assertThat(quiet.options().credit()).isEqualTo(CreditMode.FREE);
        }
    }

    @Test
    void aRecordingThatShipsIsReplayedAsItWasMadeOrNotAtAll() {
        Map<String, String> seed7 = Map.of("dataset", "demo", "seed", "7");

        assertThatThrownBy(() -> TrainSettings.of(seed7))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "--seed: the recording that ships was made with 1; give --model to train"
                                + " otherwise");
        assertThatThrownBy(() -> TrainSettings.of(Map.of("dataset", "demo", "folds", "3")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(
                        "--folds: the recording that ships was made with the default");
        assertThat(TrainSettings.of(Map.of("dataset", "demo", "seed", "1")).get("seed"))
                .contains("1");
        Map<String, String> otherModel = new HashMap<>(seed7);
        otherModel.put("model", "openai:m");
        assertThat(TrainSettings.of(otherModel).get("seed")).contains("7");
        assertThatThrownBy(() -> TrainSettings.of(Map.of("dataset", "gsm8k")))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "--model is missing, such as --model openai:MODEL; only demo, numbers,"
                                + " tables, calendar need none");
    }

    @Test
    void recordingsHoldNeitherPathsNorAddressesNorModels() {
        assertThat(begun.recorded()).isEqualTo(Map.of("dataset", "gsm8k", "epochs", "3"));
    }
}
