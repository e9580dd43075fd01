package dev.handaxe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The model that cannot multiply, as a slow optimizer: it first adds a function that is no use, in
 * the next epoch the one that is; where it writes a whole set, it writes the right one at once. And
 * tasks for it, in MATH's form.
 */
final class ExperimentModel {
    /** Of a cell: 2 tasks at first, with the useless function, and with calls; 6 edits, 3 tests. */
    static final int CALLS_OF_A_CELL = 2 + 2 + 2 + 2 + 4 + 3 + 6;

    /** The same where the first answer gives the whole set. */
    static final int CALLS_OF_A_REWRITE = 2 + 1 + 4 + 3 + 6;

    private static final String USELESS =
            ArithmeticModel.FUNCTION
                    .replace("multiply", "subtract")
                    .replace("Multiplies", "Subtracts")
                    .replace("a * b", "a - b");

    private ExperimentModel() {}

    static ModelServer.Reply answer(String request) {
        if (request.contains("\"rewrite_set\"")) {
            return ModelServer.Reply.call(
                    "rewrite_set",
                    Json.write(
                            Map.of(
                                    "hypothesis",
                                    "The agent guesses products.",
                                    "expected_effect",
                                    "All are solved.",
                                    "functions",
                                    List.of(new Json.Raw(ArithmeticModel.FUNCTION)))));
        }
        boolean first = request.contains("after 0 of at most");
        if (first && !request.contains("## subtract")) {
            return ModelServer.Reply.call("add_function", USELESS);
        }
        ModelServer.Reply reply = ArithmeticModel.answer(request);
        return new ModelServer.Reply(
                reply.status(), reply.body().replaceAll("ANSWER: (\\d+)", "\\\\\\\\boxed{$1}"));
    }

    /** A folder with two subjects, four training and five test tasks each. */
    static Path math(Path folder) throws IOException {
        write(folder.resolve("math/train/algebra.jsonl"), 1_100, 4);
        write(folder.resolve("math/train/number_theory.jsonl"), 2_100, 4);
        write(folder.resolve("math/test/algebra.jsonl"), 3_100, 5);
        write(folder.resolve("math/test/number_theory.jsonl"), 4_100, 5);
        return folder.resolve("math");
    }

    private static void write(Path file, long first, int count) throws IOException {
        List<String> lines = new ArrayList<>();
        for (long a = first; a < first + count; a++) {
            lines.add(
                    Json.write(
                            Map.of(
                                    "question",
                                    "What is %d times %d?".formatted(a, 3 * a),
                                    "answer",
                                    Long.toString(3 * a * a),
                                    "level",
                                    "Level 1")));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }
}
