package dev.handaxe.benchmarks;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The reference solutions of a data set, each with its tests, as programs that come to their last
 * line if all is well.
 *
 * <p>No state.
 */
public final class ReferencePrograms {
    private ReferencePrograms() {}

    /**
     * Those of a data set whose solutions are programs.
     *
     * @param dataSet {@code humaneval} or {@code mbpp}
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the data is malformed or has no
     *     programs
     */
    public static List<String> of(String dataSet, Path data) {
        List<String> programs = new ArrayList<>();
        for (CodeTask task : CodeTasks.load(dataSet, data).values()) {
            if (!(task.attemptReference(Grading.TOGETHER)
                    instanceof Attempt.Program(String source))) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "'" + dataSet + "' has no programs to run process by process");
            }
            programs.add(source);
        }
        return programs;
    }

    /** Those of the tasks of code that ship. */
    public static List<String> shipped() {
        try (InputStream tasks =
                Objects.requireNonNull(
                        ReferencePrograms.class.getResourceAsStream("code/tasks.jsonl"))) {
            Path file = Files.createTempFile("handaxe-tasks", ".jsonl");
            try {
                Files.copy(tasks, file, StandardCopyOption.REPLACE_EXISTING);
                return of("humaneval", file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "cannot read the tasks that ship: " + e, e);
        }
    }
}
