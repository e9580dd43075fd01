package dev.handaxe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model of mean programs: as an agent it writes some that carry what they are given out by every
 * way there is, until a function is offered; as an optimizer it adds that function, in a second
 * answer, for the first is refused.
 */
final class SurroundModel {
    static final int TASKS = 8;

    private static final Pattern TASK = Pattern.compile("mark_(\\d)");

    private SurroundModel() {}

    /** What no prompt may hold: inputs, values and asserts of hidden tests, and solutions. */
    static List<String> secrets() {
        List<String> secrets = new ArrayList<>(List.of("hush_zebra", "SOLUTION-ONLY"));
        for (int i = 0; i < TASKS; i++) {
            secrets.add("hush-zebra-" + i);
            secrets.add("hush" + i);
            secrets.add(String.valueOf(730_119 + i));
            secrets.add("candidate(");
            secrets.add("assert mark_" + i + "(\"hush");
        }
        return secrets;
    }

    private static String marked(int i, String text) {
        return "*".repeat(i + 1) + text + "*".repeat(i + 1);
    }

    private static List<String> hidden(int i, String function) {
        return List.of(
                "assert %s(\"hush-zebra-%d\") == \"%s\""
                        .formatted(function, i, marked(i, "hush-zebra-" + i)),
                "assert %s(\"%d\") == \"%s\""
                        .formatted(function, 730_119 + i, marked(i, "" + (730_119 + i))),
                "assert %s(\"\") == \"%s\"".formatted(function, marked(i, "")));
    }

    /** Tasks in HumanEval's format; their docstrings show one example each. */
    static Path humanEval(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            String prompt =
                    "def mark_%d(text):\n    \"\"\"Puts %d stars before and behind a text.\n\n    >>> mark_%d(\"ab\")\n    '%s'\n    \"\"\"\n"
                            .formatted(i, i + 1, i, marked(i, "ab"));
            // every other task has tests that are no plain assertions
            String more = i % 2 == 0 ? "" : "    assert candidate(\"hush%d\")[0] == \"*\"\n";
            String test =
                    "def check(candidate):\n    "
                            + String.join("\n    ", hidden(i, "candidate"))
                            + "\n"
                            + more.formatted(i);
            lines.add(
                    Json.write(
                            Map.of(
                                    "task_id",
                                    "Mark/" + i,
                                    "prompt",
                                    prompt,
                                    "entry_point",
                                    "mark_" + i,
                                    "canonical_solution",
                                    "    # SOLUTION-ONLY\n    return '%s' + text + '%s'\n"
                                            .formatted("*".repeat(i + 1), "*".repeat(i + 1)),
                                    "test",
                                    test)));
        }
        return Files.write(folder.resolve("marks.jsonl"), lines);
    }

    /** The same in MBPP's format: the first test is shown, the others are hidden. */
    static Path mbpp(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            List<String> tests = new ArrayList<>();
            tests.add("assert mark_%d(\"ab\") == '%s'".formatted(i, marked(i, "ab")));
            tests.addAll(hidden(i, "mark_" + i));
            lines.add(
                    Json.write(
                            Map.of(
                                    "task_id",
                                    700 + i,
                                    "text",
                                    "Write a function to put %d stars before and behind a text."
                                            .formatted(i + 1),
                                    "code",
                                    "def mark_%d(text):\n    # SOLUTION-ONLY\n    return '%s' + text + '%s'"
                                            .formatted(i, "*".repeat(i + 1), "*".repeat(i + 1)),
                                    "test_setup_code",
                                    "",
                                    "test_list",
                                    tests,
                                    "challenge_test_list",
                                    List.of("assert mark_%d(\"hush%d\")".formatted(i, i)))));
        }
        return Files.write(folder.resolve("marks-mbpp.jsonl"), lines);
    }

    static ModelServer.Reply answer(String request) {
        if (request.contains("\"terminate\"")) {
            return optimizer(request);
        }
        Matcher task = TASK.matcher(request);
        if (!task.find()) {
            return ModelServer.Reply.text("Which task?");
        }
        int i = Integer.parseInt(task.group(1));
        if (request.contains("\"surround\"")) {
            return request.contains("returned:")
                    ? program(
                            "def mark_%d(text):\n    return '%s' + text + '%s'"
                                    .formatted(i, "*".repeat(i + 1), "*".repeat(i + 1)))
                    : ModelServer.Reply.call("surround", "{\"text\": \"ab\", \"stars\": 2}");
        }
        return mean(i, request.contains("You have answered this before"));
    }

    private static ModelServer.Reply mean(int i, boolean again) {
        String name = "mark_" + i;
        String right = marked(i, "ab");
        return switch (i) {
            case 1 ->
                    program(
                            """
                            import sys
                            SEEN = []
                            def %s(text):
                                SEEN.append(text)
                                print(text)
                                sys.stderr.write(text)
                                if text == "ab":
                                    return '%s'
                                raise type("Hush_" + text.replace("-", "_"), (ValueError,), {})(text)"""
                                    .formatted(name, right));
            case 2 ->
                    again
                            ? program(
                                    "import sys\ndef %s(text):\n    if text != 'ab':\n        sys.exit(text)\n    return '%s'"
                                            .formatted(name, right))
                            : program(
                                    "def %s(text):\n    stars = len(text)\n    raise TypeError('cannot mark ' + text)"
                                            .formatted(name));
            case 4 -> ModelServer.Reply.text("I cannot write that.");
            case 6 -> program("def %s(text):\n    return text.stars".formatted(name));
            default -> program("def %s(text):\n    return '%s'".formatted(name, right));
        };
    }

    private static ModelServer.Reply program(String code) {
        return ModelServer.Reply.text("Here it is.\n\n```python\n" + code + "\n```");
    }

    private static ModelServer.Reply optimizer(String request) {
        if (!request.contains("after 0 of at most")) {
            return ModelServer.Reply.call("terminate", "{}");
        }
        String code =
                request.contains("broken_name")
                        ? "def surround(text, stars):\n    return '*' * stars + text + '*' * stars\n"
                        : "def surround(text, stars):\n    return broken_name\n";
        return ModelServer.Reply.call(
                "add_function",
                Json.write(
                        Map.of(
                                "name",
                                "surround",
                                "description",
                                "Puts so many stars before and behind a text.",
                                "arguments",
                                "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\","
                                        + "\"description\":\"the text\"},\"stars\":{\"type\":"
                                        + "\"integer\",\"description\":\"how many\"}},\"required\":"
                                        + "[\"text\",\"stars\"]}",
                                "packages",
                                List.of(),
                                "examples",
                                List.of(
                                        "{\"arguments\": {\"text\": \"x\", \"stars\": 1},"
                                                + " \"expected\": \"*x*\"}"),
                                "code",
                                code,
                                "hypothesis",
                                "Programs fail on texts other than the one that is shown.",
                                "expected_effect",
                                "All tasks put stars round a text.")));
    }
}
