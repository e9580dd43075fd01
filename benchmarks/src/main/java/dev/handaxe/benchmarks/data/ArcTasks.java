package dev.handaxe.benchmarks.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.data.TaskCollection.Split;
import dev.handaxe.benchmarks.grading.AnswerRule;
import dev.handaxe.benchmarks.grading.ArcAnswer;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Loads ARC: a folder of JSON, one task a file, as fchollet/ARC publishes it. */
public final class ArcTasks {
    private static final AnswerRule RULE = AnswerRule.of("arc");
    private static final Grader GRADER = RULE.forAgents();

    private ArcTasks() {}

    /**
     * A folder with {@code training} and {@code evaluation}, perhaps in {@code data}; a folder of
     * task files; or one task file.
     */
    public static TaskData read(Path data) {
        TaskCollection tasks = new TaskCollection("arc");
        Path root = Files.isDirectory(data.resolve("data")) ? data.resolve("data") : data;
        Path training = root.resolve("training");
        Path evaluation = root.resolve("evaluation");
        if (Files.isDirectory(training)) {
            add(tasks, Split.TRAIN, DataFiles.json(training));
            if (Files.isDirectory(evaluation)) {
                add(tasks, Split.TEST, DataFiles.json(evaluation));
            }
        } else if (Files.isDirectory(root)) {
            add(tasks, Split.TRAIN, DataFiles.json(root));
        } else {
            add(tasks, Split.TRAIN, List.of(DataFiles.one(data, List.of())));
        }
        return tasks.data();
    }

    private static void add(TaskCollection tasks, Split split, List<Path> files) {
        for (Path file : files) {
            DataRecord found = RecordReader.one(file);
            tasks.add(split, task(DataFiles.stem(file), found), "", GRADER, found);
        }
    }

    private static Task task(String name, DataRecord found) {
        StringBuilder question =
                new StringBuilder(
                        "Each pair of grids below follows one rule that makes the output from the"
                                + " input. A grid is a list of rows, a digit is a colour. Find the rule"
                                + " and give the output of each test input.\n");
        JsonNode examples = pairs(found, "train");
        for (int i = 0; i < examples.size(); i++) {
            JsonNode pair = examples.get(i);
            question.append("\nExample %d\ninput: ".formatted(i + 1));
            question.append(grid(found, "train", i, "input", pair));
            question.append("\noutput: ").append(grid(found, "train", i, "output", pair));
            question.append('\n');
        }
        ArrayNode answers = RecordReader.JSON.createArrayNode();
        JsonNode tests = pairs(found, "test");
        for (int i = 0; i < tests.size(); i++) {
            question.append("\nTest %d\ninput: ".formatted(i + 1));
            question.append(grid(found, "test", i, "input", tests.get(i))).append('\n');
            answers.add(grid(found, "test", i, "output", tests.get(i)));
        }
        return new Task(
                "arc/" + name,
                question.toString().stripTrailing(),
                answers.toString(),
                RULE.answerFormat());
    }

    private static JsonNode pairs(DataRecord found, String field) {
        JsonNode pairs = found.node().path(field);
        if (!pairs.isArray() || pairs.isEmpty()) {
            throw found.problem(field, "is no list of pairs of grids");
        }
        return pairs;
    }

    private static JsonNode grid(
            DataRecord found, String field, int index, String side, JsonNode pair) {
        JsonNode grid = pair.path(side);
        if (!ArcAnswer.isGrid(grid)) {
            throw found.problem(
                    field, "[%d].%s is no rectangle of digits from 0 to 9".formatted(index, side));
        }
        return grid;
    }
}
