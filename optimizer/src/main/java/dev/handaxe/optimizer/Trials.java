package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;

/**
 * Evaluates sets on the splits of a run. The test split is sealed: it is read for the set the run
 * began with and for the one that was kept, after all decisions.
 *
 * <p>Confined to one thread.
 */
final class Trials {
    private final Evaluator evaluator;
    private final Splits splits;
    private final TrainingOptions options;

    Trials(Evaluator evaluator, Splits splits, TrainingOptions options) {
        this.evaluator = evaluator;
        this.splits = splits;
        this.options = options;
    }

    Splits splits() {
        return splits;
    }

    /** The set on training and validation tasks. */
    Candidate candidate(FunctionSet functions, String phase) {
        return new Candidate(
                evaluator.evaluate(
                        functions, "train", splits.train(), options.repeats(), phase + " train"),
                evaluator.evaluate(
                        functions,
                        "validation",
                        splits.validation(),
                        options.repeats(),
                        phase + " validation"));
    }

    /** The candidate with that many rollouts of each validation task; those it has are kept. */
    Candidate repeated(Candidate candidate, int repeats, String phase) {
        if (candidate.validation().repeats() >= repeats) {
            return candidate;
        }
        return candidate.withValidation(
                evaluator.evaluate(
                        candidate.functions(),
                        "validation",
                        splits.validation(),
                        repeats,
                        phase + " validation, repeat " + repeats));
    }

    /** The agent may learn from what a set that is kept did in training. */
    void kept(Candidate candidate) {
        evaluator.kept(candidate.train());
    }

    /** The set on the test tasks. */
    Evaluation test(FunctionSet functions, String phase) {
        return evaluator.evaluate(functions, "test", splits.test(), options.repeats(), phase);
    }
}
