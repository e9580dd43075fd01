package dev.handaxe.optimizer.findings;

import dev.handaxe.optimizer.findings.TestComparison.Share;
import dev.handaxe.optimizer.statistics.PairedScores;
import java.util.Objects;
import java.util.Optional;

/**
 * One way to spend what training took.
 *
 * <p>Immutable.
 *
 * @param name such as {@link Controls#RETRIES}
 * @param outcome empty if the run's budget ended it
 */
public record ControlArm(String name, Optional<Outcome> outcome) {
    /** Rejects nulls. */
    public ControlArm {
        Objects.requireNonNull(name);
        Objects.requireNonNull(outcome);
    }

    /** What ended the spending. */
    public enum Bound {
        /** Nothing more was wanted. */
        NONE,
        /** The most attempts of a task. */
        CAP,
        /** The tokens that training took. */
        BUDGET
    }

    /**
     * What it scored.
     *
     * @param share with its interval
     * @param trained the set that was kept against it, on the same tasks
     * @param spent for it
     */
    public record Outcome(Share share, Trained trained, Spent spent) {
        /** Rejects nulls. */
        public Outcome {
            Objects.requireNonNull(share);
            Objects.requireNonNull(trained);
            Objects.requireNonNull(spent);
        }
    }

    /**
     * The kept set against the arm.
     *
     * @param difference the kept set's score less the arm's
     * @param won tasks on which the kept set scores higher
     * @param lost tasks on which it scores lower
     * @param pValue two-sided
     */
    public record Trained(double difference, int won, int lost, double pValue) {
        /**
         * Compares.
         *
         * @param armThenTrained the arm's scores, then those of the kept set
         * @param seed of the bootstrap, where scores are no shares of 0 and 1 only
         */
        public static Trained of(PairedScores armThenTrained, long seed) {
            return new Trained(
                    armThenTrained.difference(),
                    armThenTrained.won(),
                    armThenTrained.lost(),
                    armThenTrained.pDifferent(seed));
        }
    }

    /**
     * What it took beyond the one attempt at each test task that every contender has.
     *
     * @param tokens never more than the controls' budget
     * @param attempts at all test tasks together, the first ones included
     * @param bound what ended it
     */
    public record Spent(long tokens, int attempts, Bound bound) {
        /** Rejects nulls. */
        public Spent {
            Objects.requireNonNull(bound);
        }
    }
}
