package dev.handaxe.langchain4j;

import dev.handaxe.optimizer.FunctionRunner;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One sandbox for the tests of a class, open while they run. */
final class OpenSandbox implements FunctionRunner, BeforeAllCallback, AfterAllCallback {
    private @Nullable Sandbox sandbox;

    @Override
    public void beforeAll(ExtensionContext context) {
        sandbox = Agents.sandbox();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Override
    public Outcome call(FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {
        return sandbox().call(functions, invocation, policy);
    }

    Sandbox sandbox() {
        if (sandbox == null) {
            throw new IllegalStateException("not open");
        }
        return sandbox;
    }
}
