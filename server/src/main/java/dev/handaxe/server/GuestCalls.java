package dev.handaxe.server;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Makes the calls of all clients in one sandbox, over HTTP and MCP alike: admitted, counted, and
 * remembered without their payload. Thread-safe.
 */
final class GuestCalls {
    private static final String PROGRAM = "run";

    private final Sandbox sandbox;
    private final Admission admission;
    private final RecentCalls recent;
    private final Clock clock;
    private volatile long lastAnswered = System.nanoTime() - Duration.ofDays(1).toNanos();

    GuestCalls(Sandbox sandbox, Admission admission, RecentCalls recent, Clock clock) {
        this.sandbox = sandbox;
        this.admission = admission;
        this.recent = recent;
        this.clock = clock;
    }

    /**
     * A call of a function of the set, or of a program with it.
     *
     * @throws RefusedException if it is not let in
     */
    Outcome make(
            Client client, FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {
        return made(client, name(invocation), () -> sandbox.call(functions, invocation, policy));
    }

    /**
     * Anything that ends in an outcome, such as a session's call.
     *
     * @throws RefusedException if it is not let in
     */
    Outcome made(Client client, String what, Supplier<Outcome> call) {
        Outcome outcome;
        try (Admission.Place _ = admission.enter(client)) {
            outcome = call.get();
        }
        answered(outcome);
        recent.add(clock.instant(), client.name(), what, outcome);
        return outcome;
    }

    /** Whether a worker runs a program for that client: a call that nobody asked for or counts. */
    boolean probe(Client client) {
        Outcome outcome =
                sandbox.call(
                        FunctionSet.empty(),
                        Invocation.program("1 + 1").forTenant(client.name()),
                        client.policy());
        answered(outcome);
        return outcome instanceof Outcome.Returned;
    }

    private void answered(Outcome outcome) {
        if (!(outcome instanceof Outcome.Lost)) {
            lastAnswered = System.nanoTime();
        }
    }

    /** How long ago a worker answered a call. */
    Duration sinceAnswer() {
        return Duration.ofNanos(System.nanoTime() - lastAnswered);
    }

    static String name(Invocation invocation) {
        return switch (invocation) {
            case Invocation.Program _ -> PROGRAM;
            case Invocation.Call call -> call.function();
        };
    }
}
