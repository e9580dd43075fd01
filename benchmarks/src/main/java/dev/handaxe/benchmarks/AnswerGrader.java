package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.grading.AnswerRule;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.HandaxeException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares a prediction with the right answer by a data set's own rule.
 *
 * <pre>{@code
 * AnswerGrader grader = AnswerGrader.of("math");
 * AnswerGrader.Judgement judgement = grader.grade(AnswerGrader.Pair.of("0.5", "\\frac12"));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public interface AnswerGrader {

    /**
     * A prediction and what it is compared with. What they are is the grader's matter: {@code
     * gsm8k} takes a whole completion and a whole reference answer, the others extracted answers.
     *
     * @param prediction empty where nothing could be extracted
     * @param gold the right answer
     * @param unit the unit of the answer, for data sets that have one
     * @param choices the options of a multiple choice
     */
    record Pair(
            Optional<String> prediction,
            Optional<String> gold,
            Optional<String> unit,
            List<String> choices) {
        /** Copies. */
        public Pair {
            Objects.requireNonNull(prediction);
            Objects.requireNonNull(gold);
            Objects.requireNonNull(unit);
            choices = List.copyOf(choices);
        }

        /** A pair with neither unit nor choices. */
        public static Pair of(String prediction, String gold) {
            return new Pair(
                    Optional.of(prediction), Optional.of(gold), Optional.empty(), List.of());
        }
    }

    /**
     * What a grader says of a pair.
     *
     * @param correct empty if the rule cannot decide, as when the gold answer itself is malformed
     * @param reason why, in one printable line
     */
    record Judgement(Optional<Boolean> correct, String reason) {
        /** Rejects nulls. */
        public Judgement {
            Objects.requireNonNull(correct);
            Objects.requireNonNull(reason);
        }

        /** Decided. */
        public static Judgement of(boolean correct, String reason) {
            return new Judgement(Optional.of(correct), reason);
        }

        /** Not decided. */
        public static Judgement undecided(String reason) {
            return new Judgement(Optional.empty(), reason);
        }

        /** Whether it is known to be right. */
        public boolean isCorrect() {
            return correct.orElse(false);
        }
    }

    /** Judges one pair; never throws, whatever the texts are. */
    Judgement grade(Pair pair);

    /**
     * The grader of that name: {@code gsm8k}, {@code math}, {@code math:official}, {@code exact},
     * {@code numeric}, or {@code numeric:TOLERANCE}.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is none
     */
    static AnswerGrader of(String name) {
        return AnswerRule.of(name);
    }

    /** The names of the graders. */
    static List<String> names() {
        return AnswerRule.names();
    }
}
