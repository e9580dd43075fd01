package dev.handaxe.benchmarks.data;

import dev.handaxe.benchmarks.DataSets;
import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.grading.AnswerRule;
import dev.handaxe.benchmarks.grading.NumericAnswer;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.runtime.HandaxeException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads tasks of one's own, and the demo's, which have the same shape. */
public final class OwnTasks {
    private static final String DEMO = "demo/tasks.jsonl";

    /** One record. */
    private record Entry(Task task, String split, AnswerRule rule) {}

    private OwnTasks() {}

    /**
     * A JSONL file of {@code id, question, answer}, and perhaps {@code grader} and {@code split}.
     */
    public static TaskData read(Path file) {
        Reader reader = new Reader("exact");
        return data("jsonl", DataFiles.all(file, reader::entry));
    }

    /** The tasks that ship with Handaxe. */
    public static TaskData demo() {
        InputStream stream = DataSets.class.getResourceAsStream(DEMO);
        if (stream == null) {
            throw new IllegalStateException(DEMO + " is not on the class path");
        }
        Reader reader = new Reader("numeric");
        return data("demo", DataFiles.all(DEMO, RecordReader.open(DEMO, stream), reader::entry));
    }

    private static TaskData data(String name, List<Entry> entries) {
        Map<String, Grader> graders = new HashMap<>();
        entries.forEach(entry -> graders.put(entry.task().id(), entry.rule().forAgents()));
        List<Task> train = ofSplit(entries, "train");
        if (train.isEmpty()) {
            throw new HandaxeException(
                    HandaxeException.Code.INVALID_INPUT, name + " has no training tasks");
        }
        return new TaskData(
                name,
                train,
                ofSplit(entries, "validation"),
                ofSplit(entries, "test"),
                (task, message) ->
                        Optional.ofNullable(graders.get(task.id()))
                                .map(grader -> grader.grade(task, message))
                                .orElseGet(() -> Verdict.wrong("no such task in " + name)));
    }

    private static List<Task> ofSplit(List<Entry> entries, String split) {
        return entries.stream()
                .filter(entry -> entry.split().equals(split))
                .map(Entry::task)
                .toList();
    }

    /** Reads records and remembers their ids. */
    private static final class Reader {
        private final String usualGrader;
        private final Map<String, Long> lineOfId = new HashMap<>();

        Reader(String usualGrader) {
            this.usualGrader = usualGrader;
        }

        Entry entry(DataRecord found) {
            String id = found.id("id");
            Long earlier = lineOfId.putIfAbsent(id, found.line());
            if (earlier != null) {
                throw found.problem("id", "is '" + id + "', as on line " + earlier);
            }
            String split = found.optionalText("split").orElse("train");
            if (!List.of("train", "validation", "test").contains(split)) {
                throw found.problem("split", "is none of train, validation, test");
            }
            AnswerRule rule = rule(found);
            String answer = found.scalar("answer");
            if (rule instanceof NumericAnswer && NumericAnswer.number(answer).isEmpty()) {
                throw found.problem("answer", "is no number, which its grader needs");
            }
            return new Entry(
                    new Task(id, found.text("question"), answer, rule.answerFormat()), split, rule);
        }

        private AnswerRule rule(DataRecord found) {
            try {
                return AnswerRule.of(found.optionalText("grader").orElse(usualGrader));
            } catch (HandaxeException e) {
                throw found.problem("grader", "is unknown: " + e.getMessage());
            }
        }
    }
}
