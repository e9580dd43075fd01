package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {
    private final List<Duration> waits = new ArrayList<>();
    private int calls;

    /** Fails that often, then answers. */
    private String call(int failures, RuntimeException fault) {
        return new RetryPolicy(
                        4, Duration.ofSeconds(1), Duration.ofSeconds(3), waits::add, new Random(1))
                .call(
                        () -> {
                            calls++;
                            if (calls <= failures) {
                                throw fault;
                            }
                            return "done";
                        });
    }

    private HandaxeException failure(int failures, RuntimeException fault) {
        return catchThrowableOfType(HandaxeException.class, () -> call(failures, fault));
    }

    static List<RuntimeException> passing() {
        return List.of(
                new TimeoutException("slow"),
                new RateLimitException("429 slow down"),
                new InternalServerException("500"),
                new HttpException(503, "unavailable"),
                new RuntimeException(new ConnectException("refused")));
    }

    static List<RuntimeException> lasting() {
        return List.of(
                new AuthenticationException("401"),
                new InvalidRequestException("400"),
                new ModelNotFoundException("no such model"),
                new RateLimitException("429 insufficient_quota: you exceeded your current quota"),
                new HttpException(404, "not found"),
                new IllegalStateException("a bug"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void faultsThatPassAreTriedAgain(RuntimeException fault) {
        assertThat(call(2, fault)).isEqualTo("done");
        assertThat(calls).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void faultsThatLastEndTheRunAtOnce(RuntimeException fault) {
        assertThat(failure(2, fault).code()).isEqualTo(Code.PROVIDER);
        assertThat(calls).isEqualTo(1);
        assertThat(waits).isEmpty();
    }

    @Test
    void triesAreBounded() {
        assertThat(failure(100, new TimeoutException("slow")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.PROVIDER))
                .hasMessageContaining("failed 4 times");
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void waitsGrowToTheirBound() {
        call(3, new TimeoutException("slow"));

        var bounds = List.of(1000L, 2000L, 3000L);
        assertThat(waits).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(waits.get(i).toMillis()).isBetween(1L, bounds.get(i));
        }
    }

    @Test
    void aProvidersMessageLosesItsCredentials() {
        var fault =
                new AuthenticationException(
                        "Incorrect API key provided: sk-proj-abcdef1234567890\u001b[31m");

        assertThat(failure(1, fault))
                .hasMessageNotContainingAny("abcdef1234567890", "\u001b")
                .hasMessageContaining("AuthenticationException");
    }
}
