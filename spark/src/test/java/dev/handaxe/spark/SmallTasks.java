package dev.handaxe.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tasks of HumanEval's shape, and samples for them that end in every way there is. */
public final class SmallTasks {
    public static final int TASKS = 6;

    private SmallTasks() {}

    /** The tasks: {@code add_0(a)} returns {@code a + 0}, and so on. */
    public static Path data(Path folder) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            lines.add(
                    """
                    {"task_id": "Add/%1$d", "prompt": "def add_%1$d(a):\\n", \
                    "entry_point": "add_%1$d", "canonical_solution": "    return a + %1$d\\n", \
                    "test": "def check(candidate):\\n    assert candidate(1) == %2$d\\n    assert candidate(-1) == %3$d\\n"}"""
                            .formatted(i, i + 1, i - 1));
        }
        return write(folder.resolve("tasks.jsonl"), lines);
    }

    /** Samples of all tasks: right, wrong, hostile, with lone surrogates, and some repeated. */
    public static Path samples(Path folder, int perTask) {
        List<String> lines = new ArrayList<>();
        for (int n = 0; n < perTask; n++) {
            for (int i = 0; i < TASKS; i++) {
                lines.add(sample(i, completion(i, n)));
            }
        }
        return write(folder.resolve("samples.jsonl"), lines);
    }

    static String sample(int task, String completion) {
        return "{\"task_id\": \"Add/%d\", \"completion\": \"%s\"}".formatted(task, completion);
    }

    /** As it stands in JSON. */
    private static String completion(int task, int n) {
        return switch ((task + n) % 9) {
            case 0 -> "    return a + %d  # sample %d\\n".formatted(task, n);
            case 1 -> "    return a - %d\\n".formatted(n + 1);
            case 2 -> "    raise ValueError('no %d \\ud83e\\udeb3 \\ud800')\\n".formatted(n);
            case 3 -> "    return a +\\n";
            case 4 -> "    import os\\n    os._exit(%d)\\n".formatted(n);
            case 5 -> "    open('/etc/passwd')\\n    return a + %d\\n".formatted(task);
            case 6 -> "    x = [0] * 10**10\\n    return a + %d\\n".formatted(task);
            case 7 -> "    return a + %d\\n".formatted(task);
            default -> "    s = '\\ud800'\\n    return a + %d\\n".formatted(task);
        };
    }

    static Path write(Path file, List<String> lines) {
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
