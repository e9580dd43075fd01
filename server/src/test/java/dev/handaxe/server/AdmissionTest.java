package dev.handaxe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.policy.ExecutionPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Client ANYONE = Client.anyone(ExecutionPolicy.untrusted());
    private static final Client SLOW =
            new Client(
                    "slow", Optional.of("a-token-of-sixteen"), ExecutionPolicy.untrusted(), 6, 1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong now = new AtomicLong();

    private Admission admission(int most) {
        return new Admission(most, List.of(ANYONE, SLOW), meters, now::get);
    }

    @Test
    void noMoreThanFitAreInside() {
        Admission admission = admission(2);
        Admission.Place first = admission.enter(ANYONE);
        admission.enter(ANYONE);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> admission.enter(ANYONE))
                .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo("busy"));
        first.close();
        assertThat(admission.enter(ANYONE)).isNotNull();
        assertThat(meters.get("handaxe.server.refusals").tag("reason", "full").counter().count())
                .isEqualTo(1);
        assertThat(meters.get("handaxe.server.calls.inside").gauge().value()).isEqualTo(2);
    }

    @Test
    void aQuotaIsRefilledOverAMinute() {
        Admission admission = admission(100);
        for (int i = 0; i < 6; i++) {
            admission.enter(SLOW).close();
        }
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> admission.enter(SLOW))
                .satisfies(
                        refused -> {
                            assertThat(refused.problem().code()).isEqualTo("quota");
                            assertThat(refused.problem().retrySeconds()).isEqualTo(10);
                        });
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        admission.enter(SLOW).close();
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> admission.enter(SLOW));
        admission.enter(ANYONE).close();
    }

    @Test
    void nobodyGetsInAfterTheEnd() throws InterruptedException {
        Admission admission = admission(1);
        Admission.Place place = admission.enter(ANYONE);
        assertThat(admission.close(Duration.ofMillis(1))).isFalse();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> admission.enter(ANYONE))
                .satisfies(refused -> assertThat(refused.problem().status()).isEqualTo(503));
        place.close();
        assertThat(admission.close(Duration.ofSeconds(1))).isTrue();
    }
}
