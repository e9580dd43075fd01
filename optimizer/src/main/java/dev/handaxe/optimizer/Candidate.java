package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A function set with its evaluations on the splits that decide.
 *
 * <p>Immutable.
 */
record Candidate(Evaluation train, Evaluation validation) {
    /** By the number of functions, then by the length of their source. */
    static final Comparator<Candidate> SMALLEST_FIRST =
            Comparator.comparingInt((Candidate candidate) -> candidate.functions().size())
                    .thenComparingLong(Candidate::sourceChars);

    Candidate {
        Objects.requireNonNull(train);
        Objects.requireNonNull(validation);
    }

    /** A set of which nothing is known. */
    static Candidate unknown(FunctionSet functions) {
        Evaluation nothing = new Evaluation(functions, List.of());
        return new Candidate(nothing, nothing);
    }

    FunctionSet functions() {
        return train.functions();
    }

    TrainingResult.Scores scores() {
        return new TrainingResult.Scores(train.score(), validation.score(), Optional.empty());
    }

    /** Whether no task is left to fail. */
    boolean perfect() {
        return train.perfect() && validation.perfect();
    }

    Candidate withValidation(Evaluation evaluation) {
        return new Candidate(train, evaluation);
    }

    /** Whether this set has fewer functions, or as many with less source. */
    boolean isSmallerThan(Candidate other) {
        return SMALLEST_FIRST.compare(this, other) < 0;
    }

    private long sourceChars() {
        return functions().functions().stream()
                .map(FunctionDefinition::source)
                .mapToLong(String::length)
                .sum();
    }
}
