package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.HandaxeException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8089/v1", "http://localhost/v1", "http://[::1]:1/v1"})
    void loopbackNeedsNoKey(String url) {
        Endpoint endpoint = Endpoint.of(ModelSpec.Provider.OPENAI, Optional.of(url), Map.of());

        assertThat(endpoint.baseUrl()).hasToString(url);
        assertThat(endpoint.key()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com/v1",
                "http://127.0.0.1.example.com/v1",
                "http://localhost.example.com/v1"
            })
    void otherHostsNeedOne(String url) {
        assertThatThrownBy(() -> Endpoint.of(ModelSpec.Provider.OPENAI, Optional.of(url), Map.of()))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("OPENAI_API_KEY is not set")
                .extracting(fault -> Failure.of(fault).exit())
                .isEqualTo(ExitCode.PROVIDER);
    }

    @Test
    void theKeyComesFromTheEnvironmentAndIsNotShown() {
        Endpoint endpoint =
                Endpoint.of(
                        ModelSpec.Provider.OPENAI,
                        Optional.empty(),
                        Map.of("OPENAI_API_KEY", "sk-secret"));

        assertThat(endpoint.key()).contains("sk-secret");
        assertThat(endpoint.baseUrl()).hasToString("https://api.openai.com/v1");
        assertThat(endpoint.toString()).doesNotContain("sk-secret");
    }

    @Test
    void ollamaIsLocalAndIsNotSentAnotherProvidersKey() {
        Endpoint endpoint =
                Endpoint.of(
                        ModelSpec.Provider.OLLAMA,
                        Optional.empty(),
                        Map.of("OPENAI_API_KEY", "sk-secret"));

        assertThat(endpoint.baseUrl()).hasToString("http://localhost:11434/v1");
        assertThat(endpoint.key()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/v1",
                "127.0.0.1:80",
                "http://",
                "http://u:hidden@h/v1",
                "http://h/ x"
            })
    void whatIsNoUrlIsAUsageErrorThatDoesNotRepeatIt(String url) {
        assertThatThrownBy(() -> Endpoint.of(ModelSpec.Provider.OPENAI, Optional.of(url), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--base-url: ")
                .hasMessageNotContaining("hidden");
    }
}
