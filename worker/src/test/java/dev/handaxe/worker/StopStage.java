package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Stage;
import java.util.function.Supplier;

/**
 * Calls that end at one stage where the host has a processor for them. On a busy one the guest may
 * not notice the interrupt within the grace, and is stopped hard; or the interrupt finds it before
 * it has come to what cannot be interrupted, and it is stopped softly. Both are right, and say
 * nothing about the stage that is asked for. Thread-safe.
 */
final class StopStage {
    private static final int ATTEMPTS = 4;

    private StopStage() {}

    /** The limit that the call met, softly in one of a few attempts. */
    static Breach soft(Supplier<Outcome> call) {
        return at(Stage.SOFT, call);
    }

    /** The limit that the call met, hard in one of a few attempts. */
    static Breach hard(Supplier<Outcome> call) {
        return at(Stage.HARD, call);
    }

    private static Breach at(Stage stage, Supplier<Outcome> call) {
        Breach breach = breach(call.get());
        for (int i = 1; i < ATTEMPTS && breach.stage() != stage; i++) {
            breach = breach(call.get());
        }
        assertThat(breach.stage()).isEqualTo(stage);
        return breach;
    }

    private static Breach breach(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.LimitExceeded.class);
        return ((Outcome.LimitExceeded) outcome).breach();
    }
}
