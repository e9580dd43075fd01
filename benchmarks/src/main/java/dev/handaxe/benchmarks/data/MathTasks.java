package dev.handaxe.benchmarks.data;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.grading.AnswerRule;
import dev.handaxe.benchmarks.grading.Gsm8kAnswer;
import dev.handaxe.benchmarks.grading.MathAnswer;
import dev.handaxe.optimizer.Task;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.OutcomeFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Loads GSM8K and MATH. */
public final class MathTasks {
    private static final AnswerRule GSM8K = AnswerRule.of("gsm8k");
    private static final AnswerRule MATH = AnswerRule.of("math");

    private MathTasks() {}

    /** A folder with {@code train.jsonl} and, perhaps, {@code test.jsonl}; or one file. */
    public static TaskData gsm8k(Path data) {
        Path train = DataFiles.one(data, List.of("train.jsonl"));
        Optional<Path> test =
                Files.isDirectory(data)
                        ? DataFiles.inFolder(data, List.of("test.jsonl"))
                        : Optional.empty();
        return new TaskData(
                "gsm8k",
                DataFiles.all(train, found -> gsm8kTask("train", found)),
                List.of(),
                test.map(file -> DataFiles.all(file, found -> gsm8kTask("test", found)))
                        .orElse(List.of()),
                GSM8K.forAgents());
    }

    private static Task gsm8kTask(String split, DataRecord found) {
        String answer =
                Gsm8kAnswer.extract(found.text("answer"))
                        .orElseThrow(() -> found.problem("answer", "has no '#### number'"));
        return new Task(
                "gsm8k/" + split + "/" + found.line(),
                found.text("question"),
                answer,
                GSM8K.answerFormat());
    }

    /** A folder with {@code train} and {@code test}, a folder of subjects, or one file. */
    public static TaskData math(Path data, Optional<String> subject) {
        Path trainFolder = data.resolve("train");
        Path testFolder = data.resolve("test");
        boolean split = Files.isDirectory(trainFolder);
        return new TaskData(
                "math",
                mathTasks(split ? trainFolder : data, "train", subject),
                List.of(),
                split && Files.isDirectory(testFolder)
                        ? mathTasks(testFolder, "test", subject)
                        : List.of(),
                MATH.forAgents());
    }

    private static List<Task> mathTasks(Path data, String split, Optional<String> subject) {
        if (!Files.isDirectory(data)) {
            if (subject.isPresent()) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        data + " is one file: a subject picks a file of a folder");
            }
            Path file = DataFiles.one(data, List.of());
            return DataFiles.all(file, mathTask(split + "/" + subjectOf(file)));
        }
        SortedMap<String, Path> subjects = subjectsIn(data);
        if (subject.isPresent() && !subjects.containsKey(subject.get())) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%s has no subject '%s'; there are %s"
                            .formatted(
                                    data,
                                    OutcomeFormat.printable(subject.get(), 60),
                                    String.join(", ", subjects.keySet())));
        }
        List<Task> tasks = new ArrayList<>();
        subjects.forEach(
                (name, file) -> {
                    if (subject.isEmpty() || subject.get().equals(name)) {
                        tasks.addAll(DataFiles.all(file, mathTask(split + "/" + name)));
                    }
                });
        return tasks;
    }

    private static SortedMap<String, Path> subjectsIn(Path folder) {
        SortedMap<String, Path> subjects = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().matches(".*\\.jsonl(\\.gz)?"))
                    .sorted() // NAME.jsonl comes before NAME.jsonl.gz
                    .forEach(file -> subjects.putIfAbsent(subjectOf(file), file));
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "cannot list " + folder + ": " + e.getMessage(), e);
        }
        if (subjects.isEmpty()) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "folder " + folder + " has no SUBJECT.jsonl");
        }
        return subjects;
    }

    private static String subjectOf(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.jsonl?(\\.gz)?$", "");
    }

    private static Function<DataRecord, Task> mathTask(String place) {
        return found -> {
            String answer = found.text("answer");
            if (answer.contains("\\boxed") && MathAnswer.lastBoxed(answer).isEmpty()) {
                throw found.problem("answer", "has a \\boxed that is not closed");
            }
            return new Task(
                    "math/" + place + "/" + found.line(),
                    found.text("question"),
                    MATH.gold(answer),
                    MATH.answerFormat());
        };
    }
}
