package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Stage;
import java.util.function.Supplier;

/**
 * Calls that end softly where the host has a processor for them. On a busy one the guest may not
 * notice the interrupt within the grace; the hard stop is right then, and says nothing about the
 * soft one. Thread-safe.
 */
final class SoftStop {
    private static final int ATTEMPTS = 4;

    private SoftStop() {}

    /** The limit that the call met, softly in one of a few attempts. */
    static Breach of(Supplier<Outcome> call) {
        Breach breach = breach(call.get());
        for (int i = 1; i < ATTEMPTS && breach.stage() == Stage.HARD; i++) {
            breach = breach(call.get());
        }
        assertThat(breach.stage()).isEqualTo(Stage.SOFT);
        return breach;
    }

    private static Breach breach(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.LimitExceeded.class);
        return ((Outcome.LimitExceeded) outcome).breach();
    }
}
