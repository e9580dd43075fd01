package dev.handaxe.benchmarks.data;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers the tasks of a data set as its files are read.
 *
 * <p>Confined to one thread.
 */
final class TaskCollection {
    /** The splits that a data set may have. */
    enum Split {
        /** To train on. */
        TRAIN,
        /** To choose between sets. */
        VALIDATION,
        /** For the end. */
        TEST
    }

    private final String name;
    private final Map<Split, List<Task>> tasks = new EnumMap<>(Split.class);
    private final Map<String, Grader> graders = new HashMap<>();
    private final Map<String, String> strata = new HashMap<>();

    TaskCollection(String name) {
        this.name = name;
    }

    /**
     * Adds a task.
     *
     * @param stratum the kind of task it is; empty where the data set does not say
     * @param found where it was read
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is a task of that id
     */
    void add(Split split, Task task, String stratum, Grader grader, DataRecord found) {
        if (graders.putIfAbsent(task.id(), grader) != null) {
            throw found.problem(
                    "is the task '%s' for the second time"
                            .formatted(DataRecord.oneLine(task.id(), 120)));
        }
        tasks.computeIfAbsent(split, any -> new ArrayList<>()).add(task);
        if (!stratum.isEmpty()) {
            strata.put(task.id(), stratum);
        }
    }

    /** Whether the split has any task yet. */
    boolean has(Split split) {
        return tasks.containsKey(split);
    }

    /** All tasks; where there is no training split, the first that is there stands for it. */
    TaskData data() {
        if (!has(Split.TRAIN)) {
            for (Split other : List.of(Split.VALIDATION, Split.TEST)) {
                List<Task> moved = tasks.remove(other);
                if (moved != null) {
                    tasks.put(Split.TRAIN, moved);
                    break;
                }
            }
        }
        Map<String, Grader> known = Map.copyOf(graders);
        Grader unknown = (task, message) -> Verdict.wrong("no such task in " + name);
        return new TaskData(
                name,
                new Splits(of(Split.TRAIN), of(Split.VALIDATION), of(Split.TEST)),
                (task, message) -> known.getOrDefault(task.id(), unknown).grade(task, message),
                strata);
    }

    private List<Task> of(Split split) {
        return tasks.getOrDefault(split, List.of());
    }
}
