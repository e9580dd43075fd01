package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a sample is asked, one question at a time: the next is told only for an answer to the one
 * before. Answers come from code that is not trusted.
 *
 * <p>Thread-safe.
 */
interface Exam {

    /**
     * A call to be made of a function of the sample's.
     *
     * @param named arguments by name
     * @param truth whether only {@code bool} of the value is wanted, which then may be any object
     */
    record Question(
            String function,
            List<PythonValue> positional,
            Map<String, PythonValue> named,
            boolean truth) {
        /** A question for a value. */
        Question(String function, List<PythonValue> positional, Map<String, PythonValue> named) {
            this(function, positional, named, false);
        }

        /** Copies. */
        public Question {
            Objects.requireNonNull(function);
            positional = List.copyOf(positional);
            named = Map.copyOf(named);
        }
    }

    /**
     * What the exam itself has found.
     *
     * @param reason empty if it passed
     */
    record Ruling(Kind kind, String reason) {
        /** The sample has answered everything rightly. */
        static final Ruling PASSED = new Ruling(Kind.PASSED, "");

        /** Rejects nulls. */
        public Ruling {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(reason);
        }
    }

    /**
     * Takes the answer to the last question and gives the next; empty when there is none.
     *
     * @param answer to the last question; ignored if there was none, or it has been answered
     * @throws InterruptedException if the sample's call ended meanwhile
     */
    Optional<Question> next(Optional<PythonValue> answer) throws InterruptedException;

    /** What has been found; empty while questions are open. */
    Optional<Ruling> ruling();
}
