package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSpecTest {

    @Test
    void theModelFollowsTheFirstColon() {
        assertThat(ModelSpec.parse("--model", "ollama:qwen3:8b"))
                .isEqualTo(new ModelSpec(ModelSpec.Provider.OLLAMA, "qwen3:8b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4", "openai:", "openai: ", "", ":", "OPENAI:x", "azure:x"})
    void otherFormsAreUsageErrorsThatNameTheOption(String text) {
        assertThatThrownBy(() -> ModelSpec.parse("--optimizer-model", text))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--optimizer-model: ")
                .hasMessageContaining("openai:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic:claude", "gemini:pro"})
    void laterProvidersSayThatTheyAreNotAvailableYet(String text) {
        assertThatThrownBy(() -> ModelSpec.parse("--model", text))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("is not available yet");
    }
}
