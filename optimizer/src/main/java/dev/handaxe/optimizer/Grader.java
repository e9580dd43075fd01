package dev.handaxe.optimizer;

/** Says whether an agent's final message solves a task. Thread-safe. */
@FunctionalInterface
public interface Grader {
    /**
     * Grades one answer. The message is whatever the model wrote, empty if it wrote nothing; no
     * message makes a grader throw.
     */
    Verdict grade(Task task, String finalMessage);
}
