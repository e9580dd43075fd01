package dev.handaxe.optimizer;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.Objects;

/**
 * One task for an agent.
 *
 * <p>Immutable.
 *
 * @param id unique among the tasks of a run
 * @param question what is asked
 * @param answer the right answer, which only the grader sees
 * @param answerFormat the sentence that tells the agent how to write its final answer
 */
public record Task(String id, String question, String answer, String answerFormat) {
    /**
     * Rejects nulls and a blank id.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the id is blank
     */
    public Task {
        if (id.isBlank()) {
            throw new HandaxeException(Code.INVALID_INPUT, "a task's id is blank");
        }
        Objects.requireNonNull(question);
        Objects.requireNonNull(answer);
        Objects.requireNonNull(answerFormat);
    }
}
