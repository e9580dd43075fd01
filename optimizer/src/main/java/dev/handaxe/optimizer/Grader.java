package dev.handaxe.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Says whether an agent's final message solves a task. Thread-safe. */
@FunctionalInterface
public interface Grader {
    /**
     * Grades one answer. The message is whatever the model wrote, empty if it wrote nothing; no
     * message makes a grader throw.
     */
    Verdict grade(Task task, String finalMessage);

    /**
     * Grades answers that are code by running them. That has a cost and need not end alike twice,
     * so a run remembers what it says of an answer.
     *
     * <p>Thread-safe.
     */
    interface OfCode extends Grader {
        /**
         * The same grader, whose guest code counts for the run.
         *
         * @param runner runs the answers' code
         * @param meter makes any other way to run guest code one that counts, too
         */
        OfCode with(FunctionRunner runner, UnaryOperator<FunctionRunner> meter);

        /**
         * What the tests that the task itself shows find wrong with an answer, for the agent that
         * gave it: bounded, printable, and nothing of a test that the task does not show.
         *
         * @return empty if the answer passes them, or the task shows none
         */
        Optional<String> complaint(Task task, String finalMessage);

        /**
         * The blocks of code of a message, between lines of three or more backticks or tildes, in
         * their order; the last may lack its end. Empty if there are none.
         */
        static List<String> blocks(String message) {
            List<String> blocks = new ArrayList<>();
            StringBuilder block = new StringBuilder();
            String fence = "";
            for (String line : (Iterable<String>) message.lines()::iterator) {
                String mark = fenceOf(line);
                if (fence.isEmpty()) {
                    fence = mark;
                } else if (mark.startsWith(fence) && line.strip().length() == mark.length()) {
                    blocks.add(block.toString());
                    block.setLength(0);
                    fence = "";
                } else {
                    block.append(line).append('\n');
                }
            }
            if (!block.isEmpty()) {
                blocks.add(block.toString());
            }
            return blocks;
        }

        /** The run of three or more backticks or tildes that the line begins with, if it does. */
        private static String fenceOf(String line) {
            String text = line.strip();
            if (!text.startsWith("```") && !text.startsWith("~~~")) {
                return "";
            }
            int end = 3;
            while (end < text.length() && text.charAt(end) == text.charAt(0)) {
                end++;
            }
            return text.substring(0, end);
        }
    }
}
