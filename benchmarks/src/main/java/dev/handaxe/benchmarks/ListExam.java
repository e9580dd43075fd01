package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.Optional;

/**
 * An exam of questions that are known beforehand; the first wrong answer ends it.
 *
 * <p>Thread-safe.
 */
final class ListExam implements Exam {
    private final List<Step> steps;
    private int asked;
    private boolean open;
    private long askedAt;
    private Optional<Ruling> ruling = Optional.empty();

    /** One question, and what is looked for in its answer. */
    record Step(Question question, Check check) {}

    /** Looks at an answer. */
    @FunctionalInterface
    interface Check {
        /**
         * Why the exam ends here; empty if the answer is right.
         *
         * @param nanos from the question to the answer, by the supervisor's clock
         */
        Optional<Ruling> problem(PythonValue answer, long nanos);
    }

    ListExam(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    @Override
    public synchronized Optional<Question> next(Optional<PythonValue> answer) {
        long now = System.nanoTime();
        if (ruling.isEmpty() && open) {
            ruling =
                    answer.isPresent()
                            ? steps.get(asked - 1).check().problem(answer.get(), now - askedAt)
                            : Optional.of(
                                    new Ruling(Kind.FAILED, "wanted an input without an answer"));
        }
        open = false;
        if (ruling.isEmpty() && asked == steps.size()) {
            ruling = Optional.of(Ruling.PASSED);
        }
        if (ruling.isPresent()) {
            return Optional.empty();
        }
        open = true;
        Question question = steps.get(asked++).question();
        askedAt = System.nanoTime();
        return Optional.of(question);
    }

    @Override
    public synchronized Optional<Ruling> ruling() {
        return ruling;
    }
}
