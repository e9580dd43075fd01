package dev.handaxe.optimizer;

/**
 * Tries to solve a task with the functions of a run. The framework grades what it answers.
 *
 * <pre>{@code
 * Agent agent = (question, run) -> run.model().chat(question); // asks once, calls nothing
 * TrainingOptions options = TrainingOptions.builder().agent("plain", agent).build();
 * }</pre>
 *
 * <p>A run is resumed by running it again with what its ledger remembers, so what an agent asks and
 * calls must depend on nothing but the question and the answers it got: no time, no random id, no
 * state kept from one attempt to the next.
 *
 * <p>Thread-safe: attempts are made at the same time.
 */
@FunctionalInterface
public interface Agent {
    /**
     * One attempt at one task.
     *
     * <p>What the run throws is passed on; it ends the training, which can be resumed. Anything
     * else that the agent throws fails this attempt, as a wrong answer does, and the verdict says
     * so.
     *
     * @param question the task with the sentence that says how to write the answer
     * @param run the model and the functions, for this attempt
     * @return the final answer; empty if there is none
     */
    String solve(String question, AgentRun run);

    /** The agent that asks for calls through the model's own tool protocol. */
    static Agent functionCalling() {
        return new FunctionCallingAgent();
    }

    /** The agent that works in plain text, for models without a tool protocol: ReAct. */
    static Agent react() {
        return new ReactAgent();
    }
}
