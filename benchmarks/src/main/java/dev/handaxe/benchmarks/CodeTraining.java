package dev.handaxe.benchmarks;

import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads the data sets of code to train on. HumanEval has no splits; MBPP's are those of its paper,
 * by the number of the task.
 */
final class CodeTraining {
    private static final int LAST_PROMPT = 10;
    private static final int LAST_TEST = 510;
    private static final int LAST_VALIDATION = 600;

    private CodeTraining() {}

    /**
     * The tasks of {@code humaneval}, {@code mbpp} or {@code mbpp-sanitized}.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}, naming file, line and field
     */
    static TaskData read(String dataSet, Path data) {
        List<CodeQuestion> questions =
                CodeTasks.read(
                        dataSet,
                        data,
                        (found, task) ->
                                switch (task) {
                                    case CodeTask.HumanEval one -> CodeQuestion.ofHumanEval(one);
                                    case CodeTask.Mbpp one -> CodeQuestion.ofMbpp(found, one);
                                    case CodeTask other -> throw notTrainedOn(other);
                                });
        Map<String, CodeQuestion> byId = new LinkedHashMap<>();
        questions.forEach(question -> byId.put(question.asked().id(), question));
        return new TaskData(
                dataSet,
                CodeTasks.hasIntegerIds(dataSet)
                        ? byNumber(questions)
                        : new Splits(asked(questions), List.of(), List.of()),
                new CodeGrader(byId),
                Map.of());
    }

    private static HandaxeException notTrainedOn(CodeTask task) {
        return new HandaxeException(
                Code.INVALID_INPUT, "task " + task.id() + " is evaluated and not trained on");
    }

    private static List<Task> asked(List<CodeQuestion> questions) {
        return questions.stream().map(CodeQuestion::asked).toList();
    }

    /** All of a file that has none of the training tasks is there to be drawn from. */
    private static Splits byNumber(List<CodeQuestion> questions) {
        List<Task> train = new ArrayList<>();
        List<Task> validation = new ArrayList<>();
        List<Task> test = new ArrayList<>();
        for (Task task : asked(questions)) {
            int number = number(task.id());
            if (number <= LAST_PROMPT || number > LAST_VALIDATION) {
                train.add(task);
            } else if (number <= LAST_TEST) {
                test.add(task);
            } else {
                validation.add(task);
            }
        }
        return train.stream().anyMatch(task -> number(task.id()) > LAST_VALIDATION)
                ? new Splits(train, validation, test)
                : new Splits(asked(questions), List.of(), List.of());
    }

    private static int number(String id) {
        return id.matches("[0-9]{1,9}") ? Integer.parseInt(id) : 0;
    }
}
