package dev.handaxe.optimizer.findings;

import java.util.Objects;
import java.util.Optional;

/**
 * What a run found out about itself, beyond its scores: each part is empty if it was not asked for,
 * or if a budget ended the run before it.
 *
 * <p>Immutable.
 *
 * @param headroom what there was to win
 * @param test both sets on the sealed test split; empty without test tasks too
 * @param controls what the same tokens buy without training
 * @param credit what each function of the set that was found is worth
 * @param folds what trainings like this one are worth
 */
public record Findings(
        Optional<Headroom> headroom,
        Optional<TestComparison> test,
        Optional<Controls> controls,
        Optional<Credit> credit,
        Optional<Folds> folds) {
    /** Rejects nulls. */
    public Findings {
        Objects.requireNonNull(headroom);
        Objects.requireNonNull(test);
        Objects.requireNonNull(controls);
        Objects.requireNonNull(credit);
        Objects.requireNonNull(folds);
    }

    /** Whether training helped, in honest sentences; empty without test scores. */
    public Optional<String> conclusion() {
        return test.map(compared -> Conclusion.of(compared, controls))
                .or(() -> folds.flatMap(Conclusion::of));
    }

    /** The same with what folds found. */
    public Findings withFolds(Optional<Folds> measured) {
        return new Findings(headroom, test, controls, credit, measured);
    }
}
