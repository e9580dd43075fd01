package dev.handaxe.benchmarks;

import dev.handaxe.optimizer.Task;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How many tasks there are of each kind. */
public final class KindCounts {
    private KindCounts() {}

    /** Of those tasks, by the strata of their data. */
    public static Map<String, Long> of(TaskData data, List<Task> tasks) {
        return tasks.stream()
                .collect(
                        Collectors.groupingBy(
                                task -> data.strata().getOrDefault(task.id(), ""),
                                Collectors.counting()));
    }
}
