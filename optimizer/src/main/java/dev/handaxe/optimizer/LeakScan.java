package dev.handaxe.optimizer;

import java.util.List;
import java.util.Optional;

/**
 * Finds what a function has memorised of single tasks. It is all that admission knows of the tasks'
 * texts and right answers: what it says names places in the text that it was given, and never a
 * text of a task, so that no right answer can reach a prompt. Implementations are thread-safe.
 */
interface LeakScan {
    /** Finds nothing, for where there are no tasks. */
    LeakScan NONE =
            new LeakScan() {
                @Override
                public Optional<Leak> inText(String text) {
                    return Optional.empty();
                }

                @Override
                public Optional<Leak> inPairs(List<Pair> pairs) {
                    return Optional.empty();
                }

                @Override
                public String digest() {
                    return "";
                }
            };

    /**
     * Something of a task in the text.
     *
     * @param line of the text, from 1
     * @param what it is, in words
     */
    record Leak(int line, String what) {}

    /** A constant of the source that leads to another, as a dict's key does to its value. */
    record Pair(int line, String key, String value) {}

    /** A long number, or a sequence of words, that belongs to a single task. */
    Optional<Leak> inText(String text);

    /** A table from questions to answers. */
    Optional<Leak> inPairs(List<Pair> pairs);

    /** A hash over all that the findings depend on. */
    String digest();
}
