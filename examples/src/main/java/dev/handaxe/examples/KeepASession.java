package dev.handaxe.examples;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.SessionState;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.Session;

/**
 * Programs of one session see what those before them left: the first example of docs/embedding.md.
 * No state.
 */
public final class KeepASession {
    private KeepASession() {}

    /** What the second program printed, and whether its session was kept. */
    public static String run() {
        // example starts
        try (Sandbox sandbox = Sandbox.open(SandboxOptions.defaults());
                Session session =
                        sandbox.openSession(FunctionSet.empty(), ExecutionPolicy.session())) {
            session.call(Invocation.program("x = 20"));
            Outcome outcome = session.call(Invocation.program("print(x + 1)"));
            boolean kept = outcome.report().session() == SessionState.KEPT;
            return outcome.report().stdout() + (kept ? "kept" : "lost");
        }
        // example ends
    }
}
