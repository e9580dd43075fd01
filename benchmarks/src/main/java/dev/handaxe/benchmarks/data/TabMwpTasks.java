package dev.handaxe.benchmarks.data;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.data.TaskCollection.Split;
import dev.handaxe.benchmarks.grading.AnswerRule;
import dev.handaxe.optimizer.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads TabMWP. Tasks are of one kind if they ask for the same kind of answer, in the same way, in
 * grades 1 to 6 or in 7 and 8, which are the groups that its paper reports.
 */
public final class TabMwpTasks {
    private static final AnswerRule RULE = AnswerRule.of("tabmwp");
    private static final int LAST_LOWER_GRADE = 6;
    private static final Map<Split, List<String>> FILES =
            Map.of(
                    Split.TRAIN, List.of("problems_train.json"),
                    Split.VALIDATION, List.of("problems_dev.json", "problems_dev1k.json"),
                    Split.TEST, List.of("problems_test.json", "problems_test1k.json"));

    private TabMwpTasks() {}

    /**
     * A folder with {@code problems_train.json}, {@code problems_dev.json} or {@code
     * problems_test.json} (or the last two's {@code 1k} parts), or one such file. What is there
     * first in that order is trained on.
     */
    public static TaskData read(Path data) {
        TaskCollection tasks = new TaskCollection("tabmwp");
        if (Files.isDirectory(data)) {
            for (Split split : Split.values()) {
                DataFiles.inFolder(data, FILES.getOrDefault(split, List.of()))
                        .ifPresent(file -> add(tasks, split, file));
            }
        }
        if (!tasks.has(Split.TRAIN) && !tasks.has(Split.VALIDATION) && !tasks.has(Split.TEST)) {
            List<String> names =
                    FILES.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .flatMap(entry -> entry.getValue().stream())
                            .toList();
            add(tasks, Split.TRAIN, DataFiles.one(data, names));
        }
        return tasks.data();
    }

    private static void add(TaskCollection tasks, Split split, Path file) {
        DataFiles.all(
                file.toString(),
                RecordReader.openKeyed(file),
                found -> {
                    add(tasks, split, found);
                    return found.line();
                });
    }

    private static void add(TaskCollection tasks, Split split, DataRecord found) {
        String id = found.key().isEmpty() ? found.id(found.oneOf("pid", "id")) : found.key();
        Optional<String> unit = found.optionalText("unit");
        List<String> choices = found.optionalTexts("choices");
        Task task =
                new Task(
                        "tabmwp/" + id,
                        question(found, unit, choices),
                        found.scalar("answer"),
                        RULE.answerFormat(choices));
        tasks.add(split, task, kind(found), RULE.forAgents(unit, choices), found);
    }

    private static String question(DataRecord found, Optional<String> unit, List<String> choices) {
        StringBuilder question = new StringBuilder("Read the table, then answer.\n\nTable");
        found.optionalText("table_title").ifPresent(title -> question.append(": ").append(title));
        question.append('\n').append(found.text("table")).append("\n\nQuestion: ");
        question.append(found.text("question"));
        unit.filter(name -> !name.isBlank())
                .ifPresent(name -> question.append("\nUnit of the answer: ").append(name));
        return question.append(options(choices)).toString();
    }

    /** A line that gives every option its letter; nothing where there are none. */
    static String options(List<String> choices) {
        StringBuilder line = new StringBuilder(choices.isEmpty() ? "" : "\nOptions:");
        for (int i = 0; i < choices.size(); i++) {
            line.append(" (").append((char) ('A' + i)).append(") ").append(choices.get(i));
        }
        return line.toString();
    }

    private static String kind(DataRecord found) {
        String grades =
                found.optionalScalar("grade")
                        .filter(grade -> grade.matches("[0-9]{1,3}"))
                        .map(grade -> Integer.parseInt(grade) <= LAST_LOWER_GRADE ? "1-6" : "7-8")
                        .orElse("");
        return "%s/%s/%s"
                .formatted(
                        found.optionalText("ques_type").orElse(""),
                        found.optionalText("ans_type").orElse(""),
                        grades);
    }
}
