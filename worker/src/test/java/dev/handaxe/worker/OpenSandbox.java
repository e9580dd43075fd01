package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One sandbox for the tests of a class, open while they run; after each of them it still works. */
final class OpenSandbox implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final ExecutionPolicy policy;
    private @Nullable Sandbox sandbox;

    OpenSandbox(ExecutionPolicy policy) {
        this.policy = policy;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(1));
        sandbox.warm(policy);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(run("print(1 + 1)", policy).report().stdout()).isEqualTo("2\n");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        opened().close();
    }

    Outcome run(String program, ExecutionPolicy other) {
        return opened().call(FunctionSet.empty(), Invocation.program(program), other);
    }

    /** Calls a function without arguments. */
    Outcome call(String name, String source, ExecutionPolicy other) {
        FunctionSet set = FunctionSet.of(List.of(FunctionDefinition.builder(name, source).build()));
        return opened().call(set, Invocation.call(name), other);
    }

    private Sandbox opened() {
        if (sandbox == null) {
            throw new IllegalStateException("not open");
        }
        return sandbox;
    }
}
