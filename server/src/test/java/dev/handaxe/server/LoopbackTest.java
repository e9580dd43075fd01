package dev.handaxe.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:80",
                "127.0.0.1",
                "127.0.0.1:8080",
                "127.9.9.9",
                "[::1]",
                "[::1]:8080",
                "::1"
            })
    void theseMeanThisHost(String header) {
        assertThat(Loopback.isHeader(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:80",
                "0.0.0.0",
                "128.0.0.1",
                "[::]",
                "[::1].evil.example",
                "localhost:80:80",
                "127.1"
            })
    void theseMayBeOthers(String header) {
        assertThat(Loopback.isHeader(header)).isFalse();
    }
}
