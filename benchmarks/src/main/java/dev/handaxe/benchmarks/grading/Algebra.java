package dev.handaxe.benchmarks.grading;

import java.util.Optional;

/**
 * The two things that PRM800K's grader leaves to Python packages.
 *
 * <p>Thread-safe. Whoever makes it closes it.
 */
interface Algebra extends AutoCloseable {

    /**
     * What came of a question.
     *
     * @param <T> what was asked for
     */
    sealed interface Answer<T> {

        /** An answer. */
        record Known<T>(T value) implements Answer<T> {}

        /** None, and why, in one line. */
        record Unknown<T>(String why) implements Answer<T> {}
    }

    /** LaTeX as plain text, by pylatexenc; nothing where it raises. */
    Answer<Optional<String>> latexToText(String latex);

    /** Whether sympy simplifies the expression to zero; false where it raises. */
    Answer<Boolean> isZero(String expression);

    @Override
    void close();
}
