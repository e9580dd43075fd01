package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.data.PlusTask;
import dev.handaxe.runtime.PythonValue;
import java.util.List;
import java.util.Objects;

/**
 * What is done with one sample.
 *
 * <p>Immutable.
 */
sealed interface Attempt {

    /** Run this program; it passes if it comes to its end. */
    record Program(String source) implements Attempt {
        /** Rejects null. */
        public Program {
            Objects.requireNonNull(source);
        }
    }

    /** Call this function without arguments; it passes if it returns exactly that value. */
    record Call(String function, String source, PythonValue expected) implements Attempt {
        /** Rejects nulls. */
        public Call {
            Objects.requireNonNull(function);
            Objects.requireNonNull(source);
            Objects.requireNonNull(expected);
        }
    }

    /** Run this program and ask it these questions; it passes if it answers all of them rightly. */
    record Examined(String source, List<ListExam.Step> steps) implements Attempt {
        /** Copies. */
        public Examined {
            Objects.requireNonNull(source);
            steps = List.copyOf(steps);
        }
    }

    /** The same with HumanEval+'s inputs, and what its reference solution returns for them. */
    record Compared(String source, PlusTask task) implements Attempt {
        /** Rejects nulls. */
        public Compared {
            Objects.requireNonNull(source);
            Objects.requireNonNull(task);
        }
    }

    /**
     * Run this program in one guest and its tests in another.
     *
     * @param together what is run instead where the tests turn out to need both in one
     */
    record Apart(String source, TaskTests tests, String together) implements Attempt {
        /** Rejects nulls. */
        public Apart {
            Objects.requireNonNull(source);
            Objects.requireNonNull(tests);
            Objects.requireNonNull(together);
        }
    }

    /** Nothing is run, and the sample is not counted unless no sample of the task passes. */
    record Skipped(String reason) implements Attempt {
        /** Rejects null. */
        public Skipped {
            Objects.requireNonNull(reason);
        }
    }

    /** Nothing is run: the sample itself tells. */
    record Decided(EvaluationResult.Kind kind, String reason) implements Attempt {
        /** Rejects nulls. */
        public Decided {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(reason);
        }
    }
}
