package dev.handaxe.optimizer;

import java.util.Objects;

/**
 * What a grader says of an answer.
 *
 * <p>Immutable.
 *
 * @param score from 0, failed, to 1, solved
 * @param reason why, in one line
 */
public record Verdict(double score, String reason) {
    /** Checks the range. */
    public Verdict {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score is " + score + ", allowed is 0 to 1");
        }
        Objects.requireNonNull(reason);
    }

    /** Solved. */
    public static Verdict right(String reason) {
        return new Verdict(1, reason);
    }

    /** Failed. */
    public static Verdict wrong(String reason) {
        return new Verdict(0, reason);
    }
}
