package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.data.DataRecord;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A task of code as an agent is asked it: what it is shown, and how the program is found in what it
 * answers. What is not shown is in {@code graded} alone, and in the task's answer, which no model
 * is told.
 *
 * <p>Immutable.
 *
 * @param asked the question that the agent gets
 * @param graded the data set's task, with all tests
 * @param shown the tests that the question shows
 * @param prompt what a body would be the rest of; empty where answers are whole programs
 */
record CodeQuestion(Task asked, CodeTask graded, List<ShownTest> shown, Optional<Prompt> prompt) {
    private static final String FORMAT =
            """
            End your reply with one block of Python code: the whole program, with the imports and \
            helper functions that it needs, from the standard library only. It is run alone, \
            against more tests than you are shown; functions that you may call here are not \
            there.""";

    private static final Pattern DEFINITION =
            Pattern.compile("(?m)^(?:async +)?(?:def|class) +(?<name>[\\p{L}_][\\p{L}\\p{Nd}_]*)");
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*(?= *\\()");

    /** Copies. */
    CodeQuestion {
        Objects.requireNonNull(asked);
        Objects.requireNonNull(graded);
        shown = List.copyOf(shown);
        Objects.requireNonNull(prompt);
    }

    /**
     * The beginning of a program.
     *
     * @param function the name of the function that it ends in
     */
    record Prompt(String text, String function) {
        /** What stands before that function: imports, and functions that it may use. */
        String before() {
            int start = 0;
            Matcher definition = DEFINITION.matcher(text);
            while (definition.find()) {
                if (definition.group("name").equals(function)) {
                    start = definition.start();
                }
            }
            return text.substring(0, start);
        }
    }

    /** HumanEval shows the prompt; the examples in its docstring are the tests that are shown. */
    static CodeQuestion ofHumanEval(CodeTask.HumanEval task) {
        String function = task.test().entryPoint();
        String question =
                """
                Complete this Python function so that it does what it says.

                ```python
                %s
                ```"""
                        .formatted(CodeTask.newlines(task.prompt()).stripTrailing());
        return new CodeQuestion(
                new Task(task.id(), question, task.test().source(), FORMAT),
                task,
                ShownTest.examples(task.prompt(), function),
                Optional.of(new Prompt(CodeTask.newlines(task.prompt()), function)));
    }

    /** MBPP shows its text and the first of its tests, which says the function's name. */
    static CodeQuestion ofMbpp(DataRecord found, CodeTask.Mbpp task) {
        List<String> tests = found.texts("test_list");
        String first = CodeTask.newlines(tests.getFirst()).strip();
        String question =
                """
                Write a Python program for this task.

                %s

                One of the tests is:

                ```python
                %s
                ```"""
                        .formatted(found.text(found.oneOf("text", "prompt")).strip(), first);
        List<String> hidden = new ArrayList<>(tests.subList(1, tests.size()));
        hidden.addAll(found.optionalTexts("challenge_test_list"));
        hidden.add(task.setup());
        // set-up code is data of the hidden tests, too: without it the first may not run
        List<ShownTest> shown =
                task.setup().isBlank() || ShownTest.of(first).plain().isPresent()
                        ? List.of(ShownTest.of(first))
                        : List.of();
        return new CodeQuestion(
                new Task(task.id(), question, String.join("\n", hidden).strip(), FORMAT),
                task,
                shown,
                Optional.empty());
    }

    /**
     * The program of an answer: its last block of code that defines what is asked for, put behind
     * the beginning of the prompt; or the rest of the prompt, where the last block is that. A
     * message without blocks is a program if it defines what is asked for.
     */
    Optional<String> program(String message) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(message)) {
            return Optional.empty(); // half a surrogate pair, which no Python source has
        }
        List<String> blocks = new ArrayList<>(Grader.OfCode.blocks(message));
        if (blocks.isEmpty()) {
            blocks.add(message);
        }
        for (String block : blocks.reversed()) {
            String text = CodeTask.newlines(block).stripTrailing().stripIndent() + "\n";
            if (defines(text)) {
                return Optional.of(prompt.map(Prompt::before).orElse("") + text);
            }
        }
        String last = CodeTask.newlines(blocks.getLast());
        boolean body = !last.isBlank() && last.replaceFirst("^\\n+", "").matches("(?s)[ \\t].*");
        return body
                ? prompt.map(start -> start.text().stripTrailing() + "\n" + last)
                : Optional.empty();
    }

    private boolean defines(String program) {
        List<String> wanted = wanted();
        return DEFINITION
                .matcher(program)
                .results()
                .anyMatch(found -> wanted.isEmpty() || wanted.contains(found.group("name")));
    }

    /** The names that the shown tests call, one of which the program must define. */
    private List<String> wanted() {
        return prompt.map(start -> List.of(start.function()))
                .orElseGet(
                        () ->
                                shown.stream()
                                        .flatMap(test -> WORD.matcher(test.code()).results())
                                        .map(found -> found.group())
                                        .toList());
    }
}
