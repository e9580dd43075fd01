package dev.handaxe.optimizer;

import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.findings.Headroom;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which tasks tell whether one set is better than another: those of validation, which the optimizer
 * never sees, unless they are too few.
 */
enum DecidingTasks {
    /** There are no validation tasks. */
    TRAIN("train"),
    VALIDATION("validation"),
    /** All validation tasks won would not be a gain. */
    BOTH("train and validation");

    private final String split;

    DecidingTasks(String split) {
        this.split = split;
    }

    static DecidingTasks of(Splits splits, TrainingOptions options) {
        int validation = splits.validation().size();
        if (validation == 0) {
            return TRAIN;
        }
        boolean enough =
                options.acceptance() != Acceptance.VALIDATION
                        || Headroom.wins(options.significance()) <= validation;
        return enough ? VALIDATION : BOTH;
    }

    /** The name of the split, or of both. */
    String split() {
        return split;
    }

    Evaluation of(Candidate candidate) {
        return switch (this) {
            case TRAIN -> candidate.train();
            case VALIDATION -> candidate.validation();
            case BOTH -> candidate.train().and(candidate.validation());
        };
    }

    List<Task> of(Splits splits) {
        return switch (this) {
            case TRAIN -> splits.train();
            case VALIDATION -> splits.validation();
            case BOTH ->
                    Stream.concat(splits.train().stream(), splits.validation().stream()).toList();
        };
    }
}
