package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Closes sandboxes while their workers start, at moments that are drawn anew each time: bubblewrap
 * killed in its first milliseconds would leave a process, and the reader of its pipe, for ever.
 */
class ClosedWhileStartingIT {
    private static final int ROUNDS = 100;

    /** As far as the first steps of a worker may take. */
    private static final int LATEST_MICROS = 12_000;

    private final Random random = new Random(11);

    @Test
    void leavesNoProcessAndNoThread() throws InterruptedException {
        LeftBehind.assertNothing();
        for (int round = 0; round < ROUNDS; round++) {
            Thread caller;
            try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults())) {
                assertThat(sandbox.confinement().name()).isNotBlank(); // has been found out
                caller = Thread.ofPlatform().start(() -> warm(sandbox));
                LockSupport.parkNanos(1000L * random.nextInt(LATEST_MICROS));
            }
            caller.join();
        }
        LeftBehind.assertNothing();
    }

    private static void warm(Sandbox sandbox) {
        try {
            sandbox.warm(ExecutionPolicy.evaluation());
        } catch (HandaxeException _) {
            // it is closed
        }
    }
}
