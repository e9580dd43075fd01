package dev.handaxe.examples;

import dev.handaxe.benchmarks.DataSets;
import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Verdict;
import java.nio.file.Path;
import java.util.Optional;

/** Tasks of one's own are read, drawn and graded: the example of docs/datasets.md. No state. */
public final class LoadTasks {
    private LoadTasks() {}

    /** A training task with its verdict. */
    public static String run(Path file) {
        // example starts
        TaskData data = DataSets.tasks("jsonl", Optional.of(file), Optional.empty());
        Splits splits = data.draw(2, 1, 1, 7);
        Task task = splits.train().getFirst();
        Verdict verdict = data.grader().grade(task, "I computed it.\nANSWER: " + task.answer());
        return task.id() + " " + verdict.score() + " " + verdict.reason();
        // example ends
    }
}
