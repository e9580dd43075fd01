package dev.handaxe.optimizer;

import java.util.Objects;
import java.util.Optional;

/**
 * What a grader says of an answer.
 *
 * <p>Immutable.
 *
 * @param score from 0, failed, to 1, solved
 * @param reason why, in one line; no model is told it
 * @param symptom what the optimizer is told of a failure; empty where only the grader knows why
 */
public record Verdict(double score, String reason, Optional<Symptom> symptom) {
    /** Checks the range. */
    public Verdict {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score is " + score + ", allowed is 0 to 1");
        }
        Objects.requireNonNull(reason);
        Objects.requireNonNull(symptom);
    }

    /** A verdict that tells nobody why. */
    public Verdict(double score, String reason) {
        this(score, reason, Optional.empty());
    }

    /**
     * How an answer failed, as far as the optimizer may know: nothing of what is kept from the
     * agent, such as a right answer or a hidden test.
     *
     * <p>Immutable.
     *
     * @param kind in a few words; failures of one kind are put together
     * @param detail what was seen, on some lines; empty if there is nothing to show
     */
    public record Symptom(String kind, String detail) {
        /** Rejects nulls. */
        public Symptom {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(detail);
        }
    }

    /** Solved. */
    public static Verdict right(String reason) {
        return new Verdict(1, reason);
    }

    /** Failed. */
    public static Verdict wrong(String reason) {
        return new Verdict(0, reason);
    }

    /** Failed, and the optimizer is told how. */
    public static Verdict wrong(String reason, Symptom symptom) {
        return new Verdict(0, reason, Optional.of(symptom));
    }
}
