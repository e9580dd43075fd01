package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.grading.AnswerRule;
import dev.handaxe.benchmarks.grading.Prm800kAnswer;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.Sandbox;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares a prediction with the right answer by a data set's own rule.
 *
 * <pre>{@code
 * AnswerGrader grader = AnswerGrader.of("math");
 * AnswerGrader.Judgement judgement = grader.grade(AnswerGrader.Pair.of("0.5", "\\frac12"));
 * }</pre>
 *
 * <p>{@code prm800k} asks Python packages, in a sandbox; it is closed by whoever asked for it. The
 * others hold nothing and need not be closed.
 *
 * <p>Thread-safe.
 */
public interface AnswerGrader extends AutoCloseable {

    /**
     * A prediction and what it is compared with. What they are is the grader's matter: {@code
     * gsm8k} takes a whole completion and a whole reference answer, {@code tabmwp} a whole
     * completion, the others extracted answers.
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
        private static final int MAX_REASON = 1000;

        /** Makes the reason one printable line. */
        public Judgement {
            Objects.requireNonNull(correct);
            reason =
                    OutcomeFormat.printable(
                            reason.replace('\n', ' ').replace('\t', ' '), MAX_REASON);
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

    /**
     * Judges one pair; whatever the texts are, it does not throw.
     *
     * @throws HandaxeException only if a grader needs a sandbox and the host cannot run it
     */
    Judgement grade(Pair pair);

    /** Gives back what the grader holds of a sandbox. */
    @Override
    default void close() {}

    /**
     * The grader of that name: {@code gsm8k}, {@code math}, {@code math:official}, {@code tabmwp},
     * {@code gaia}, {@code arc}, {@code exact}, {@code numeric}, or {@code numeric:TOLERANCE}.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is none, or if it needs a
     *     sandbox
     */
    static AnswerGrader of(String name) {
        return AnswerRule.of(name);
    }

    /**
     * The grader of that name, {@code prm800k} among them, which then uses up to two sessions of
     * that sandbox.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is none
     */
    static AnswerGrader of(String name, Sandbox sandbox) {
        return needsSandbox(name) ? Prm800kAnswer.in(sandbox) : of(name);
    }

    /** Whether the grader of that name asks Python packages. */
    static boolean needsSandbox(String name) {
        return name.equals(AnswerRule.SANDBOXED);
    }

    /** The names of the graders. */
    static List<String> names() {
        return Stream.concat(AnswerRule.names().stream(), Stream.of(AnswerRule.SANDBOXED))
                .sorted()
                .toList();
    }
}
