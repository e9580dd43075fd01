package dev.handaxe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small data set of one's own tasks, for evaluations. */
final class EvaluationTasks {
    private EvaluationTasks() {}

    static Path write(Path file) throws IOException {
        return Files.write(
                file,
                List.of(
                        """
                        {"id": "twice", "prompt": "Write twice(x).", "solution": "def twice(x):\\n    return 2 * x\\n", "tests": "assert twice(4) == 8"}""",
                        """
                        {"id": "half", "prompt": "Write half(x).", "solution": "def half(x):\\n    return x / 2\\n", "tests": "assert half(4) == 2"}"""));
    }
}
