package dev.handaxe.optimizer.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run measured beyond scores. Facts have the names of the result's JSON, nested ones joined
 * by a space, such as {@code leave_one_out p_harmful}; what a run did not measure is empty.
 *
 * <p>Immutable.
 *
 * @param headroom what there was to win
 * @param tested both sets and the controls on the test tasks
 * @param credit of the functions
 * @param folds what trainings like this one are worth
 */
public record Measured(Facts headroom, Tested tested, Credit credit, Folds folds) {
    /** Nothing was measured. */
    public static final Measured NONE =
            new Measured(
                    Facts.NONE,
                    new Tested(Optional.empty(), Facts.NONE, List.of()),
                    new Credit(List.of(), Facts.NONE),
                    new Folds(Facts.NONE, List.of()));

    /** Rejects nulls. */
    public Measured {
        Objects.requireNonNull(headroom);
        Objects.requireNonNull(tested);
        Objects.requireNonNull(credit);
        Objects.requireNonNull(folds);
    }

    /**
     * What the sealed test tasks say.
     *
     * @param conclusion in sentences
     * @param comparison of the set the run began with and the one it kept
     * @param controls one entry an arm, with its {@code name}
     */
    public record Tested(Optional<String> conclusion, Facts comparison, List<Facts> controls) {
        /** Copies. */
        public Tested {
            Objects.requireNonNull(conclusion);
            Objects.requireNonNull(comparison);
            controls = List.copyOf(controls);
        }
    }

    /**
     * What functions are worth.
     *
     * @param functions one entry a function, with its {@code name}
     * @param pruning what became of the set without those that are worth nothing
     */
    public record Credit(List<Facts> functions, Facts pruning) {
        /** Copies. */
        public Credit {
            functions = List.copyOf(functions);
            Objects.requireNonNull(pruning);
        }
    }

    /**
     * Trainings on parts of the tasks.
     *
     * @param pooled over all that were finished
     * @param each one entry a fold
     */
    public record Folds(Facts pooled, List<Facts> each) {
        /** Copies. */
        public Folds {
            Objects.requireNonNull(pooled);
            each = List.copyOf(each);
        }
    }

    static Measured read(JsonNode result) {
        return new Measured(
                LenientJson.facts(result.path("headroom")),
                new Tested(
                        Optional.of(LenientJson.text(result, "conclusion"))
                                .filter(text -> !text.isBlank()),
                        LenientJson.facts(result.path("test")),
                        LenientJson.rows(result.path("controls"))),
                new Credit(
                        LenientJson.rows(result.path("credit")),
                        LenientJson.facts(result.path("pruning"))),
                new Folds(
                        LenientJson.facts(result.path("folds")).without("each"),
                        LenientJson.rows(result.path("folds").path("each"))));
    }
}
