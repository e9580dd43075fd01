package dev.handaxe.benchmarks.data;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.data.TaskCollection.Split;
import dev.handaxe.benchmarks.grading.AnswerRule;
import dev.handaxe.benchmarks.grading.Gsm8kAnswer;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Loads GSM8K. */
public final class Gsm8kTasks {
    private static final AnswerRule RULE = AnswerRule.of("gsm8k");
    private static final Grader GRADER = RULE.forAgents();

    private Gsm8kTasks() {}

    /** A folder with {@code train.jsonl} and, perhaps, {@code test.jsonl}; or one file. */
    public static TaskData read(Path data) {
        TaskCollection tasks = new TaskCollection("gsm8k");
        add(tasks, Split.TRAIN, DataFiles.one(data, List.of("train.jsonl")));
        if (Files.isDirectory(data)) {
            DataFiles.inFolder(data, List.of("test.jsonl"))
                    .ifPresent(file -> add(tasks, Split.TEST, file));
        }
        return tasks.data();
    }

    private static void add(TaskCollection tasks, Split split, Path file) {
        String prefix = "gsm8k/" + (split == Split.TRAIN ? "train" : "test") + "/";
        AtomicInteger number = new AtomicInteger();
        DataFiles.all(
                file,
                found -> {
                    Task task = task(prefix + number.incrementAndGet(), found);
                    tasks.add(split, task, "", GRADER, found);
                    return task;
                });
    }

    private static Task task(String id, DataRecord found) {
        String answer =
                Gsm8kAnswer.extract(found.text("answer"))
                        .orElseThrow(() -> found.problem("answer", "has no '#### number'"));
        return new Task(id, found.text("question"), answer, RULE.answerFormat());
    }
}
