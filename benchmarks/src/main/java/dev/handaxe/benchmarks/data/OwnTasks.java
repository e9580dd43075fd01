package dev.handaxe.benchmarks.data;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.data.TaskCollection.Split;
import dev.handaxe.benchmarks.grading.AnswerRule;
import dev.handaxe.benchmarks.grading.NumericAnswer;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Task;
import dev.handaxe.runtime.HandaxeException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Loads tasks of one's own. */
public final class OwnTasks {
    private static final String USUAL_GRADER = "exact";

    private final TaskCollection tasks = new TaskCollection("jsonl");
    private final Map<String, Long> lineOfId = new HashMap<>();

    private OwnTasks() {}

    /**
     * A JSONL file of {@code id, question, answer}, and perhaps {@code grader}, {@code unit},
     * {@code choices}, {@code split} and {@code stratum}, the kind of task that it is.
     */
    public static TaskData read(Path file) {
        OwnTasks own = new OwnTasks();
        DataFiles.all(file, own::add);
        return own.tasks.data();
    }

    private Task add(DataRecord found) {
        String id = found.id("id");
        Long earlier = lineOfId.putIfAbsent(id, found.line());
        if (earlier != null) {
            throw found.problem("id", "is '" + id + "', as on line " + earlier);
        }
        if (found.node().hasNonNull("tests") && !found.node().hasNonNull("answer")) {
            throw found.problem(
                    "tests", "makes it a task of code, which is evaluated and not trained on");
        }
        AnswerRule rule = rule(found);
        String answer = found.scalar("answer");
        if (rule instanceof NumericAnswer && NumericAnswer.number(answer).isEmpty()) {
            throw found.problem("answer", "is no number, which its grader needs");
        }
        List<String> choices = found.optionalTexts("choices");
        Task task =
                new Task(
                        id,
                        found.text("question") + TabMwpTasks.options(choices),
                        answer,
                        rule.answerFormat(choices));
        Grader grader = rule.forAgents(found.optionalText("unit"), choices);
        tasks.add(split(found), task, found.optionalText("stratum").orElse(""), grader, found);
        return task;
    }

    private static Split split(DataRecord found) {
        String split = found.optionalText("split").orElse("train");
        return switch (split) {
            case "train", "validation", "test" -> Split.valueOf(split.toUpperCase(Locale.ROOT));
            default -> throw found.problem("split", "is none of train, validation, test");
        };
    }

    private AnswerRule rule(DataRecord found) {
        try {
            return AnswerRule.of(found.optionalText("grader").orElse(USUAL_GRADER));
        } catch (HandaxeException e) {
            throw found.problem("grader", "is unknown: " + e.getMessage());
        }
    }
}
