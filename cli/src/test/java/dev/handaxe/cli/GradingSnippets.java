package dev.handaxe.cli;

import dev.handaxe.benchmarks.AnswerGrader;
import dev.handaxe.benchmarks.AnswerGrader.Judgement;
import dev.handaxe.benchmarks.AnswerGrader.Pair;
import dev.handaxe.benchmarks.DataSets;
import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The examples of docs/datasets.md and docs/grading.md, each between its two markers. */
final class GradingSnippets {
    private GradingSnippets() {}

    static String dataSet(Path file) {
        // datasets starts
        TaskData data = DataSets.tasks("jsonl", Optional.of(file), Optional.empty());
        Splits splits = data.draw(2, 1, 1, 7);
        Task task = splits.train().getFirst();
        Verdict verdict = data.grader().grade(task, "I computed it.\nANSWER: " + task.answer());
        return task.id() + " " + verdict.score() + " " + verdict.reason();
        // datasets ends
    }

    static String grader() {
        // grading starts
        AnswerGrader grader = AnswerGrader.of("tabmwp");
        Pair options =
                new Pair(
                        Optional.of("The answer is (B) of the two."),
                        Optional.of("nonlinear"),
                        Optional.empty(),
                        List.of("linear", "nonlinear"));
        Judgement judgement = grader.grade(options);
        Judgement math = AnswerGrader.of("math").grade(Pair.of("0.5", "\\frac12"));
        return judgement.correct().orElse(false) + ", " + math.reason();
        // grading ends
    }
}
