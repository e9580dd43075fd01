package dev.handaxe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A model that cannot multiply: as an agent it guesses 0 unless a function does it, as an optimizer
 * it adds that function and is content.
 */
final class ArithmeticModel {
    private static final Pattern QUESTION = Pattern.compile("What is (\\d+) times (\\d+)\\?");
    private static final Pattern RESULT = Pattern.compile("returned: (\\d+)");
    static final String FUNCTION =
            Json.write(
                    Map.of(
                            "name",
                            "multiply",
                            "description",
                            "Multiplies two whole numbers exactly.",
                            "arguments",
                            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\","
                                    + "\"description\":\"one\"},\"b\":{\"type\":\"integer\","
                                    + "\"description\":\"the other\"}},\"required\":[\"a\",\"b\"]}",
                            "packages",
                            List.of(),
                            "code",
                            "def multiply(a, b):\n    return a * b\n",
                            "hypothesis",
                            "The agent guesses products.",
                            "expected_effect",
                            "All tasks ask for a product, so all are solved."));

    private ArithmeticModel() {}

    static ModelServer.Reply answer(String request) {
        if (request.contains("\"terminate\"")) {
            return request.contains("after 0 of at most")
                    ? ModelServer.Reply.call("add_function", FUNCTION)
                    : ModelServer.Reply.call("terminate", "{}");
        }
        Matcher result = RESULT.matcher(request);
        if (result.find()) {
            return ModelServer.Reply.text("The product.\nANSWER: " + result.group(1));
        }
        Matcher question = QUESTION.matcher(request);
        if (request.contains("\"multiply\"") && question.find()) {
            return ModelServer.Reply.call(
                    "multiply",
                    "{\"a\": %s, \"b\": %s}".formatted(question.group(1), question.group(2)));
        }
        return ModelServer.Reply.text("I guess.\nANSWER: 0");
    }

    /** The same in plain text, for a model that knows no tools; it makes observations up. */
    static ModelServer.Reply textual(String request) {
        if (request.contains("\"terminate\"")) {
            return answer(request);
        }
        Matcher result = RESULT.matcher(request);
        if (result.find()) {
            return ModelServer.Reply.text(
                    "**Thought:** I know.\n**Final Answer:** ANSWER: " + result.group(1));
        }
        Matcher question = QUESTION.matcher(request);
        return request.contains("name: multiply") && question.find()
                ? ModelServer.Reply.text(
                        "Thought: a product\nAction: multiply\nAction Input: {\"a\": %s, \"b\": %s}\nObservation: 7\nFinal Answer: 7"
                                .formatted(question.group(1), question.group(2)))
                : ModelServer.Reply.text("I guess.\nANSWER: 0");
    }

    /** Five tasks for it: three for training, one for validation, one for the test. */
    static Path tasks(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        IntStream.range(0, 5)
                .forEach(
                        i -> {
                            int a = 1234 + 97 * i;
                            int b = 5678 + 89 * i;
                            String split = i < 3 ? "train" : i < 4 ? "validation" : "test";
                            lines.add(
                                    Json.write(
                                            Map.of(
                                                    "id",
                                                    "t" + i,
                                                    "question",
                                                    "What is %d times %d?".formatted(a, b),
                                                    "answer",
                                                    Long.toString((long) a * b),
                                                    "grader",
                                                    "numeric",
                                                    "split",
                                                    split)));
                        });
        return Files.write(folder.resolve("tasks.jsonl"), lines);
    }
}
