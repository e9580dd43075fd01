package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Evaluates sets on the splits of a run. The test split is sealed: it is read for the set the run
 * began with, for the one that was kept, and for the controls, after all decisions.
 *
 * <p>Confined to one thread.
 */
final class Trials {
    private final Evaluator evaluator;
    private final Splits splits;
    private final TrainingOptions options;
    private final DecidingTasks decides;

    Trials(Evaluator evaluator, Splits splits, TrainingOptions options) {
        this.evaluator = evaluator;
        this.splits = splits;
        this.options = options;
        decides = DecidingTasks.of(splits, options);
    }

    Splits splits() {
        return splits;
    }

    /** Which tasks tell whether a set is better. */
    DecidingTasks decides() {
        return decides;
    }

    /** The set on training and validation tasks. */
    Candidate candidate(FunctionSet functions, String phase) {
        return new Candidate(
                evaluate(functions, "train", splits.train(), options.repeats(), phase + " train"),
                evaluate(
                        functions,
                        "validation",
                        splits.validation(),
                        options.repeats(),
                        phase + " validation"));
    }

    /** The set on some of the training tasks; what is done is not done again for the whole. */
    Evaluation firstLook(FunctionSet functions, List<Task> tasks, String phase) {
        return evaluate(functions, "train", tasks, options.repeats(), phase + " first look");
    }

    /** The candidate with that many rollouts of each validation task; those it has are kept. */
    Candidate repeated(Candidate candidate, int repeats, String phase) {
        if (candidate.validation().repeats() >= repeats) {
            return candidate;
        }
        return candidate.withValidation(
                evaluate(
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

    /** Other functions on some of a candidate's tasks, each as often as it did them. */
    Candidate again(
            Candidate candidate, FunctionSet functions, Predicate<Task> some, String phase) {
        return new Candidate(
                evaluate(
                        functions,
                        "train",
                        splits.train().stream().filter(some).toList(),
                        candidate.train().repeats(),
                        phase),
                evaluate(
                        functions,
                        "validation",
                        splits.validation().stream().filter(some).toList(),
                        candidate.validation().repeats(),
                        phase));
    }

    /** One more attempt at training tasks, which is no part of training. */
    Evaluation secondTry(FunctionSet functions, List<Task> tasks) {
        return evaluate(functions, "headroom", tasks, 1, "headroom, second attempt");
    }

    /** The set on the test tasks. */
    Evaluation test(FunctionSet functions, String phase) {
        return evaluate(functions, "test", splits.test(), options.repeats(), phase);
    }

    /** One more attempt at some of the test tasks, for controls. */
    Evaluation attempt(FunctionSet functions, List<Task> tasks, int attempt, String phase) {
        return evaluate(functions, "test attempt " + attempt, tasks, 1, phase);
    }

    private Evaluation evaluate(
            FunctionSet functions, String split, List<Task> tasks, int repeats, String phase) {
        return evaluator.evaluate(
                functions, options.scope() + split, tasks, repeats, options.scope() + phase);
    }
}
