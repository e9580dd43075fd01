package dev.handaxe.benchmarks.data;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.data.TaskCollection.Split;
import dev.handaxe.benchmarks.grading.AnswerRule;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Task;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Loads MATH and MATH-500. Tasks are of one kind if subject and level are the same. */
public final class MathTasks {
    private static final AnswerRule RULE = AnswerRule.of("math");
    private static final Grader GRADER = RULE.forAgents();
    private static final String[] QUESTION = {"question", "problem", "prompt"};
    private static final String[] SUBJECT = {"subject", "type"};
    private static final String ASKED =
            "Please reason step by step, and put your final answer within \\boxed{}.";

    private final TaskCollection tasks;
    private final Optional<String> subject;
    private final TreeSet<String> subjects = new TreeSet<>();

    private MathTasks(String name, Optional<String> subject) {
        tasks = new TaskCollection(name);
        this.subject = subject.map(MathTasks::canonical);
    }

    /**
     * MATH: a folder with {@code train} and {@code test}, a folder of subjects, or one file. A
     * subject is a file of records, or a folder of files of one record each, as MATH is published.
     */
    public static TaskData math(Path data, Optional<String> subject) {
        MathTasks math = new MathTasks("math", subject);
        Path train = data.resolve("train");
        Path test = data.resolve("test");
        if (Files.isDirectory(train)) {
            math.addFolder(Split.TRAIN, "math/train", train);
            math.require(train);
            if (Files.isDirectory(test)) {
                math.addFolder(Split.TEST, "math/test", test);
            }
        } else if (Files.isDirectory(data)) {
            math.addFolder(Split.TRAIN, "math/train", data);
            math.require(data);
        } else {
            Path file = DataFiles.one(data, List.of());
            math.addFile(Split.TRAIN, "math/train/" + DataFiles.stem(file), file, "");
            math.require(file);
        }
        return math.tasks.data();
    }

    /** MATH-500: one file, with or without subjects and levels; or the folder that has it. */
    public static TaskData math500(Path data, Optional<String> subject) {
        MathTasks math = new MathTasks("math500", subject);
        Path file =
                DataFiles.one(
                        data,
                        List.of(
                                "math500_joined_with_subject_level.json",
                                "math500.jsonl",
                                "math500.json",
                                "test.jsonl"));
        math.addFile(Split.TRAIN, "math500", file, "");
        math.require(file);
        return math.tasks.data();
    }

    private void addFolder(Split split, String prefix, Path folder) {
        Map<String, Path> places = DataFiles.subjects(folder);
        places.forEach(
                (name, place) -> {
                    subjects.add(canonical(name));
                    String id = prefix + "/" + name;
                    if (subject.isPresent() && !subject.get().equals(canonical(name))) {
                        return;
                    }
                    if (Files.isDirectory(place)) {
                        for (Path file : DataFiles.json(place)) {
                            add(
                                    split,
                                    id + "/" + DataFiles.stem(file),
                                    name,
                                    RecordReader.one(file));
                        }
                    } else {
                        addFile(split, id, place, name);
                    }
                });
    }

    private void addFile(Split split, String prefix, Path file, String subjectOfFile) {
        AtomicInteger number = new AtomicInteger();
        DataFiles.all(
                file,
                found -> {
                    String id = prefix + "/" + number.incrementAndGet();
                    add(split, id, subjectOfFile, found);
                    return id;
                });
    }

    private void add(Split split, String id, String subjectOfFile, DataRecord found) {
        String name =
                subjectOfFile.isEmpty()
                        ? found.optionalText(found.oneOf(SUBJECT)).orElse("")
                        : subjectOfFile;
        String kind = canonical(name);
        subjects.add(kind);
        if (subject.isPresent() && !subject.get().equals(kind)) {
            return;
        }
        String level = found.optionalScalar("level").orElse("");
        Task task = new Task(id, question(found), answer(found), RULE.answerFormat());
        tasks.add(split, task, kind + "/" + level, GRADER, found);
    }

    private static String question(DataRecord found) {
        String question = found.text(found.oneOf(QUESTION));
        return question.endsWith(ASKED)
                ? question.substring(0, question.length() - ASKED.length()).strip()
                : question;
    }

    /** The answer, or what the solution has in its last box. */
    private static String answer(DataRecord found) {
        String field = found.oneOf("answer", "solution");
        String text = found.text(field);
        if (field.equals("answer") && !text.contains("\\boxed")) {
            return text;
        }
        return MathGold.lastBoxed(text)
                .orElseThrow(
                        () ->
                                found.problem(
                                        field,
                                        text.contains("\\boxed")
                                                ? "has a \\boxed that is not closed"
                                                : "has no \\boxed answer"));
    }

    /** {@code Counting & Probability} and {@code counting_and_probability} are one. */
    private static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT).replace("&", "and").replace(' ', '_');
    }

    private void require(Path data) {
        if (subject.isPresent() && !tasks.has(Split.TRAIN)) {
            subjects.remove("");
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "%s has no subject '%s'; %s"
                            .formatted(
                                    data,
                                    OutcomeFormat.printable(subject.get(), 60),
                                    subjects.isEmpty()
                                            ? "its records name none"
                                            : "there are " + String.join(", ", subjects)));
        }
    }
}
