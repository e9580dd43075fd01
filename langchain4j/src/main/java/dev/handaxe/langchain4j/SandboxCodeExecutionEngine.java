package dev.handaxe.langchain4j;

import dev.handaxe.optimizer.FunctionRunner;
import dev.handaxe.optimizer.tools.FunctionTools;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.langchain4j.code.CodeExecutionEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Python that a model wrote in the sandbox, under a policy, and gives back what it printed. A
 * program that fails gives back why: its exception with the line, the limit, what was denied. No
 * program throws.
 *
 * <pre>{@code
 * CodeExecutionEngine python =
 *         new SandboxCodeExecutionEngine(sandbox::call, ExecutionPolicy.untrusted());
 * String said = python.execute("print(6 * 7)"); // 42
 * }</pre>
 *
 * <p>Each program starts afresh. For programs that share their state, run them in a session: {@code
 * (functions, program, policy) -> session.call(program)}.
 *
 * <p>Thread-safe.
 */
public final class SandboxCodeExecutionEngine implements CodeExecutionEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxCodeExecutionEngine.class);

    private final FunctionTools tools;

    /**
     * Runs programs with no functions defined.
     *
     * @param runner such as {@code sandbox::call}
     */
    public SandboxCodeExecutionEngine(FunctionRunner runner, ExecutionPolicy policy) {
        this(runner, policy, FunctionSet.empty());
    }

    /**
     * Runs programs that may call the functions of a set.
     *
     * @param runner such as {@code sandbox::call}
     */
    public SandboxCodeExecutionEngine(
            FunctionRunner runner, ExecutionPolicy policy, FunctionSet functions) {
        tools = new FunctionTools(runner, policy, functions);
    }

    /** What the program printed, or why it failed: printable, and at most 4,000 characters. */
    @Override
    public String execute(String code) {
        try {
            return tools.run(code).reply();
        } catch (RuntimeException e) {
            LOG.warn("a program could not be run", e);
            return HostFault.reply(e);
        }
    }
}
